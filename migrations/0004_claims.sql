-- Claims and the tokens that carry them. One text for both engines.

-- `typ` in the header of JWT access tokens for an API: at+jwt (RFC 9068 §2.1), or JWT for software that takes
-- nothing else.
ALTER TABLE resource_servers ADD COLUMN token_typ TEXT NOT NULL DEFAULT 'at+jwt';

-- Claims about people that an operator declares, each with the scope that brings it. They belong to people,
-- and people to no issuer.
CREATE TABLE attributes (
    name TEXT PRIMARY KEY,
    scope TEXT NOT NULL,
    kind TEXT NOT NULL,
    description TEXT NOT NULL,
    descriptions TEXT NOT NULL DEFAULT '{}',
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- What they say of a person.
CREATE TABLE user_attributes (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL REFERENCES attributes (name) ON DELETE CASCADE,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, name)
);
CREATE INDEX user_attributes_name ON user_attributes (name);
INSERT INTO cache_versions (name, version) VALUES ('attributes', 0);
