# shellcheck shell=bash
# The way out for an engine, which has a network namespace of its own: in the machine's, a second dockerd would flush the iptables
# chains of an existing Docker and take its docker0. One veth pair, one /30, a masquerade rule; all carry the engine's tag.

FORWARD=/proc/sys/net/ipv4/ip_forward

link_name() { printf 'moat%s\n' "$(engine_tag "$1")"; }

# The comment also remembers ip_forward as it was before the first engine, so that the last one to go can put it back.
rule_comment() { printf 'moat-engine-%s forward=%s\n' "$(engine_tag "$1")" "$2"; }

# network_up DIR PID: connects the network namespace of process PID.
network_up() {
  local dir=$1 pid=$2 link subnet comment mtu
  link=$(link_name "$dir")
  mtu=$(uplink_mtu)
  # Two engines starting at once must not choose the same subnet, nor take each other's ip_forward for the machine's.
  exec 8</run
  flock 8
  subnet=$(free_subnet)
  comment=$(rule_comment "$dir" "$(original_forward)")
  ip link add "$link" mtu "$mtu" type veth peer name eth0 mtu "$mtu" netns "$pid"
  ip link set "$link" alias "moat-engine-$(engine_tag "$dir")"
  ip address add "$subnet.1/30" dev "$link"
  ip link set "$link" up
  # First of all rules: a Docker or a firewall on this machine drops what is forwarded and not theirs.
  iptables -w -I FORWARD -i "$link" -m comment --comment "$comment" -j ACCEPT
  iptables -w -I FORWARD -o "$link" -m comment --comment "$comment" -j ACCEPT
  iptables -w -t nat -I POSTROUTING -s "$subnet.0/30" ! -o "$link" -m comment --comment "$comment" -j MASQUERADE
  echo 1 >"$FORWARD"
  exec 8<&-
  nsenter -t "$pid" --net -- sh -e -c "
    ip link set lo up
    ip address add $subnet.2/30 dev eth0
    ip link set eth0 up
    ip route add default via $subnet.1"
}

# Third octets until one is free; prints the first three of the subnet.
free_subnet() {
  local third
  for third in $(seq 0 255); do
    if [ -z "$(ip -4 route show to root "10.219.$third.0/24")" ]; then
      printf '10.219.%s\n' "$third"
      return 0
    fi
  done
  die "no free subnet: are there 256 engines?"
}

original_forward() {
  local noted
  noted=$(iptables-save 2>/dev/null | grep -o 'moat-engine-[0-9a-f]* forward=[01]' | head -n 1) || true
  printf '%s\n' "${noted:+${noted##*=}}" | grep . || cat "$FORWARD"
}

uplink_mtu() {
  local device
  device=$(ip -4 route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
  cat "/sys/class/net/$device/mtu" 2>/dev/null || echo 1500
}

# network_down DIR: removes what is there, asks for nothing.
network_down() {
  local link tag rule table forward=''
  link=$(link_name "$1")
  tag=moat-engine-$(engine_tag "$1")
  ! ip link show "$link" >/dev/null 2>&1 || ip link delete "$link" 2>/dev/null || true
  exec 8</run
  flock 8
  for table in filter nat; do
    while read -r rule; do
      forward=${rule##*forward=}
      forward=${forward%%\"*}
      # As iptables-save quotes it, so it is read back.
      eval "iptables -w -t $table -D ${rule#-A }" || true
    done < <(iptables-save -t "$table" 2>/dev/null | grep -- "\"$tag " || true)
  done
  if [ "$forward" = 0 ] && ! iptables-save 2>/dev/null | grep -q '"moat-engine-'; then echo 0 >"$FORWARD"; fi
  exec 8<&-
}

# The name servers as an engine can reach them: systemd-resolved and its like listen on loopback, which is another one in there.
reachable_resolv_conf() {
  local file
  for file in /etc/resolv.conf /run/systemd/resolve/resolv.conf; do
    if [ -f "$file" ] && grep -E '^nameserver' "$file" | grep -qvE '[[:space:]](127\.|::1)'; then
      grep -vE '^nameserver[[:space:]]+(127\.|::1)' "$file"
      return 0
    fi
  done
  say "warning: no name server but a loopback one is known here: names will not resolve inside"
  cat /etc/resolv.conf
}
