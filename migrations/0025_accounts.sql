-- What people change of their own account.
-- Whether they want light or dark pages, and when the account is erased since they want that. Growth: two columns of a
-- person; the index holds those alone who wait for their end.
ALTER TABLE users ADD COLUMN theme TEXT;
ALTER TABLE users ADD COLUMN deletion_due_at BIGINT;
CREATE INDEX users_deletion ON users (deletion_due_at) WHERE deletion_due_at IS NOT NULL;
-- Pictures of people, each under a name that nobody guesses. Growth: at most one a person, of some 100 kB; gone with the
-- person. In base64: one text for both engines.
CREATE TABLE pictures (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL UNIQUE,
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
