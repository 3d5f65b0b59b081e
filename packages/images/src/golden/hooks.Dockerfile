FROM debian:bookworm-slim
ARG REBUILD_DEPS=""
ARG REBUILD_HOOKS=""
COPY hooks/post_build_root /opt/moat/hooks/
RUN cd /root && HOME=/root /opt/moat/hooks/post_build_root
RUN sed -i "/^[^:]*:[^:]*:1000:/d" /etc/passwd && name=ada && { ! grep -q "^$name:" /etc/passwd /etc/group || name=moat-1000; } && { grep -q "^[^:]*:[^:]*:1001:" /etc/group || echo "$name:x:1001:" >>/etc/group; } && echo "$name:x:1000:1001::/home/ada:/bin/bash" >>/etc/passwd && mkdir -p /home/ada && chown 1000:1001 /home/ada
COPY hooks/post_build /opt/moat/hooks/
USER 1000:1001
RUN cd /home/ada && HOME=/home/ada /opt/moat/hooks/post_build
USER 0:0
