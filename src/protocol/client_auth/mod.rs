//! How a client proves who it is (RFC 6749 §2.3, RFC 7523 §2.2, OIDC Core §9).

pub mod jwt_assertion;
