FROM golang:1.25 AS go
FROM rust:1.96-slim AS rust
FROM debian:bookworm-slim
ARG REBUILD_DEPS=""
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends build-essential ca-certificates git pkg-config python3 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=go /usr/local/go/ /usr/local/go/
RUN ln -s /usr/local/go/bin/go /usr/local/bin/go \
 && ln -s /usr/local/go/bin/gofmt /usr/local/bin/gofmt
ENV GOTOOLCHAIN=local
COPY --from=rust /usr/local/cargo/bin/ /usr/local/cargo/bin/
COPY --from=rust /usr/local/rustup/ /usr/local/rustup/
RUN ln -s /usr/local/cargo/bin/cargo /usr/local/bin/cargo \
 && ln -s /usr/local/cargo/bin/rustc /usr/local/bin/rustc \
 && ln -s /usr/local/cargo/bin/rustdoc /usr/local/bin/rustdoc
ENV RUSTUP_HOME=/usr/local/rustup
RUN --mount=type=cache,target=/var/cache/moat/go,sharing=locked GOMODCACHE=/var/cache/moat/go/mod GOCACHE=/var/cache/moat/go/build GOFLAGS=-modcacherw GOBIN=/usr/local/bin go install golang.org/x/tools/gopls@v0.20.0 && { grep -q " /var/cache/moat/go " /proc/mounts || rm -rf /var/cache/moat; }
RUN --mount=type=cache,target=/var/cache/moat/go,sharing=locked GOMODCACHE=/var/cache/moat/go/mod GOCACHE=/var/cache/moat/go/build GOFLAGS=-modcacherw GOBIN=/usr/local/bin go install github.com/mikefarah/yq/v4@v4.53.6 && { grep -q " /var/cache/moat/go " /proc/mounts || rm -rf /var/cache/moat; }
RUN --mount=type=cache,target=/var/cache/moat/cargo,sharing=locked CARGO_HOME=/var/cache/moat/cargo cargo install --locked --root /usr/local hexyl@0.17.0 && { grep -q " /var/cache/moat/cargo " /proc/mounts || rm -rf /var/cache/moat; }
