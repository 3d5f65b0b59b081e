# shellcheck shell=bash
# The same engine as another machine would reach it: over TLS, and over ssh. Both on the loopback of the engine's own network.

TLS_ADDRESS=127.0.0.1:2376
SSH_PORT=2222

# write_certificates DIR: an authority of its own, and one certificate for each side; as Docker's documentation has it.
write_certificates() {
  local tls=$1/tls
  need_tool openssl openssl
  mkdir "$tls"
  certificate "$tls/ca" -subj /CN=moat-engine
  certificate "$tls/server" -subj /CN=127.0.0.1 -CA "$tls/ca.pem" -CAkey "$tls/ca-key.pem" \
    -addext subjectAltName=IP:127.0.0.1 -addext extendedKeyUsage=serverAuth
  certificate "$tls/client" -subj /CN=client -CA "$tls/ca.pem" -CAkey "$tls/ca-key.pem" -addext extendedKeyUsage=clientAuth
  # As DOCKER_CERT_PATH wants them.
  mkdir "$tls/client"
  cp "$tls/ca.pem" "$tls/client/ca.pem"
  mv "$tls/client.pem" "$tls/client/cert.pem"
  mv "$tls/client-key.pem" "$tls/client/key.pem"
  give_to_caller "$tls/client"
}

certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout "$1-key.pem" -out "$1.pem" "${@:2}" 2>/dev/null
}

# What dockerd needs for the second address.
tls_options() {
  printf '%s ' "-H tcp://$TLS_ADDRESS --tlsverify --tlscacert $1/tls/ca.pem --tlscert $1/tls/server.pem --tlskey $1/tls/server-key.pem"
}

# sshd_up DIR: an ssh server that lets the caller in as themselves, with keys of its own; and an `ssh` that knows it, for the first place
# on PATH. Nobody's ~/.ssh is read. Programs that come in find this engine's docker, and its address.
sshd_up() {
  local dir=$1 ssh=$1/ssh user others
  others=$(cache_entry others)
  user=$(calling_user)
  mkdir -p "$ssh/bin"
  LD_LIBRARY_PATH=$others/lib "$others/bin/ssh-keygen" -q -t ed25519 -N '' -f "$ssh/host_key"
  LD_LIBRARY_PATH=$others/lib "$others/bin/ssh-keygen" -q -t ed25519 -N '' -f "$ssh/key"
  cat >"$ssh/sshd_config" <<END
ListenAddress 127.0.0.1:$SSH_PORT
HostKey $ssh/host_key
AuthorizedKeysFile $ssh/key.pub
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
LogLevel VERBOSE
MaxStartups 100
SetEnv PATH=$dir:/usr/bin:/bin DOCKER_HOST=unix://$dir/docker.sock
END
  printf '[127.0.0.1]:%s %s\n' "$SSH_PORT" "$(cat "$ssh/host_key.pub")" >"$ssh/known_hosts"
  cat >"$ssh/config" <<END
Host engine
  HostName 127.0.0.1
  Port $SSH_PORT
  User $(id -un ${user:+"${user% *}"})
  IdentityFile $ssh/key
  IdentitiesOnly yes
  UserKnownHostsFile $ssh/known_hosts
END
  printf '#!/bin/sh\nLD_LIBRARY_PATH=%q exec %q -F %q "$@"\n' "$others/lib" "$others/bin/ssh" "$ssh/config" >"$ssh/bin/ssh"
  chmod 755 "$ssh/bin/ssh"
  give_to_caller "$ssh"
  in_private_run "$dir" "$dir/sshd.log" 'mkdir -p /run/sshd
    # The account that sshd gives its rights up to; on this machine there may be none.
    { grep -v ^sshd: /etc/passwd; echo "sshd:x:65533:65534::/run/sshd:/bin/false"; } >"$0/sshd.passwd"
    mount --bind "$0/sshd.passwd" /etc/passwd
    exec "$1/bin/sshd" -D -e -f "$0/ssh/sshd_config"' "$dir" "$others"
  wait_until 20 enter "$dir" bash -c "exec 3<>/dev/tcp/127.0.0.1/$SSH_PORT" || die "sshd did not start: $(cat "$dir/sshd.log")"
}

give_to_caller() {
  local user
  user=$(calling_user)
  [ -z "$user" ] || chown -R "${user/ /:}" "$1"
}

# in_private_run DIR LOG SCRIPT ARGUMENTS...: runs it in the background inside the engine's namespaces, with a /run that nobody else sees.
in_private_run() {
  local dir=$1 log=$2
  # shellcheck disable=SC2016  # for the inner shells
  MOAT_ENGINE_TAG=$(engine_tag "$dir") LD_LIBRARY_PATH=$(cache_entry others)/lib enter "$dir" bash -c \
    'setsid unshare --mount --propagation slave -- sh -ec "mount -t tmpfs none /run; $1" "${@:2}" </dev/null >"$0" 2>&1 &' "$log" "${@:3}"
}
