# Ringlift's worker, and its command line beside it. glibc: the Temporal SDK's native core has no build for musl.
FROM node:22-bookworm-slim AS build
WORKDIR /build
# The packages first: they change less often than the code, and their layer is kept.
COPY package.json package-lock.json ./
# No package needs to run a script of its own: the native parts come built.
RUN npm install --no-save --ignore-scripts
COPY . .
RUN npm run build
# What runs needs no compiler, no lab, and no native core for other systems.
RUN npm prune --omit=dev --ignore-scripts \
  && rm -rf dist/lab node_modules/@temporalio/core-bridge/releases/*-apple-* \
    node_modules/@temporalio/core-bridge/releases/*-windows-*

FROM node:22-bookworm-slim
# Temporal over TLS is verified by the system's certificates, which the slim image lacks.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/* \
  && mkdir -p /var/lib/ringlift/evidence /srv/releases /home/node/.ssh \
  # Any user: compose runs it as the owner of the SSH key. A new volume gets this folder's mode.
  && chmod 1777 /var/lib/ringlift/evidence
WORKDIR /opt/ringlift
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY --from=build /build/bin ./bin
RUN ln -s /opt/ringlift/bin/ringlift /usr/local/bin/ringlift
ENV NODE_ENV=production \
  NODE_OPTIONS=--enable-source-maps \
  HOME=/home/node \
  RINGLIFT_EVIDENCE_FOLDER=/var/lib/ringlift/evidence
USER node
EXPOSE 9464 9465
# Ready: it takes work and Temporal answers. Live is /healthz, for those that restart by it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9465/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
# Exec form: the worker itself gets the signal.
CMD ["node", "dist/worker/start.js"]
