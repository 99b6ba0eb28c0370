-- Tokens of upstreams that wait to be revoked there (RFC 7009): the identity, its person or its upstream is gone, so that
-- the row has what is needed to call. Growth: one row an identity that goes and of which tokens were kept, until the
-- upstream took it; a day at most.
CREATE TABLE upstream_revocations (
    -- Of whom they were; names no row any more.
    identity_id TEXT PRIMARY KEY,
    issuer_id TEXT NOT NULL REFERENCES issuers (id) ON DELETE CASCADE,
    -- The word for the upstream, for the log.
    upstream TEXT NOT NULL,
    -- Sealed JSON: the token, how the upstream is spoken to, and what we are there.
    call TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    -- When it is tried next, or when the lease of the instance that is at it ends.
    due_at BIGINT NOT NULL,
    -- When it is given up.
    expires_at BIGINT NOT NULL
);
CREATE INDEX upstream_revocations_due ON upstream_revocations (due_at);
-- The identities of an upstream are gone through page by page where it is deleted.
DROP INDEX identities_upstream;
CREATE INDEX identities_upstream ON identities (upstream_id, id);
-- Accounts that were merged into others: their rows stay, switched off for good, so that neither their subject nor their
-- names ever are somebody else's. Growth: one row a merge, gone with the account.
CREATE TABLE merged_accounts (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    -- The account that goes on. It may be gone by now.
    into_user_id TEXT NOT NULL,
    merged_at BIGINT NOT NULL
);
