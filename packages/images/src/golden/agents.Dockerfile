FROM node:22-slim AS node
FROM debian:bookworm-slim
ARG REBUILD_DEPS=""
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/*
COPY --from=node /usr/local/bin/ /usr/local/bin/
COPY --from=node /usr/local/lib/node_modules/ /usr/local/lib/node_modules/
COPY --from=node /usr/local/include/node/ /usr/local/include/node/
ENV NPM_CONFIG_UPDATE_NOTIFIER=false
ENV npm_package_config_node_gyp_nodedir=/usr/local
RUN --mount=type=cache,target=/var/cache/moat/npm,sharing=locked NPM_CONFIG_CACHE=/var/cache/moat/npm npm install --global --no-fund --no-audit typescript@7.0.2 && { grep -q " /var/cache/moat/npm " /proc/mounts || rm -rf /var/cache/moat; }
RUN --mount=type=cache,target=/var/cache/moat/npm,sharing=locked NPM_CONFIG_CACHE=/var/cache/moat/npm npm install --global --no-fund --no-audit @anthropic-ai/claude-code@2.1.328 && { grep -q " /var/cache/moat/npm " /proc/mounts || rm -rf /var/cache/moat; }
RUN --mount=type=cache,target=/var/cache/moat/npm,sharing=locked NPM_CONFIG_CACHE=/var/cache/moat/npm npm install --global --no-fund --no-audit @openai/codex@0.169.0 && { grep -q " /var/cache/moat/npm " /proc/mounts || rm -rf /var/cache/moat; }
