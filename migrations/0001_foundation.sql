-- The foundation. One text for SQLite and PostgreSQL: TEXT ids, BIGINT unix seconds, JSON as TEXT.
-- A flag is a nullable timestamp: it says more. The columns of ARCHITECTURE §11a all stand here.

CREATE TABLE issuers (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    sub TEXT NOT NULL UNIQUE,
    username TEXT NOT NULL,
    username_key TEXT NOT NULL UNIQUE,
    email TEXT,
    email_key TEXT UNIQUE,
    email_verified_at BIGINT,
    phone_number TEXT,
    phone_number_verified_at BIGINT,
    claims TEXT NOT NULL DEFAULT '{}',
    admin_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    disabled_at BIGINT
);

CREATE TABLE credentials (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    secret TEXT NOT NULL,
    label TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX credentials_user ON credentials (user_id, kind);
CREATE UNIQUE INDEX credentials_one_password ON credentials (user_id) WHERE kind = 'password';

CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    issuer_id TEXT NOT NULL REFERENCES issuers (id),
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (issuer_id, slug)
);

CREATE TABLE memberships (
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    roles TEXT NOT NULL DEFAULT '[]',
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX memberships_user ON memberships (user_id);

CREATE TABLE clients (
    id TEXT PRIMARY KEY,
    issuer_id TEXT NOT NULL REFERENCES issuers (id),
    name TEXT NOT NULL,
    metadata TEXT NOT NULL,
    secret_hash TEXT,
    secret_sealed TEXT,
    secret_expires_at BIGINT,
    registration_token_hash TEXT,
    source TEXT NOT NULL,
    first_party_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    last_used_at BIGINT,
    disabled_at BIGINT
);

CREATE TABLE resource_servers (
    id TEXT PRIMARY KEY,
    issuer_id TEXT NOT NULL REFERENCES issuers (id),
    audience TEXT NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL DEFAULT '[]',
    token_format TEXT NOT NULL,
    signing_alg TEXT NOT NULL,
    token_lifetime BIGINT NOT NULL,
    client_id TEXT REFERENCES clients (id) ON DELETE SET NULL,
    builtin_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (issuer_id, audience)
);
CREATE INDEX resource_servers_client ON resource_servers (client_id);
CREATE UNIQUE INDEX resource_servers_one_builtin ON resource_servers (issuer_id) WHERE builtin_at IS NOT NULL;

CREATE TABLE signing_keys (
    kid TEXT PRIMARY KEY,
    issuer_id TEXT NOT NULL REFERENCES issuers (id),
    alg TEXT NOT NULL,
    key_use TEXT NOT NULL,
    state TEXT NOT NULL,
    public_jwk TEXT NOT NULL,
    private_sealed TEXT,
    created_at BIGINT NOT NULL,
    activated_at BIGINT,
    retired_at BIGINT,
    expires_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX signing_keys_issuer ON signing_keys (issuer_id, state);
-- Two instances that start together must not both make keys.
CREATE UNIQUE INDEX signing_keys_one_active ON signing_keys (issuer_id, alg, key_use) WHERE state = 'active';

CREATE TABLE browsers (
    id TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX browsers_expiry ON browsers (expires_at);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    issuer_id TEXT NOT NULL REFERENCES issuers (id),
    browser_id TEXT NOT NULL REFERENCES browsers (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    organization_id TEXT REFERENCES organizations (id) ON DELETE SET NULL,
    auth_time BIGINT NOT NULL,
    acr TEXT NOT NULL,
    amr TEXT NOT NULL,
    ip TEXT,
    user_agent TEXT,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    idle_expires_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX sessions_browser ON sessions (browser_id);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE session_clients (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    sid TEXT NOT NULL UNIQUE,
    last_grant_id TEXT,
    created_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, client_id)
);
CREATE INDEX session_clients_client ON session_clients (client_id);

CREATE TABLE interactions (
    id TEXT PRIMARY KEY,
    issuer_id TEXT NOT NULL REFERENCES issuers (id),
    browser_id TEXT REFERENCES browsers (id) ON DELETE CASCADE,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    request TEXT NOT NULL,
    progress TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    completed_at BIGINT
);
CREATE INDEX interactions_expiry ON interactions (expires_at);
CREATE INDEX interactions_browser ON interactions (browser_id);
CREATE INDEX interactions_client ON interactions (client_id);
CREATE INDEX interactions_user ON interactions (user_id);

CREATE TABLE consents (
    id TEXT PRIMARY KEY,
    issuer_id TEXT NOT NULL REFERENCES issuers (id),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    organization_key TEXT NOT NULL DEFAULT '',
    scopes TEXT NOT NULL,
    claims TEXT NOT NULL DEFAULT '[]',
    resources TEXT NOT NULL DEFAULT '[]',
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (user_id, client_id, issuer_id, organization_key)
);
CREATE INDEX consents_client ON consents (client_id);

CREATE TABLE grants (
    id TEXT PRIMARY KEY,
    issuer_id TEXT NOT NULL REFERENCES issuers (id),
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL,
    organization_id TEXT REFERENCES organizations (id) ON DELETE SET NULL,
    kind TEXT NOT NULL,
    scopes TEXT NOT NULL,
    resources TEXT NOT NULL DEFAULT '[]',
    authorization_details TEXT,
    claims TEXT,
    acr TEXT,
    amr TEXT NOT NULL DEFAULT '[]',
    auth_time BIGINT,
    sid TEXT,
    nonce TEXT,
    jkt TEXT,
    x5t_s256 TEXT,
    parent_grant_id TEXT REFERENCES grants (id) ON DELETE CASCADE,
    act TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX grants_client ON grants (client_id);
CREATE INDEX grants_user ON grants (user_id, client_id);
CREATE INDEX grants_session ON grants (session_id);
CREATE INDEX grants_parent ON grants (parent_grant_id);
CREATE INDEX grants_expiry ON grants (expires_at);
CREATE INDEX grants_revoked ON grants (revoked_at) WHERE revoked_at IS NOT NULL;

CREATE TABLE codes (
    hash TEXT PRIMARY KEY,
    grant_id TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    redirect_uri_sent_at BIGINT,
    code_challenge TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    consumed_at BIGINT
);
CREATE INDEX codes_grant ON codes (grant_id);
CREATE INDEX codes_expiry ON codes (expires_at);

CREATE TABLE refresh_families (
    id TEXT PRIMARY KEY,
    grant_id TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL,
    key_sealed TEXT NOT NULL,
    generation BIGINT NOT NULL,
    offline_at BIGINT,
    created_at BIGINT NOT NULL,
    rotated_at BIGINT NOT NULL,
    idle_expires_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX refresh_families_grant ON refresh_families (grant_id);
CREATE INDEX refresh_families_idle ON refresh_families (idle_expires_at);
CREATE INDEX refresh_families_expiry ON refresh_families (expires_at);

CREATE TABLE tokens (
    hash TEXT PRIMARY KEY,
    issuer_id TEXT NOT NULL,
    grant_id TEXT REFERENCES grants (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL,
    audience TEXT NOT NULL,
    claims TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX tokens_grant ON tokens (grant_id);
CREATE INDEX tokens_expiry ON tokens (expires_at);

CREATE TABLE revoked_tokens (
    jti TEXT PRIMARY KEY,
    revoked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX revoked_tokens_expiry ON revoked_tokens (expires_at);
CREATE INDEX revoked_tokens_at ON revoked_tokens (revoked_at);

CREATE TABLE one_time_tokens (
    hash TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    data TEXT NOT NULL DEFAULT '{}',
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    consumed_at BIGINT
);
CREATE INDEX one_time_tokens_expiry ON one_time_tokens (expires_at);
CREATE INDEX one_time_tokens_user ON one_time_tokens (user_id);

CREATE TABLE replay (
    purpose TEXT NOT NULL,
    hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (purpose, hash)
);
CREATE INDEX replay_expiry ON replay (expires_at);

CREATE TABLE limits (
    rule TEXT NOT NULL,
    hash TEXT NOT NULL,
    window_start BIGINT NOT NULL,
    count BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (rule, hash)
);
CREATE INDEX limits_expiry ON limits (expires_at);

CREATE TABLE pairwise_subjects (
    issuer_id TEXT NOT NULL REFERENCES issuers (id),
    sector TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    sub TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (issuer_id, sector, user_id),
    UNIQUE (issuer_id, sector, sub)
);
CREATE INDEX pairwise_subjects_user ON pairwise_subjects (user_id);

-- Personal data stands apart from `data`, so that it can be erased without touching the event.
CREATE TABLE audit_events (
    id TEXT PRIMARY KEY,
    issuer_id TEXT,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    user_id TEXT,
    client_id TEXT,
    session_id TEXT,
    grant_id TEXT,
    organization_id TEXT,
    request_id TEXT,
    data TEXT NOT NULL DEFAULT '{}',
    personal_ip TEXT,
    personal_user_agent TEXT,
    chain TEXT
);
CREATE INDEX audit_events_at ON audit_events (at);
CREATE INDEX audit_events_user ON audit_events (user_id, id) WHERE user_id IS NOT NULL;
CREATE INDEX audit_events_client ON audit_events (client_id, id) WHERE client_id IS NOT NULL;

CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    issuer_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX outbox_expiry ON outbox (expires_at);

CREATE TABLE outbox_deliveries (
    event_id TEXT NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    consumer TEXT NOT NULL,
    target TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    delivered_at BIGINT,
    last_error TEXT,
    PRIMARY KEY (event_id, consumer, target)
);
CREATE INDEX outbox_deliveries_due ON outbox_deliveries (next_at) WHERE delivered_at IS NULL;

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Read every half second by each instance: a raised version drops that instance's cache.
CREATE TABLE cache_versions (
    name TEXT PRIMARY KEY,
    version BIGINT NOT NULL
);
INSERT INTO cache_versions (name, version)
VALUES ('clients', 0), ('resource_servers', 0), ('signing_keys', 0), ('revocations', 0), ('settings', 0);
