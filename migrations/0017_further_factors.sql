-- Further factors beside the password, in the table of what people prove who they are with: authenticator apps
-- (`totp`, the secret sealed) and recovery codes (`recovery_code`, hashed). Growth: at most five apps and ten codes a
-- person, gone with the person.
-- The time step of the last code of an app that was accepted (RFC 6238 section 5.2): none is accepted twice.
ALTER TABLE credentials ADD COLUMN counter BIGINT;
-- Since when a person is asked for a further factor.
ALTER TABLE users ADD COLUMN second_factor_at BIGINT;
-- Rewrapping reads the sealed ones in their order.
CREATE INDEX credentials_sealed ON credentials (id) WHERE kind = 'totp';
