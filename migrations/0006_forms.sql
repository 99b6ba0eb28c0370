-- A form that is sent twice gets one answer, and a late tab's refresh token is told from a stolen one.
-- One text for both engines.

-- What a form led to, sealed, so that the same form sent again is answered alike. Growth: one row a
-- form that was acted on; each is good for seconds, and purged then.
CREATE TABLE outcomes (
    hash TEXT PRIMARY KEY,
    sealed TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX outcomes_expiry ON outcomes (expires_at);

-- When the newest token's predecessor was made; NULL before the second rotation.
ALTER TABLE refresh_families ADD COLUMN previous_rotated_at BIGINT;
