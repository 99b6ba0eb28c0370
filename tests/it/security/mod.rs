//! RFC 9700, OAuth 2.0 Security Best Current Practice: one test for each attack that its section 4
//! describes and that an authorization server can stop.

mod answers;
mod attacks;
mod kinds_of_token;
mod robustness;
mod wire;
