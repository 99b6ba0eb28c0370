-- Tokens that were issued: narrow rows of their own for a week, counted by the hour after that. Before, each was a row
-- of the audit log for as long as the rest of it. Those rows stay where they are until the purge counts them, a few at
-- a time.
CREATE TABLE token_events (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    issuer_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    user_id TEXT,
    session_id TEXT,
    grant_id TEXT,
    request_id TEXT,
    grant_type TEXT NOT NULL
);
CREATE TABLE token_counts (
    hour BIGINT NOT NULL,
    client_id TEXT NOT NULL,
    user_key TEXT NOT NULL DEFAULT '',
    issuer_id TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (user_key, client_id, hour)
);
CREATE INDEX token_counts_client ON token_counts (client_id, hour);
CREATE INDEX token_counts_hour ON token_counts (hour);
-- Held by the instance that counts.
INSERT INTO cache_versions (name, version) VALUES ('token_counts', 0);
