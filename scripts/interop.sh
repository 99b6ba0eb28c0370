#!/usr/bin/env bash
# Foreign relying parties against the running binary, each with a client that it registers and with one that is
# there; prints a table and closes with `N passed, N failed`.
#   scripts/interop.sh [openid-client] [oauth4webapi] [Authlib] [openidconnect] [mod_auth_openidc] [oidc-client-ts]
# SIGNET_BIN and OPENIDCONNECT name binaries to use instead of building them.
. "$(dirname "$0")/lib.sh"

[ -n "${SIGNET_BIN:-}" ] && [ -n "${OPENIDCONNECT:-}" ] || need_build
signet_binary
if [ -z "${OPENIDCONNECT:-}" ]; then
    # With the tests' features, as in signet_binary, so little is compiled anew.
    cargo build --locked --example interop_openidconnect >&2
    OPENIDCONNECT=$TARGET/debug/examples/interop_openidconnect
fi
need_packages openssl apache2-bin libapache2-mod-auth-openidc
node_tools tests/interop
PYTHON="$(python_tools authlib tests/e2e/requirements.txt)/python"
SIGNET_CHROMIUM=$(chromium)
export OPENIDCONNECT PYTHON SIGNET_CHROMIUM
exec node tests/interop/run.mjs "$@"
