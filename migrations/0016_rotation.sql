-- What changes with each rotation of a refresh token stands in no index: a rotation writes one page, and PostgreSQL
-- updates the row in its place (HOT). The purge looks at a family at `purge_at`, which is written down once; one that was
-- used since gets a later moment then. Rows that were there before have 0 and are looked at once, a few at a time.
ALTER TABLE refresh_families ADD COLUMN purge_at BIGINT NOT NULL DEFAULT 0;
DROP INDEX refresh_families_idle;
DROP INDEX refresh_families_expiry;
CREATE INDEX refresh_families_purge ON refresh_families (purge_at);
-- Tokens of machines hang from no grant: an index of nothing but NULL costs with each of them.
DROP INDEX tokens_grant;
CREATE INDEX tokens_grant ON tokens (grant_id) WHERE grant_id IS NOT NULL;
