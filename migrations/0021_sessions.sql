-- Signing in in one browser more than session.max ends the session whose sign-in is longest ago. The live sessions of a
-- person are found by themselves, whatever ended before and is kept for hints. Growth: as before, a row a sign-in.
DROP INDEX sessions_user;
CREATE INDEX sessions_user ON sessions (user_id, ended_at, expires_at);
