/** What to do when this user is not let in. */
export const PERMISSION_HINT =
  'Add yourself to the group that owns the socket (sudo usermod -aG docker "$USER", then log in again), or run moat with sudo.';

/** What to do when nobody listens. */
export const START_HINT =
  "Start Docker (sudo systemctl start docker), or set DOCKER_HOST to the address of a running engine.";
