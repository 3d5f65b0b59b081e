# shellcheck shell=bash
# Writes an image straight into the storage of a docker-registry, so that filling the cache needs no running engine.

# store_image TARGET NAME TAG COMMAND TAR...: layers, the lowest first, become library/NAME:TAG.
store_image() {
  local target=$1 name=$2 tag=$3 command=$4 tar diff_ids='' layers='' history='' layer
  local repository=$target/storage/docker/registry/v2/repositories/library/$name
  local config manifest created config_size
  created=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  for tar in "${@:5}"; do
    gzip -1 -n -c "$tar" >"$target/layer"
    layer=$(put_blob "$target" "$target/layer")
    put_link "$repository/_layers" "$layer"
    diff_ids+=${diff_ids:+,}"\"$(digest_of "$tar")\""
    history+=${history:+,}"{\"created\":\"$created\",\"created_by\":\"engine fetch\"}"
    layers+=${layers:+,}"{\"mediaType\":\"application/vnd.docker.image.rootfs.diff.tar.gzip\",\"size\":$(stat -c %s "$target/layer"),\"digest\":\"$layer\"}"
    rm "$target/layer"
  done
  cat >"$target/document" <<EOF
{"architecture":"$(dpkg --print-architecture)","os":"linux","created":"$created",
"config":{"Cmd":["$command"],"Env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]},
"history":[$history],
"rootfs":{"type":"layers","diff_ids":[$diff_ids]}}
EOF
  config=$(put_blob "$target" "$target/document")
  config_size=$(stat -c %s "$target/document")
  cat >"$target/document" <<EOF
{"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json",
"config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":$config_size,"digest":"$config"},
"layers":[$layers]}
EOF
  manifest=$(put_blob "$target" "$target/document")
  rm "$target/document"
  put_link "$repository/_layers" "$config"
  put_link "$repository/_manifests/revisions" "$manifest"
  put_link "$repository/_manifests/tags/$tag/index" "$manifest"
  mkdir -p "$repository/_manifests/tags/$tag/current"
  printf '%s' "$manifest" >"$repository/_manifests/tags/$tag/current/link"
}

digest_of() { printf 'sha256:%s\n' "$(sha256sum "$1" | cut -d' ' -f1)"; }

# put_blob TARGET FILE: prints the digest.
put_blob() {
  local digest hash directory
  digest=$(digest_of "$2")
  hash=${digest#sha256:}
  directory=$1/storage/docker/registry/v2/blobs/sha256/${hash:0:2}/$hash
  mkdir -p "$directory"
  cp "$2" "$directory/data"
  printf '%s\n' "$digest"
}

put_link() {
  mkdir -p "$1/sha256/${2#sha256:}"
  printf '%s' "$2" >"$1/sha256/${2#sha256:}/link"
}
