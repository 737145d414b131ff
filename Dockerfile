# Daymark in one container: one process, one volume at /data.
# Build: docker build --tag daymark .
# Run:   docker run --env TELEGRAM_BOT_TOKEN=... --volume daymark:/data daymark

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
COPY requirements.lock requirements-dev.lock ./
RUN python -m venv /opt/daymark \
    && /opt/daymark/bin/pip install --require-hashes --no-deps -r requirements.lock
# The build tool is locked with the development tools; none of them leaves this stage.
RUN pip install --require-hashes --no-deps -r requirements-dev.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY flows flows
RUN pip wheel --no-deps --no-build-isolation --wheel-dir wheels . \
    && /opt/daymark/bin/pip install --no-deps --no-index wheels/*.whl


FROM python:3.13-slim
# A volume that is mounted at /data takes this owner, also on Fly.io.
RUN useradd --uid 1000 --create-home daymark && install --directory --owner=daymark --mode=0700 /data
COPY --from=build /opt/daymark /opt/daymark

# The SQLite in this image is older than 3.51.3, so two connections that write to one WAL file at the same
# moment could damage it (sqlite.org/wal.html, "WAL-reset bug"). Daymark has exactly one connection that
# writes. Let no second program write to the file while the bot runs: no second container on this volume,
# no replication sidecar.
ENV PATH=/opt/daymark/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8080 \
    DATABASE_URL=sqlite+aiosqlite:////data/daymark.db \
    DAYMARK_KEY_FILE=/data/daymark.key
USER daymark
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=4)"]
# Migrations run at the start of `daymark run`.
CMD ["daymark", "run"]
