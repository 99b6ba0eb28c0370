-- Upstreams: providers by which people sign in here. Growth: rows of the operator; a thousand of them cost a request
-- what one does.
CREATE TABLE upstreams (
    id TEXT PRIMARY KEY,
    issuer_id TEXT NOT NULL REFERENCES issuers (id),
    -- The word for it in commands and addresses: small letters, digits, hyphens.
    name TEXT NOT NULL,
    -- "oidc" or "oauth2"
    kind TEXT NOT NULL,
    preset TEXT,
    -- What its button says after "Continue with".
    label TEXT NOT NULL,
    position BIGINT NOT NULL,
    -- JSON of signet_protocol::upstream::UpstreamSettings
    settings TEXT NOT NULL,
    client_id TEXT NOT NULL,
    -- Sealed: the client's secret, or the private key with which it proves itself.
    secret TEXT,
    secret_expires_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    disabled_at BIGINT,
    UNIQUE (issuer_id, name)
);
CREATE INDEX upstreams_order ON upstreams (issuer_id, position, id);
-- Domains of mail addresses that an upstream vouches for, and whose people are led to it. Growth: rows of the operator,
-- ten thousand are planned for; looked up one by one.
CREATE TABLE upstream_domains (
    issuer_id TEXT NOT NULL REFERENCES issuers (id),
    -- In small letters, as ASCII.
    domain TEXT NOT NULL,
    upstream_id TEXT NOT NULL REFERENCES upstreams (id) ON DELETE CASCADE,
    PRIMARY KEY (issuer_id, domain)
);
CREATE INDEX upstream_domains_upstream ON upstream_domains (upstream_id);
-- Who somebody is at an upstream. Growth: at most one row a person and upstream, gone with either.
CREATE TABLE identities (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    upstream_id TEXT NOT NULL REFERENCES upstreams (id) ON DELETE CASCADE,
    -- Both compared byte for byte.
    iss TEXT NOT NULL,
    sub TEXT NOT NULL,
    -- What the person is called there, to tell one from another on a page.
    label TEXT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    UNIQUE (upstream_id, iss, sub)
);
CREATE UNIQUE INDEX identities_user ON identities (user_id, upstream_id);
CREATE INDEX identities_upstream ON identities (upstream_id);
-- What rules of a mapping gave to a person: memberships, and roles in them. Growth: at most one row an identity and
-- organization that a rule names, gone with either.
CREATE TABLE identity_memberships (
    identity_id TEXT NOT NULL REFERENCES identities (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    -- JSON: the roles that came from the upstream.
    roles TEXT NOT NULL,
    -- Since when; none where the person was a member before: that membership is not the upstream's to end.
    joined_at BIGINT,
    PRIMARY KEY (identity_id, organization_id)
);
CREATE INDEX identity_memberships_organization ON identity_memberships (organization_id);
-- People who left for an upstream and have not come back. Growth: one row a press of a button, at most ten in a browser;
-- purged soon after they expire.
CREATE TABLE upstream_sign_ins (
    -- The digest of `state`.
    state TEXT PRIMARY KEY,
    upstream_id TEXT NOT NULL REFERENCES upstreams (id) ON DELETE CASCADE,
    -- The only browser that may come back.
    browser_id TEXT NOT NULL REFERENCES browsers (id) ON DELETE CASCADE,
    -- What the person is on the way to, if that has a row.
    interaction_id TEXT,
    -- The session of somebody who adds an identity to their account.
    session_id TEXT REFERENCES sessions (id) ON DELETE CASCADE,
    -- Sealed JSON: nonce, code_verifier, what was asked.
    request TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX upstream_sign_ins_browser ON upstream_sign_ins (browser_id, created_at);
CREATE INDEX upstream_sign_ins_upstream ON upstream_sign_ins (upstream_id);
CREATE INDEX upstream_sign_ins_session ON upstream_sign_ins (session_id);
CREATE INDEX upstream_sign_ins_expiry ON upstream_sign_ins (expires_at);
-- What an upstream handed out for an identity. Growth: at most one row an identity.
CREATE TABLE upstream_tokens (
    identity_id TEXT PRIMARY KEY REFERENCES identities (id) ON DELETE CASCADE,
    -- JSON, a list: what it handed them out for.
    scopes TEXT NOT NULL,
    -- Sealed.
    access_token TEXT NOT NULL,
    access_expires_at BIGINT,
    -- Sealed.
    refresh_token TEXT,
    refreshed_at BIGINT NOT NULL,
    -- When it is refreshed next, or when the lease of the instance that is at it ends; none where nothing is refreshed.
    due_at BIGINT,
    -- Since when refreshing fails for good; the person must sign in there once more.
    lost_at BIGINT
);
CREATE INDEX upstream_tokens_due ON upstream_tokens (due_at);
-- Sessions that began at an upstream. Growth: at most one row a session, gone with it.
CREATE TABLE session_upstreams (
    session_id TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    identity_id TEXT NOT NULL REFERENCES identities (id) ON DELETE CASCADE,
    -- The upstream's own session (OIDC Back-Channel Logout §2.1).
    sid TEXT,
    -- Sealed: the ID token, as the hint of a sign-out there.
    id_token TEXT
);
CREATE INDEX session_upstreams_identity ON session_upstreams (identity_id, sid);
CREATE INDEX session_upstreams_sid ON session_upstreams (sid);
