-- People who do not want to be asked, after a sign-in with a password, whether they want a passkey. Growth: at most one row
-- a person, gone with the person.
CREATE TABLE passkey_suggestions (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    declined_at BIGINT NOT NULL
);
-- Wallets (Sign-in with Ethereum): addresses, one row each. Growth: at most five a person, gone with the person.
CREATE TABLE wallets (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- In small letters; one address belongs to one account.
    address TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX wallets_user ON wallets (user_id);
