# Shared by the scripts of this folder: `. "$(dirname "$0")/lib.sh"`.
# shellcheck shell=bash

set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"
TARGET=${CARGO_TARGET_DIR:-$ROOT/target}
TOOLS=$TARGET/tools
export PATH="$PATH:$HOME/.cargo/bin"

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "this needs root, and there is no sudo: run as root: $*"
    fi
}

# Exports a variable that is not set, with its second value where CI is set: with_default CRASH_ROUNDS 25 8.
with_default() {
    local usual=$2
    [ -z "${CI:-}" ] || usual=$3
    export "$1=${!1:-$usual}"
}

# Installs those Debian packages that are missing.
need_packages() {
    local missing=() package
    if ! command -v dpkg-query >/dev/null; then
        say "not a Debian or Ubuntu system; make sure these are installed: $*"
        return
    fi
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return
    say "installing: ${missing[*]}"
    as_root apt-get update -q >&2 </dev/null
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" >&2 </dev/null
}

# Does not install a toolchain: that is the owner's choice to make.
need_rust() {
    local wanted have
    wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    command -v cargo >/dev/null || fail "there is no Rust toolchain here; Signet needs $wanted or later.
Install it with rustup (https://rustup.rs), then run this again:
    rustup toolchain install stable"
    have=$(cargo --version | sed 's/^cargo \([0-9.]*\).*/\1/')
    [ "$(printf '%s\n%s\n' "$wanted" "$have" | sort -V | head -n 1)" = "$wanted" ] ||
        fail "Rust $have is too old; Signet needs $wanted or later.
With rustup: rustup update stable"
}

# What compiling needs: a C compiler for SQLite and aws-lc.
need_build() {
    need_packages gcc libc6-dev
    need_rust
}

# What compiling the tests needs besides: OpenSSL's headers for josekit, which checks our JWEs there.
need_test_build() {
    need_packages libssl-dev pkg-config
    need_build
}

# The binary under test: SIGNET_BIN, or the debug build.
signet_binary() {
    if [ -z "${SIGNET_BIN:-}" ]; then
        # Not `cargo build`: without the dev-dependencies' features half the crates would be compiled once more.
        cargo test --locked --workspace --no-run >&2
        SIGNET_BIN=$TARGET/debug/signet
    fi
    export SIGNET_BIN
}

# A virtual environment under target/ with the packages of a requirements file; prints its bin directory.
python_tools() {
    local name=$1 requirements=$2 venv=$TOOLS/$1
    need_packages python3
    if ! cmp -s "$requirements" "$venv/installed.txt"; then
        rm -rf "$venv"
        if ! python3 -m venv "$venv" >/dev/null 2>&1; then
            rm -rf "$venv"
            need_packages python3-venv
            python3 -m venv "$venv" >&2
        fi
        "$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$requirements" >&2 ||
            fail "pip could not install $name"
        cp "$requirements" "$venv/installed.txt"
    fi
    printf '%s\n' "$venv/bin"
}

# Node packages of a folder, tests/e2e when left out, exactly as locked.
node_tools() {
    local folder=${1:-tests/e2e}
    command -v node >/dev/null || need_packages nodejs
    command -v npm >/dev/null || need_packages npm
    local stamp=$folder/node_modules/.installed
    if ! cmp -s "$folder/package-lock.json" "$stamp"; then
        (cd "$folder" && npm ci --silent --no-audit --no-fund --ignore-scripts >&2)
        cp "$folder/package-lock.json" "$stamp"
    fi
}

# Prints the path of a Chromium, installing Debian's if there is none.
chromium() {
    local name
    for name in "${SIGNET_CHROMIUM:-}" chromium chromium-browser google-chrome; do
        [ -n "$name" ] && type -P "$name" && return
    done
    need_packages chromium
    type -P chromium || fail "no Chromium found: install one and set SIGNET_CHROMIUM to its path"
}
