-- What is remembered of somebody's sign-ins to tell one that is unlike them. Growth: at most one row a person, of at most
-- twelve countries, twenty-four counts and one place; gone with the person. Nobody has one while [risk] is off.
CREATE TABLE sign_in_memories (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    -- JSON: countries, the last seen first.
    countries TEXT NOT NULL,
    -- JSON: how many sign-ins in each hour of the day (UTC).
    hours TEXT NOT NULL,
    -- JSON: where the last sign-in came from, to some ten kilometers.
    place TEXT,
    updated_at BIGINT NOT NULL
);
