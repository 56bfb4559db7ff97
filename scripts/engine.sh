#!/usr/bin/env bash
# Puts the DuckDB engine library and its S3 extension into .deps, from a system libduckdb or from the wheels of PyPI.
#
# The `duckdb` wheel's one shared library exports the engine's whole C interface. It also refers to the Python runtime,
# which Millrace does not load: a generated library defines those symbols, and reaching one of them aborts with its name.
set -euo pipefail
cd "$(dirname "$0")/.."
# Debian keeps ldconfig where only root's PATH looks.
export PATH="$PATH:/usr/sbin:/sbin"

readonly version=1.5.5
readonly library=.deps/lib/libduckdb.so
readonly stamp=.deps/engine-$version.stamp

[ -e "$stamp" ] && [ -e "$library" ] && exit 0
rm -rf .deps/wheels
mkdir -p .deps/lib .deps/wheels .deps/extensions
case "$(uname -m)" in
x86_64)
    machine=manylinux_2_28_x86_64
    wheel_sums="b9b6f86ed85d4ef5e0211eaebf75d057bd8bb520bba438a95dd0f4e42234bbfe
84913dbe172ccb54368de2c4a020c38ca8b0e76f99df548f7fac37934cc7826f"
    ;;
*)
    echo "error: no checksums of the engine are known for $(uname -m)" >&2
    echo "hint: Millrace runs on x86_64 Linux today" >&2
    exit 1
    ;;
esac

echo "==> engine: downloading DuckDB $version and its httpfs extension from PyPI"
pip_download() {
    if ! python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: -d .deps/wheels "$@"; then
        echo "error: the engine could not be downloaded from PyPI: $*" >&2
        echo "hint: check the network and pip's settings, then run ./run setup again" >&2
        exit 1
    fi
}
pip_download --python-version 3.11 --platform "$machine" "duckdb==$version"
pip_download "duckdb-extension-httpfs==$version"
for wheel in .deps/wheels/duckdb-$version-*.whl .deps/wheels/duckdb_extension_httpfs-$version-*.whl; do
    sum=$(sha256sum "$wheel" | cut -d' ' -f1)
    if ! grep -qx "$sum" <<<"$wheel_sums"; then
        rm -rf .deps/wheels
        echo "error: $wheel has checksum $sum, which is not the published one" >&2
        echo "hint: it was deleted; find out what your package index serves before you run ./run setup again" >&2
        exit 1
    fi
    python3 -m zipfile -e "$wheel" .deps/wheels/unpacked
done

# A library of the same version that the system has serves the engine calls; the S3 extension is needed in either case.
system=$(ldconfig -p 2>/dev/null | sed -n 's/.*libduckdb\.so .*=> //p' | head -n 1)
if [ -n "$system" ] && strings "$system" 2>/dev/null | grep -x "v$version" >/dev/null; then
    echo "==> engine: using the system's $system"
    ln -sf "$system" "$library"
    names=""
else
    mv .deps/wheels/unpacked/_duckdb.*.so "$library"
    names=$(nm -D --undefined-only "$library" | awk '{print $2}' | grep -E '^_?Py')
fi
mv .deps/wheels/unpacked/duckdb_extension_httpfs/extensions/v$version/httpfs.duckdb_extension .deps/extensions/

{
    echo '#include <stdio.h>'
    echo '#include <stdlib.h>'
    echo 'static void reached(const char *name) { fprintf(stderr, "the engine reached Python: %s\n", name); abort(); }'
    echo 'void millrace_engine_stubs(void) { reached("millrace_engine_stubs"); }'
    for name in $names; do
        case "$name" in
        PyExc_* | *_Type | *Struct) echo "char $name[1024];" ;;
        *) echo "void $name(void) { reached(\"$name\"); }" ;;
        esac
    done
} >.deps/python-stubs.c
cc -shared -fPIC -fno-builtin -o .deps/lib/libduckdb_python_stubs.so .deps/python-stubs.c
rm -rf .deps/wheels .deps/python-stubs.c
rm -f .deps/engine-*.stamp
touch "$stamp"
