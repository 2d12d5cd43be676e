#!/bin/sh
# Set up for development, then lint and run every test, with the arguments given to pytest.
set -eu
cd "$(dirname "$0")/.."

sh scripts/setup.sh test
sh scripts/system-packages.sh virtual-devices
sh scripts/system-packages.sh servers
.venv/bin/assistant models pull
.venv/bin/ruff check .
.venv/bin/ruff format --check --quiet .
exec .venv/bin/python -m pytest "$@"
