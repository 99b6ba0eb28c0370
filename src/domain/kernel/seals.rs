//! What each sealed value is bound to: moved to another row it does not open there.

use super::messages::Channel;
use crate::{
    base::{
        id::{BrowserId, CredentialId, FamilyId, IdentityId, OutboxId, SessionId, UpstreamId, UserId},
        secret::TokenHash,
    },
    protocol::client::ClientId,
};

/// The private half of one of our keys.
pub fn signing_key(kid: &str) -> String {
    format!("signing_keys/{kid}")
}

/// The secret of a client that must be used, not only compared.
pub fn client_secret(id: &ClientId) -> String {
    format!("clients/{id}")
}

/// The key from which the refresh tokens of a family are derived.
pub fn refresh_family(id: &FamilyId) -> String {
    format!("refresh_families/{id}")
}

/// The access token of a claim source.
pub fn claim_source(user: &UserId, name: &str) -> String {
    format!("claim_sources/{user}/{name}")
}

/// What a client is shown in the place of an identifier of ours, of the kind with this prefix.
pub fn app_id(prefix: &str, client: &ClientId) -> String {
    format!("app_ids/{prefix}/{client}")
}

/// A mail or a text that waits.
pub fn message(channel: Channel, id: &OutboxId) -> String {
    match channel {
        Channel::Mail => format!("mails/{id}"),
        Channel::Sms => format!("texts/{id}"),
    }
}

/// The code that was texted to a number, for one page.
pub fn phone_proof(place: &str) -> String {
    format!("phone_proofs/{place}")
}

/// Somebody's wish for a link to set a password that they forgot.
pub fn password_recovery(id: &OutboxId) -> String {
    format!("password_recoveries/{id}")
}

/// The proof of a mailbox that a link belongs to.
pub fn mail_proof(link: &TokenHash) -> String {
    format!("mail_proofs/{}", link.as_str())
}

/// The change of an address that a link belongs to.
pub fn address_change(link: &TokenHash) -> String {
    format!("address_changes/{}", link.as_str())
}

/// What a form led to.
pub fn outcome(hash: &TokenHash) -> String {
    format!("outcomes/{}", hash.as_str())
}

/// The secret of an authenticator app.
pub fn authenticator_app(id: &CredentialId) -> String {
    format!("credentials/{id}")
}

/// The secret of an authenticator app that is being set up, on its way through the form: in a session, or in an
/// interaction of somebody who has none yet.
pub fn new_authenticator_app(place: &str) -> String {
    format!("new_authenticator_apps/{place}")
}

/// What a passkey that is being made was asked for with, on its way through the form.
pub fn new_passkey(session: &SessionId) -> String {
    format!("new_passkeys/{session}")
}

/// What a person was asked for who proves a passkey on top of something else, on its way through the form.
pub fn further_passkey(browser: &BrowserId, user: &UserId) -> String {
    format!("further_passkeys/{browser}/{user}")
}

/// What the wallet was asked to sign that somebody adds to their account, on its way through the form.
pub fn new_wallet(session: &SessionId) -> String {
    format!("new_wallets/{session}")
}

/// What a wallet was asked to sign of somebody who signs in, on its way through the form.
pub fn wallet_sign_in(browser: &BrowserId) -> String {
    format!("wallet_sign_ins/{browser}")
}

/// A wallet that no account has, in the interaction of the browser whose person may make one of it.
pub fn waiting_wallet(browser: &BrowserId) -> String {
    format!("waiting_wallets/{browser}")
}

/// What an upstream proved of somebody who has something to do before it counts, in the interaction of their browser.
pub fn waiting_upstream(browser: &BrowserId) -> String {
    format!("waiting_upstreams/{browser}")
}

/// What somebody was asked for who signs in with a passkey, on its way through the form.
pub fn passkey_sign_in(browser: &BrowserId) -> String {
    format!("passkey_sign_ins/{browser}")
}

/// The secret by which we prove ourselves to an upstream.
pub fn upstream_secret(id: &UpstreamId) -> String {
    format!("upstreams/{id}")
}

/// What an upstream handed out for an identity; `which` is the column.
pub fn upstream_token(identity: &IdentityId, which: &str) -> String {
    format!("upstream_tokens/{identity}/{which}")
}

/// What is needed to revoke a token at an upstream that somebody left.
pub fn upstream_revocation(identity: &IdentityId) -> String {
    format!("upstream_revocations/{identity}")
}

/// What somebody was sent to an upstream with, until they come back.
pub fn upstream_sign_in(state: &TokenHash) -> String {
    format!("upstream_sign_ins/{}", state.as_str())
}

/// The ID token by which a session began at an upstream.
pub fn session_upstream(session: &SessionId) -> String {
    format!("session_upstreams/{session}")
}
