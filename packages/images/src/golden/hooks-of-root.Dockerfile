FROM debian:bookworm-slim
ARG REBUILD_DEPS=""
ARG REBUILD_HOOKS=""
COPY hooks/post_build_root /opt/moat/hooks/
RUN cd /root && HOME=/root /opt/moat/hooks/post_build_root
COPY hooks/post_build /opt/moat/hooks/
USER 0:0
RUN cd /root && HOME=/root /opt/moat/hooks/post_build
USER 0:0
