#!/usr/bin/env bash
# Stock clients against the running binary, on both engines: npm openid-client and PyPI Authlib; foreign authenticators
# (PyPI fido2, soft-webauthn, pyotp); every mail, read by Python's `email`.
. "$(dirname "$0")/../lib.sh"
node_tools
PYTHON="$(python_tools authlib tests/e2e/requirements.txt)/python"
# Of their own: soft-webauthn wants a fido2 that wants an older cryptography.
AUTHENTICATORS_PYTHON="$(python_tools authenticators tests/e2e/requirements-authenticators.txt)/python"
export PYTHON AUTHENTICATORS_PYTHON
prepared
signet_binary
scripts/postgres.sh run tests/e2e/clients.sh
