#!/usr/bin/env bash
# Stock clients against the running binary, on both engines: npm openid-client and PyPI Authlib; every mail, read by
# Python's `email`.
. "$(dirname "$0")/../lib.sh"
signet_binary
node_tools
PYTHON="$(python_tools authlib tests/e2e/requirements.txt)/python"
export PYTHON
scripts/postgres.sh run tests/e2e/clients.sh
