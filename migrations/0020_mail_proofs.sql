-- Proofs of a mailbox: a code and a link in one mail, asked for on a journey. They are one proof and end together.
-- Growth: at most one row a journey (a newer one takes its place); purged when it expired. No reference to the journey:
-- those are deleted with each new one, and rows that follow would make that dear.
CREATE TABLE mail_proofs (
    interaction_id TEXT PRIMARY KEY,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    name_hash TEXT NOT NULL,
    link_hash TEXT NOT NULL,
    sealed TEXT NOT NULL,
    tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    approved_at BIGINT,
    ended_at BIGINT
);
CREATE UNIQUE INDEX mail_proofs_link ON mail_proofs (link_hash);
CREATE INDEX mail_proofs_user ON mail_proofs (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX mail_proofs_expiry ON mail_proofs (expires_at);
