-- The telephone number that somebody gave when they made their account, until a code that is texted to it has proven it:
-- apps are not told it before. Growth: a column of a person.
ALTER TABLE users ADD COLUMN phone_pending TEXT;
