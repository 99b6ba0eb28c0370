#!/usr/bin/env bash
# Foreign relying parties against the running binary, each a small real program with a client made by the command line,
# those that can also with one that they register, and foreign providers above it (Keycloak); prints a table, writes
# docs/interop.md when all were asked for, and closes with `N passed, N failed`.
#   scripts/interop.sh [NAME…]        names as in the table: openid-client, go-oidc, "Spring Boot", Keycloak, …
# SIGNET_BIN and OPENIDCONNECT name binaries to use instead of building them. What wants a toolchain (Go, a JDK of 17
# or later with Maven) that is not on this machine is skipped, and said so.
. "$(dirname "$0")/lib.sh"

# Whether any of these parties is to be run.
wanted() {
    [ ${#NAMES[@]} = 0 ] && return
    local name
    for name in "$@"; do
        printf '%s\n' "${NAMES[@]}" | grep -qxF -- "$name" && return
    done
    return 1
}

# Builds in a folder only when something there, or the toolchain, is another than last time.
when_changed() {
    local what=$1 folder=$2 stamp now
    shift 2
    stamp=$TOOLS/$what.built
    now=$(cd "$folder" && find . -type f | LC_ALL=C sort | xargs sha256sum)
    [ -e "$stamp" ] && [ "$now" = "$(cat "$stamp")" ] && return
    say "building $what"
    (cd "$folder" && "$@") >&2 || return 1
    printf '%s\n' "$now" >"$stamp"
}

# Whether there are Maven and a Java of 17 or later; where JAVA_HOME is set, Maven and Keycloak take that one.
have_java() {
    local java major
    command -v mvn >/dev/null || return
    for java in java ${JAVA_HOME:+"$JAVA_HOME/bin/java"}; do
        command -v "$java" >/dev/null || return
        major=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
        [ "${major:-0}" -ge 17 ] || return
    done
}

NAMES=("$@")
if [ -z "${SIGNET_BIN:-}" ] || { wanted openidconnect && [ -z "${OPENIDCONNECT:-}" ]; }; then
    need_test_build
fi
signet_binary
if wanted openidconnect && [ -z "${OPENIDCONNECT:-}" ]; then
    # With the tests' features, as scripts/test/build.sh, so little is compiled anew.
    cargo build --locked --workspace --example interop_openidconnect >&2
    OPENIDCONNECT=$TARGET/debug/examples/interop_openidconnect
    export OPENIDCONNECT
fi
need_packages openssl
wanted mod_auth_openidc && need_packages apache2-bin libapache2-mod-auth-openidc
node_tools tests/interop
if wanted Authlib; then
    PYTHON="$(python_tools authlib tests/e2e/requirements.txt)/python"
    export PYTHON
fi
if wanted Authlib mozilla-django-oidc requests-oauthlib "Authlib in FastAPI"; then
    python_tools parties tests/interop/apps/python/requirements.txt >/dev/null
fi
if wanted oidc-client-ts; then
    SIGNET_CHROMIUM=$(chromium)
    export SIGNET_CHROMIUM
fi

mkdir -p "$TOOLS"
export INTEROP_TOOLS=$TOOLS INTEROP_MISSING=
if wanted go-oidc zitadel cap oauth2-proxy; then
    if command -v go >/dev/null; then
        wanted go-oidc zitadel cap && when_changed go tests/interop/apps/go go build -mod=readonly -o "$TOOLS/go/" ./go-oidc ./zitadel ./cap
        wanted oauth2-proxy && when_changed oauth2-proxy tests/interop/apps/oauth2-proxy \
            go build -mod=readonly -o "$TOOLS/go/" github.com/oauth2-proxy/oauth2-proxy/v7
    else
        INTEROP_MISSING+=" go"
    fi
fi
if wanted "Spring Boot" Keycloak; then
    if have_java; then
        ! wanted "Spring Boot" ||
            when_changed spring tests/interop/apps/spring mvn -q -B -ntp -Dbuild.output="$TOOLS/spring" -DskipTests package
        ! wanted Keycloak ||
            when_changed keycloak tests/interop/apps/keycloak mvn -q -B -ntp -Dbuild.output="$TOOLS/keycloak" package
    else
        INTEROP_MISSING+=" java"
    fi
fi
exec node tests/interop/run.mjs "$@"
