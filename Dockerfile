# Điểm Tin as an image: `docker compose` builds and runs it (docs/nhieu-may.md). Its packages are those of the locks, by hash.
FROM python:3.11-slim-bookworm AS builder
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/diemtin
COPY requirements.lock requirements-dev.lock ./
RUN /opt/diemtin/bin/pip install --require-hashes -r requirements.lock
# PostgreSQL and OpenSearch are extras: what they bring beyond requirements.lock is pinned in the other lock only.
RUN awk '/^[a-z]/ { ours = /^(events|opensearch-py|psycopg|psycopg-binary)==/ } ours' requirements-dev.lock > extras.lock \
    && /opt/diemtin/bin/pip install --require-hashes --no-deps -r extras.lock
COPY . .
RUN /opt/diemtin/bin/pip install --no-deps --no-build-isolation . \
    && /opt/diemtin/bin/pip check

FROM python:3.11-slim-bookworm
# postgresql-client: backups of a desk on PostgreSQL 15. tini: ends what a killed part leaves behind.
# Without versions: Debian's archive keeps only the newest of each.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client-15 tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/diemtin --shell /usr/sbin/nologin diemtin \
    && install -d -o 10001 -g 10001 -m 700 /var/lib/diemtin /var/backups/diemtin
COPY --from=builder /opt/diemtin /opt/diemtin
ENV PATH=/opt/diemtin/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DIEMTIN_HOME=/var/lib/diemtin DIEMTIN_HOST=0.0.0.0
WORKDIR /var/lib/diemtin
USER 10001
VOLUME /var/lib/diemtin
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
ENTRYPOINT ["tini", "--", "diemtin"]
CMD ["run"]
