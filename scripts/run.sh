#!/bin/sh
# Set up, fetch the weights, start the assistant with the arguments given.
set -eu
cd "$(dirname "$0")/.."

sh scripts/setup.sh run
sh scripts/system-packages.sh portaudio
# Where nothing is missing this only reads the weights once, in less than a second.
.venv/bin/assistant models pull
exec .venv/bin/assistant run "$@"
