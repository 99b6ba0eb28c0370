-- Changes of an address that somebody asked for and has not proven yet: codes and addresses sealed. Growth: at most one row
-- a person (a newer one takes its place), gone with the person; purged when it expired. No reference to the session that
-- asked: those are purged in batches, and rows that follow would make that dear.
CREATE TABLE address_changes (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    session_id TEXT NOT NULL,
    link_hash TEXT NOT NULL,
    sealed TEXT NOT NULL,
    tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- When the present address was proven once more; at once where that need not be.
    old_proven_at BIGINT,
    -- When the new one was.
    new_proven_at BIGINT,
    -- When it was done or stopped; the first with the moment of the change.
    ended_at BIGINT,
    changed_at BIGINT
);
CREATE UNIQUE INDEX address_changes_link ON address_changes (link_hash);
CREATE INDEX address_changes_expiry ON address_changes (expires_at);
