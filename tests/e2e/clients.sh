#!/usr/bin/env bash
# The foreign clients, one after the other; called by scripts/test/clients.sh, which prepares them.
set -uo pipefail
cd "$(dirname "$0")" || exit
status=0
node --test --test-concurrency=1 openid-client.test.mjs account-api.test.mjs mail.test.mjs || status=1
for engine in sqlite ${SIGNET_TEST_POSTGRES_URL:+postgres}; do
    node with-signet.mjs "$engine" "${PYTHON:-python3}" authlib_test.py || status=1
    node with-signet.mjs "$engine" "${AUTHENTICATORS_PYTHON:-python3}" authenticators_test.py || status=1
done
exit $status
