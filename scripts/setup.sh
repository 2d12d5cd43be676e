#!/bin/sh
# setup.sh run|test: the Python environment in .venv, with the project installed from this folder.
# Quick when nothing changed: .venv/.ready-run and .venv/.ready-test hold the checksum of the pyproject.toml installed.
set -eu
cd "$(dirname "$0")/.."
flavour=${1:-run}

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

# The first interpreter that is new enough and can make environments.
choose_python() {
    without_venv=
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        command -v "$name" >/dev/null 2>&1 || continue
        new_enough "$name" || continue
        if has_venv "$name"; then
            printf '%s\n' "$name"
            return
        fi
        without_venv=${without_venv:-$name}
    done
    if [ -n "$without_venv" ]; then
        version=$("$without_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        say "$without_venv is Python $version and cannot make environments (its venv module is a package of its own);"
        fail "type: sudo apt-get install -y python$version-venv    and then make again"
    fi
    found=$("${PYTHON:-python3}" --version 2>/dev/null || echo "none")
    say "Python 3.11 or newer is needed (found: $found);"
    fail "install one, or say which to use: make run PYTHON=/path/to/python3.12"
}

checksum=$(cksum pyproject.toml | cut -d ' ' -f 1)
is_ready() { [ "$(cat ".venv/.ready-$1" 2>/dev/null)" = "$checksum" ]; }

# An environment whose interpreter is gone, or that ctrl-C left half made, is of no use.
if [ -d .venv ] && ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    rm -rf .venv
fi
# A moved clone keeps commands that start with the old folder's path.
if [ -f .venv/.folder ] && [ "$(cat .venv/.folder)" != "$PWD" ]; then
    rm -rf .venv
fi
if [ -d .venv ] && { is_ready test || { [ "$flavour" = run ] && is_ready run; }; }; then
    exit 0
fi

if [ ! -d .venv ]; then
    python=$(choose_python)
    say "Setting up the Python environment with $("$python" --version) (about a minute, once)…"
    "$python" -m venv .venv || { rm -rf .venv; fail "the environment could not be made; see above"; }
    printf '%s\n' "$PWD" >.venv/.folder
else
    say "Bringing the Python environment up to date…"
fi

case $flavour in
run) what=. ;;
test) what='.[test]' ;;
*) fail "setup.sh: run or test, not $flavour" ;;
esac
# A pip of 2023 fetches whole archives to learn their address, and the weights would come twice.
.venv/bin/python -m pip install -qq --disable-pip-version-check --upgrade 'pip>=24' ||
    fail "pip could not be brought up to date (see above); check the network and make again"
# -qq: an index that lacks a package is not worth a warning each.
.venv/bin/python -m pip install -qq --disable-pip-version-check --editable "$what" ||
    fail "the packages could not be installed (see above); check the network and make again: it goes on from here"
printf '%s\n' "$checksum" >".venv/.ready-$flavour"
