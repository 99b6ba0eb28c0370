//! Keys, signatures and tokens (RFC 7515, 7517, 7518, 7519).
