-- Whether a person without a further factor must set one up. Growth: two columns of a person.
-- Since when the operator wants it of them: at their next sign-in.
ALTER TABLE users ADD COLUMN factor_required_at BIGINT;
-- Until when they may put off what the policy wants of everybody: it begins with the first sign-in that meets it.
ALTER TABLE users ADD COLUMN factor_due_at BIGINT;
