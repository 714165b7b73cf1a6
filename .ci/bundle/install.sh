#!/bin/sh
# Installs reform-tui from the folder that this script lies in, without a network and without root.
# Usage: sh install.sh TARGET.  PYTHON is the interpreter to use, by default python3.
set -eu

stop() { # one sentence, and exit code 2
    echo "install.sh: $1" >&2
    exit 2
}

[ $# -eq 1 ] || stop "give the folder to install into, such as: sh install.sh ~/reform-tui"
mkdir -p "$1" || stop "$1 cannot be made; give a folder that you may write to"
target=$(cd "$1" && pwd)
cd "$(dirname "$0")"
python=${PYTHON:-python3}
wanted=$(tr '\n' ' ' < pythons.txt)

found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])') ||
    stop "$python does not run; say which Python to use, such as: PYTHON=/usr/bin/python3.11 sh install.sh $1"
grep -qxF "$found" pythons.txt ||
    stop "$python is Python $found, but these wheels are for ${wanted% }; use that one with PYTHON=, or make the bundle with PYTHONS=$found"
"$python" -c 'import ensurepip, venv' 2> /dev/null ||
    stop "$python cannot make virtual environments; on Debian the package python3-venv brings that"
sha256sum --quiet -c SHA256SUMS || stop "the bundle is damaged; copy it again"

"$python" -m venv "$target" || stop "no environment could be made in $target; the lines above say why"
PIP_CONFIG_FILE=/dev/null "$target/bin/python" -m pip --isolated install --quiet --disable-pip-version-check \
    --no-index --find-links wheels --only-binary :all: --require-hashes -r requirements.txt ||
    stop "the wheels could not be installed; the lines above say why"
"$target/bin/reform-tui" --version
echo "installed; try: $target/bin/reform-tui demo"
