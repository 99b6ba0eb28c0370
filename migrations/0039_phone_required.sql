-- Since when the operator wants a person to prove a telephone number at their next sign-in. Growth: a column of an account.
ALTER TABLE users ADD COLUMN phone_required_at BIGINT;
