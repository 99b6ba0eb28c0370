-- Claims and the tokens that carry them. One text for both engines.

-- `typ` in the header of JWT access tokens for an API: at+jwt (RFC 9068 §2.1), or JWT for software that takes
-- nothing else.
ALTER TABLE resource_servers ADD COLUMN token_typ TEXT NOT NULL DEFAULT 'at+jwt';
