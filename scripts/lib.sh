# Shared by the scripts of this folder: `. "$(dirname "$0")/lib.sh"`.
# shellcheck shell=bash

set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"
TARGET=${CARGO_TARGET_DIR:-$ROOT/target}
TOOLS=$TARGET/tools
export PATH="$PATH:$HOME/.cargo/bin"
# What is compiled once and thrown away needs neither.
[ -z "${CI:-}" ] || export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_RELEASE_DEBUG=0

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

# Runs a command while no other step, beside this one, runs one under the same name: alone installing COMMAND…
alone() {
    local name=$1
    shift
    if [ "${ALONE:-}" = "$name" ] || ! command -v flock >/dev/null; then
        "$@"
        return
    fi
    mkdir -p "$TARGET"
    # A daemon that a package starts must not hold the lock on: it is not handed down.
    (
        flock 9
        ALONE=$name
        "$@" 9>&-
    ) 9>"$TARGET/$name.lock"
}

missing_packages() {
    local package
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || printf '%s\n' "$package"
    done
}

install_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} = 0 ] && return
    say "installing: ${missing[*]}"
    as_root apt-get update -q >&2 </dev/null
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" >&2 </dev/null
}

# Installs those Debian packages that are missing.
need_packages() {
    if ! command -v dpkg-query >/dev/null; then
        say "not a Debian or Ubuntu system; make sure these are installed: $*"
    elif [ -n "$(missing_packages "$@")" ]; then
        alone installing install_packages "$@"
    fi
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

# Those of tests/it that live through outages and stops: they wait for most of their time, and measure some of it.
WAITING=(cli::outages cli::stop cli::descriptors cli::config_check outages:: store::unavailable)

# The binary under test: SIGNET_BIN, or the debug build.
signet_binary() {
    if [ -z "${SIGNET_BIN:-}" ]; then
        scripts/test/build.sh >&2
        SIGNET_BIN=$TARGET/debug/signet
    fi
    export SIGNET_BIN
}

make_venv() {
    local name=$1 requirements=$2 venv=$3
    cmp -s "$requirements" "$venv/installed.txt" && return
    rm -rf "$venv"
    if ! python3 -m venv "$venv" >/dev/null 2>&1; then
        rm -rf "$venv"
        need_packages python3-venv
        python3 -m venv "$venv" >&2
    fi
    "$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$requirements" >&2 ||
        fail "pip could not install $name"
    cp "$requirements" "$venv/installed.txt"
}

# A virtual environment under target/ with the packages of a requirements file; prints its bin directory.
python_tools() {
    local name=$1 requirements=$2 venv=$TOOLS/$1
    need_packages python3
    alone installing make_venv "$name" "$requirements" "$venv" || fail "no $name"
    printf '%s\n' "$venv/bin"
}

install_node_packages() {
    local folder=$1 stamp=$1/node_modules/.installed
    cmp -s "$folder/package-lock.json" "$stamp" && return
    (cd "$folder" && npm ci --silent --no-audit --no-fund --ignore-scripts >&2)
    cp "$folder/package-lock.json" "$stamp"
}

# Node packages of a folder, tests/e2e when left out, exactly as locked.
node_tools() {
    command -v node >/dev/null || need_packages nodejs
    command -v npm >/dev/null || need_packages npm
    alone installing install_node_packages "${1:-tests/e2e}"
}

# Ends a step that was only to install what it needs: PREPARE=only scripts/test/browser.sh.
prepared() {
    [ "${PREPARE:-}" != only ] || exit 0
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
