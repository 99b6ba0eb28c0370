-- What a person calls a session, so that they tell their browsers apart. Growth: a column of a session.
ALTER TABLE sessions ADD COLUMN label TEXT;
