-- Statements that walked through a table have an index now (a test explains every statement).
-- Administrators are few among many people.
CREATE INDEX users_admin ON users (admin_at) WHERE admin_at IS NOT NULL;
-- Tokens that hang from no grant, of a client that is deleted or switched off; the others are found by their grants.
CREATE INDEX tokens_client ON tokens (client_id) WHERE grant_id IS NULL;
-- The audit log of one kind.
CREATE INDEX audit_events_kind ON audit_events (kind, id);
-- Links of one purpose: those of the setup.
CREATE INDEX one_time_tokens_purpose ON one_time_tokens (purpose);
