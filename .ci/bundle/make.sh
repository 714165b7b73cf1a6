#!/bin/sh
# Makes one folder that a server without a network or root can install from: wheels, their hashes, an install script.
# Usage: make.sh FOLDER.  PYTHON is the interpreter to make it with (it has hatchling and pip); PYTHONS lists the Python
# versions that the server may have, by default the one of PYTHON.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
folder=${1:?usage: make.sh FOLDER}
python=${PYTHON:-python3}
pythons=${PYTHONS:-$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')}

rm -rf "$folder"
mkdir -p "$folder/wheels"
for version in $pythons; do
    "$python" -m pip download --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
        --python-version "$version" -d "$folder/wheels" -r "$root/.ci/locks/run.txt"
done
"$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w "$folder/wheels" "$root"

cd "$folder"
ours=$(basename wheels/reform_tui-*.whl)
version=$(echo "$ours" | cut -d- -f2)
hash=$(sha256sum "wheels/$ours" | cut -d' ' -f1)
cp "$root/.ci/locks/run.txt" requirements.txt
printf 'reform-tui==%s \\\n    --hash=sha256:%s\n' "$version" "$hash" >> requirements.txt
printf '%s\n' $pythons > pythons.txt
cp "$here/install.sh" "$root/LICENSE" .
sha256sum requirements.txt pythons.txt install.sh LICENSE wheels/* > SHA256SUMS
echo "made $folder: reform-tui $version for Python $pythons, $(du -sm . | cut -f1) MB; copy it and run: sh install.sh TARGET"
