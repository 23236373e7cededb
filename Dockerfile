# The sandbox and the suite in a container: docker build --tag tollgate . && docker run --publish 127.0.0.1:4010:4010 tollgate
# The first stage builds the package as it is published; the second holds nothing but it and what it needs.
FROM node:24-slim AS build
WORKDIR /source
COPY . .
# `npm ci` builds too: it runs the package's "prepare".
RUN npm ci --no-fund --no-audit && npm pack --ignore-scripts --pack-destination /package

FROM node:24-slim
COPY --from=build /package/*.tgz /tmp/tollgate.tgz
# lmdb is the engine of --store file:, which an install does not bring along.
RUN npm install --global --omit=dev --ignore-scripts --no-fund --no-audit /tmp/tollgate.tgz lmdb@3.5.6 && rm /tmp/tollgate.tgz && npm cache clean --force
# Not root: nothing here needs to write but a store, which is a volume of its own.
RUN mkdir /data && chown 1000:1000 /data
# The image's user "node", by its number: a cluster can then see that it is not root.
USER 1000:1000
WORKDIR /contracts
VOLUME /data
EXPOSE 4010
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4010/_tollgate/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tollgate"]
# A container's own loopback is out of everybody's reach.
CMD ["mock", "--host", "0.0.0.0"]
