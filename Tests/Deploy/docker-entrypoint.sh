#!/bin/bash
# Stands in for the public image's entrypoint: a database in PGDATA for POSTGRES_USER, with the password of POSTGRES_PASSWORD_FILE.
set -euo pipefail
if [[ "$1" == postgres ]]; then
    : "${PGDATA:=/var/lib/postgresql/data}"
    if [[ ! -s $PGDATA/PG_VERSION ]]; then
        mkdir -p "$PGDATA"; chown postgres:postgres "$PGDATA"; chmod 700 "$PGDATA"
        install -o postgres -m 600 "$POSTGRES_PASSWORD_FILE" /tmp/password
        setpriv --reuid postgres --regid postgres --clear-groups initdb -D "$PGDATA" -U "$POSTGRES_USER" --pwfile /tmp/password --auth-local trust --auth-host scram-sha-256 --no-sync >/dev/null
        rm /tmp/password
        echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
        echo "CREATE DATABASE \"$POSTGRES_DB\"" | setpriv --reuid postgres --regid postgres --clear-groups postgres --single -D "$PGDATA" postgres >/dev/null 2>&1
    fi
    mkdir -p /var/run/postgresql; chown postgres:postgres /var/run/postgresql
    exec setpriv --reuid postgres --regid postgres --clear-groups "$@" -D "$PGDATA" -c listen_addresses='*'
fi
exec "$@"
