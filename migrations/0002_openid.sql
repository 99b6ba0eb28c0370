-- What the whole of OpenID Connect needs besides the foundation. One text for both engines.

-- Tokens that permit a dynamic registration (RFC 7591 §1.2). `uses_left` is NULL for any number.
CREATE TABLE initial_access_tokens (
    id TEXT PRIMARY KEY,
    issuer_id TEXT NOT NULL REFERENCES issuers (id),
    token_hash TEXT NOT NULL UNIQUE,
    label TEXT,
    uses_left BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX initial_access_tokens_expiry ON initial_access_tokens (expires_at);

-- Clients that registered themselves and that nobody uses expire: found by when they were last used,
-- or made.
CREATE INDEX clients_unused ON clients (source, COALESCE(last_used_at, created_at));

-- Claims about a person that somebody else vouches for (OIDC Core §5.6.2): `jwt` is handed on
-- (aggregated), or `endpoint` and its sealed token are (distributed).
CREATE TABLE claim_sources (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    claims TEXT NOT NULL,
    jwt TEXT,
    endpoint TEXT,
    access_token_sealed TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, name)
);

-- What a delivery says (for back-channel logout: `sub`, `sid`), and when nobody will try again.
ALTER TABLE outbox_deliveries ADD COLUMN data TEXT NOT NULL DEFAULT '{}';
ALTER TABLE outbox_deliveries ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox_deliveries ADD COLUMN last_status BIGINT;
ALTER TABLE outbox_deliveries ADD COLUMN failed_at BIGINT;
CREATE INDEX outbox_deliveries_target ON outbox_deliveries (consumer, target);

-- Raised by each dynamic registration, which changes nothing else that instances keep.
INSERT INTO cache_versions (name, version) VALUES ('origins', 0);

-- A retired key stays for the oldest session that is alive.
CREATE INDEX sessions_created ON sessions (created_at);
