# RE Engine in one container: web and worker under one supervisor, data in a volume.
# Not built by us so far: no Docker engine was at hand. Build and run:
#   docker build -t re-engine .
#   docker run -p 3000:3000 -v re-engine-data:/data re-engine

FROM node:24-slim AS build
WORKDIR /srv/re-engine
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node scripts/build.mjs

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 RE_DATA_DIR=/data
RUN useradd --system --create-home --uid 10001 re-engine && mkdir /data && chown re-engine /data
WORKDIR /srv/re-engine
COPY --from=build --chown=re-engine /srv/re-engine ./
USER re-engine
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/api/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "scripts/start.mjs"]
