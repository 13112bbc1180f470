#!/bin/sh
# Hashed lock files for every platform; uv writes no download address this way.
set -eu
cd "$(dirname "$0")/.."
lock="uv pip compile --universal --generate-hashes --no-header --quiet --python-version 3.11 pyproject.toml"
PATH="$PWD/.venv/bin:$PATH"
$lock -o requirements/run.txt "$@"
$lock --extra spark -c requirements/run.txt -o requirements/spark.txt "$@"
$lock --extra dev -c requirements/run.txt -o requirements/dev.txt "$@"
