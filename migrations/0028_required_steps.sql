-- What people do on the way, what they agreed to, and who was invited.
-- Since when the operator wants somebody to prove their address, and to choose another password; what they agreed to
-- last, as `document@version` with spaces between. Growth: three columns of a person.
ALTER TABLE users ADD COLUMN verify_required_at BIGINT;
ALTER TABLE users ADD COLUMN password_required_at BIGINT;
ALTER TABLE users ADD COLUMN agreed TEXT;
-- Every version of a document that somebody agreed to, and when. Growth: one row a person, document and version; gone
-- with the person.
CREATE TABLE agreements (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    document TEXT NOT NULL,
    version TEXT NOT NULL,
    agreed_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, document, version)
);
-- Whom the operator invited to make an account. Growth: one row an invitation, purged thirty days after it ended;
-- that of somebody who has an account by it is gone with the person.
CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT,
    organization_id TEXT REFERENCES organizations (id) ON DELETE CASCADE,
    roles TEXT NOT NULL,
    -- Whether the link went by mail, so that whoever has it reads the mailbox.
    mailed BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_at BIGINT,
    revoked_at BIGINT,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    purge_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX invitations_secret ON invitations (secret_hash);
CREATE INDEX invitations_email ON invitations (email_key);
CREATE INDEX invitations_purge ON invitations (purge_at);
CREATE INDEX invitations_user ON invitations (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX invitations_organization ON invitations (organization_id) WHERE organization_id IS NOT NULL;
-- Whether an attribute is asked at sign-up: off, optional or required.
ALTER TABLE attributes ADD COLUMN asked TEXT NOT NULL DEFAULT 'off';
