-- Passkeys (WebAuthn): public keys, one row each. Growth: at most twenty a person, gone with the person. A sign-in finds
-- its row by the credential's id and updates it in place; nothing that changes with it stands in an index.
CREATE TABLE passkeys (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- base64url; one credential belongs to one account.
    credential_id TEXT NOT NULL UNIQUE,
    public_key TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The model of the authenticator, where it told.
    aaguid TEXT,
    transports TEXT,
    sign_count BIGINT NOT NULL,
    -- none, possible, or backed_up
    backup TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX passkeys_user ON passkeys (user_id);
-- Since when a person has a passkey, so that what they can prove is known without a look at the passkeys.
ALTER TABLE users ADD COLUMN passkey_at BIGINT;
