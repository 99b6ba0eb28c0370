-- Telephone numbers that people have proven by a code that was texted to them. A number belongs to whoever proved it last:
-- numbers are given to others after a while, and whoever had one before cannot be told from whoever stole it. The number
-- as it is told to apps stands in `users`. Growth: at most one row a person, gone with the person.
CREATE TABLE phones (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    -- `+` and digits.
    number TEXT NOT NULL UNIQUE,
    proven_at BIGINT NOT NULL,
    -- Since when codes are texted to it as a further factor; NULL where they are not.
    factor_at BIGINT,
    last_used_at BIGINT
);
-- Codes that were texted, each for one page: of a session, or of a journey. Growth: at most one row a session or journey (a
-- newer code takes its place); purged when it expired. No reference to either: they are deleted with each new one, and
-- rows that follow would make that dear.
CREATE TABLE phone_proofs (
    place TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    sealed TEXT NOT NULL,
    tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX phone_proofs_user ON phone_proofs (user_id);
CREATE INDEX phone_proofs_expiry ON phone_proofs (expires_at);
