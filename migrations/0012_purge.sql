-- What other rows hold is purged by one indexed moment of its own, so that a batch never walks past what it may not
-- delete: a grant is kept by its code, by refresh tokens and by grants derived from it; a browser by its sessions.
-- Rows that were there before have 0 and are looked at once, a few at a time, by the purge itself: it writes down when
-- each may go. Both columns cost nothing to add, however many rows there are; an index is built over each table.
ALTER TABLE grants ADD COLUMN purge_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE browsers ADD COLUMN purge_at BIGINT NOT NULL DEFAULT 0;
DROP INDEX grants_expiry;
DROP INDEX browsers_expiry;
CREATE INDEX grants_purge ON grants (purge_at);
CREATE INDEX browsers_purge ON browsers (purge_at);
-- Hardly any grant is derived: an index of nothing but NULL misleads the planner, and costs with each sign-in.
DROP INDEX grants_parent;
CREATE INDEX grants_parent ON grants (parent_grant_id) WHERE parent_grant_id IS NOT NULL;
