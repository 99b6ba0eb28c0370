//! What whoever sets an upstream up should know of what breaks no rule.

use super::Upstream;
use crate::{
    base::time::{Seconds, Timestamp},
    domain::kernel::{Cx, Error},
    protocol::upstream::{
        UpstreamSettings, preset,
        settings::{EmailTrust, UpstreamClientAuth},
    },
    telemetry::UPSTREAM_SECRET_SECONDS_LEFT,
};

/// How long before the end of a secret its operator is warned.
pub const AHEAD: Seconds = Seconds::days(30);

/// Everything, a sentence each.
pub fn warnings(upstream: &Upstream, now: Timestamp) -> Vec<String> {
    let mut said: Vec<String> = ending(upstream, now).into_iter().collect();
    let settings = &upstream.settings;
    let preset = upstream.preset.as_deref().and_then(preset::find).map(|preset| preset.settings);
    // The service itself proves addresses; whoever runs its software elsewhere may not.
    let is_known =
        preset.is_some_and(|known| known.email_trust == EmailTrust::Verified && says_the_same(&known, settings));
    if settings.email_trust == EmailTrust::Verified && !is_known {
        said.push(format!(
            "{} is believed for mail addresses of every domain: whoever runs it could open any account here",
            upstream.name
        ));
    }
    if settings.trusts_factors {
        said.push(format!("further factors of {} count as ours: whoever runs it can skip them", upstream.name));
    }
    if settings.client_auth == UpstreamClientAuth::None {
        said.push(format!(
            "{} does not know that it is us who redeems a code: nothing but PKCE says so",
            upstream.name
        ));
    }
    if settings.keeps_tokens && !asks_for_offline_access(settings) {
        said.push(format!(
            "{} keeps tokens and asks for no offline access: where no refresh token comes, apps get an access token until \
             it ends and none after that; say --setting \"scopes=… offline_access\", or what the service wants for it \
             (Google: --setting authorization_params.access_type=offline --setting authorization_params.prompt=consent)",
            upstream.name
        ));
    }
    said
}

/// Whether the authorization request asks for access while the person is away, in the words of OpenID Connect or in
/// those that services have for it (`access_type`, `token_access_type`, `duration`).
fn asks_for_offline_access(settings: &UpstreamSettings) -> bool {
    settings.scopes.iter().any(|scope| scope.contains("offline"))
        || settings.authorization_params.values().any(|value| matches!(value.as_str(), "offline" | "permanent"))
}

/// Whether mail addresses are said by the same service, and read in the same way.
pub(super) fn says_the_same(one: &UpstreamSettings, other: &UpstreamSettings) -> bool {
    let claims = |of: &UpstreamSettings| ["email", "email_verified"].map(|name| of.claims.get(name).cloned());
    one.issuer == other.issuer
        && one.metadata_url == other.metadata_url
        && one.token_endpoint == other.token_endpoint
        && one.userinfo_endpoint == other.userinfo_endpoint
        && one.jwks_uri == other.jwks_uri
        && one.emails == other.emails
        && one.emails_are_verified == other.emails_are_verified
        && claims(one) == claims(other)
}

/// [`end_of_secret`] of an upstream whose secret ends within thirty days.
pub fn ending(upstream: &Upstream, now: Timestamp) -> Option<String> {
    let end = upstream.secret_expires_at.filter(|end| *end <= now + AHEAD)?;
    Some(end_of_secret(&upstream.name, end, now))
}

/// What is to be done about a secret that ends soon, or has ended.
pub fn end_of_secret(name: &str, end: Timestamp, now: Timestamp) -> String {
    let (when, at) = (if end <= now { "ended" } else { "ends" }, end.to_rfc3339());
    format!(
        "the secret of {name} {when} at {at}: make another one there, then run: \
         signet upstream update {name} --client-secret-file FILE --secret-expires WHEN"
    )
}

/// Warns of secrets that end soon, in the log, and says of each how long it lasts.
///
/// # Errors
/// When the database fails.
#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
pub async fn watch_secrets(cx: &Cx<'_>) -> Result<(), Error> {
    for upstream in super::offered(cx).await?.iter() {
        let Some(end) = upstream.secret_expires_at else { continue };
        let left = (end - cx.now).0 as f64;
        metrics::gauge!(UPSTREAM_SECRET_SECONDS_LEFT, "upstream" => upstream.name.clone()).set(left);
        if let Some(said) = ending(upstream, cx.now) {
            tracing::warn!(upstream = upstream.name, "{said}");
        }
    }
    Ok(())
}
