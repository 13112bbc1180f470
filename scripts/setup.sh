#!/bin/sh
# Makes .venv with the locked packages. $1 is run or dev. Nothing outside the checkout is touched.
set -eu
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}
if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "khue: Python 3.11 or newer is needed; $("$PYTHON" --version 2>&1 || echo "$PYTHON not found"). Set PYTHON=/path/to/python3.11" >&2
  exit 2
fi
if ! [ -x .venv/bin/python ]; then
  echo "· making .venv"
  "$PYTHON" -m venv .venv || { echo "khue: python3 has no venv module: install it (Debian: python3-venv)" >&2; exit 2; }
fi
echo "· installing the locked packages ($1)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "requirements/$1.txt"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
# Where Python was told to write no bytecode, each of our processes would translate all sources anew: a second and a half.
.venv/bin/python -m compileall -q src
touch ".venv/$1.stamp"
[ "$1" = dev ] && touch .venv/run.stamp || true
