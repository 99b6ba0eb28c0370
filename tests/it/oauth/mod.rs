//! The protocol endpoints, by their specifications.

mod authorize;
mod backchannel_logout;
mod check_session;
mod claims;
mod client_auth;
mod client_credentials;
mod code;
mod consent;
mod cors;
mod discovery;
mod end_session;
mod front_channel;
mod frontchannel_logout;
mod introspect;
mod native;
mod pairwise;
mod prompt;
mod protected;
mod refresh;
mod registration;
mod request_object;
mod revoke;
mod stock_client;
mod strangers;
mod userinfo;
