#!/bin/sh
# Makes Temporal's two databases and brings their tables to this image's version. Run again, it changes nothing that is
# up to date, so it is also how a newer server's schema is put in place.
# Reads SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD, as temporal-sql-tool does by itself.
set -eu

: "${SQL_HOST:?is the database host}" "${SQL_USER:?is the database user}" "${SQL_PASSWORD:?is its password}"

prepare() {
  database=$1
  schema=$2
  SQL_DATABASE=$database
  export SQL_DATABASE
  temporal-sql-tool create-database
  temporal-sql-tool setup-schema --version 0.0
  temporal-sql-tool update-schema --schema-name "postgresql/v12/$schema"
}

prepare temporal temporal
prepare temporal_visibility visibility
echo 'Both databases are ready.'
