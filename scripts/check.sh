#!/bin/sh
# Everything that must hold before a commit and needs no running server. Stops at the first thing that does not.
set -eu
cd "$(dirname "$0")/.."
say() { printf '\n== %s\n' "$1"; }
say format;      .venv/bin/ruff format --check -q .
say lint;        .venv/bin/ruff check -q .
say imports;     .venv/bin/lint-imports --no-cache
say types;       .venv/bin/mypy
say messages;    .venv/bin/khue messages check
say procedures;  .venv/bin/khue procedures check
say migrations;  KHUE_VAR="$PWD/var/check" DJANGO_SETTINGS_MODULE=khue.site.settings .venv/bin/python -W ignore -m django makemigrations --check --dry-run --skip-checks
say "file tree, docs"; .venv/bin/python -m pytest -q -p no:cacheprovider tests/house/test_file_tree.py tests/house/test_documentation.py tests/house/test_glossary.py tests/house/test_stray_things.py tests/content
echo; echo "all checks passed"
