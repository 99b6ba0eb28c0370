-- A journey without a client: somebody on the way to their own account, who has proven something already. SQLite cannot
-- make a column optional: the table is made anew. Growth as before: what a browser has open, purged soon after it expires.
CREATE TABLE journeys (
    id TEXT PRIMARY KEY,
    issuer_id TEXT NOT NULL REFERENCES issuers (id),
    browser_id TEXT REFERENCES browsers (id) ON DELETE CASCADE,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    client_id TEXT REFERENCES clients (id) ON DELETE CASCADE,
    request TEXT NOT NULL,
    progress TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    completed_at BIGINT,
    place TEXT,
    network TEXT
);
INSERT INTO journeys SELECT id, issuer_id, browser_id, user_id, client_id, request, progress, created_at, expires_at,
    completed_at, place, network FROM interactions;
DROP TABLE interactions;
ALTER TABLE journeys RENAME TO interactions;
CREATE INDEX interactions_expiry ON interactions (expires_at);
CREATE INDEX interactions_browser ON interactions (browser_id);
CREATE INDEX interactions_client ON interactions (client_id);
CREATE INDEX interactions_user ON interactions (user_id);
CREATE INDEX interactions_place ON interactions (place, id) WHERE place IS NOT NULL;
CREATE INDEX interactions_network ON interactions (network, id) WHERE network IS NOT NULL;
