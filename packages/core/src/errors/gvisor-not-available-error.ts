import { MoatError } from "./moat-error.ts";

/** How to get gVisor, or how to go without: the hint of {@link GVisorNotAvailableError}. */
export const GVISOR_INSTALL_HINT = `To install on Debian or Ubuntu: moat setup
or by hand:
  sudo apt-get update && sudo apt-get install -y ca-certificates curl gnupg
  curl -fsSL https://gvisor.dev/archive.key | sudo gpg --dearmor --yes -o /usr/share/keyrings/gvisor-archive-keyring.gpg
  echo "deb [arch=$(dpkg --print-architecture) signed-by=/usr/share/keyrings/gvisor-archive-keyring.gpg] https://storage.googleapis.com/gvisor/releases release main" | sudo tee /etc/apt/sources.list.d/gvisor.list > /dev/null
  sudo apt-get update && sudo apt-get install -y runsc
  sudo runsc install
  sudo systemctl reload docker

For Docker Desktop (macOS, Windows, Linux) and other systems:
  see https://gvisor.dev/docs/user_guide/install/

To bypass, with reduced isolation:
  moat run --no-sandbox`;

/** The sandbox is on and the engine has no gVisor runtime. Its code is `GVISOR_NOT_AVAILABLE`. */
export class GVisorNotAvailableError extends MoatError {
  constructor(engine: {
    readonly address: string;
    readonly runtimes: readonly string[];
    /** Why none of them can be gVisor. */
    readonly findings: readonly { readonly name: string; readonly reason: string }[];
  }) {
    super("GVISOR_NOT_AVAILABLE", `gVisor (runsc) is required but the engine at ${engine.address} does not have it.`, {
      hint: GVISOR_INSTALL_HINT,
      details: { address: engine.address, runtimes: engine.runtimes, findings: engine.findings },
    });
    this.name = "GVisorNotAvailableError";
  }
}
