-- What was proven in a session: each factor with its method (RFC 8176), its kind and its time. Empty in sessions that
-- began before, of which no more is known than their methods.
ALTER TABLE sessions ADD COLUMN factors TEXT NOT NULL DEFAULT '[]';
