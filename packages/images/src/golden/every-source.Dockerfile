FROM golang:1.25 AS go
FROM debian:bookworm-slim
ARG REBUILD_DEPS=""
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ca-certificates python3-pip python3.11 python3.11-venv zip=3.0-13 \
 && rm -rf /var/lib/apt/lists/* \
 && ln -s /usr/bin/python3.11 /usr/local/bin/python
ENV PIP_BREAK_SYSTEM_PACKAGES=1
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
COPY --from=go /usr/local/go/ /usr/local/go/
RUN ln -s /usr/local/go/bin/go /usr/local/bin/go \
 && ln -s /usr/local/go/bin/gofmt /usr/local/bin/gofmt
ENV GOTOOLCHAIN=local
RUN --mount=type=cache,target=/var/cache/moat/pip,sharing=locked PIP_CACHE_DIR=/var/cache/moat/pip pip install --root-user-action=ignore requests==2.32.5 && { grep -q " /var/cache/moat/pip " /proc/mounts || rm -rf /var/cache/moat; }
RUN --mount=type=cache,target=/var/cache/moat/pip,sharing=locked PIP_CACHE_DIR=/var/cache/moat/pip pip install --root-user-action=ignore uv==0.13.8 && { grep -q " /var/cache/moat/pip " /proc/mounts || rm -rf /var/cache/moat; }
RUN --mount=type=cache,target=/var/cache/moat/uv,sharing=locked UV_CACHE_DIR=/var/cache/moat/uv UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_TOOL_DIR=/opt/uv UV_TOOL_BIN_DIR=/usr/local/bin uv tool install --no-progress ruff==0.17.5 && { grep -q " /var/cache/moat/uv " /proc/mounts || rm -rf /var/cache/moat; }
RUN --mount=type=cache,target=/var/cache/moat/go,sharing=locked GOMODCACHE=/var/cache/moat/go/mod GOCACHE=/var/cache/moat/go/build GOFLAGS=-modcacherw GOBIN=/usr/local/bin go install golang.org/x/tools/gopls@v0.20.0 && { grep -q " /var/cache/moat/go " /proc/mounts || rm -rf /var/cache/moat; }
