//! Walks an upstream as a sign-in would, and says what is wrong before somebody finds out.

use serde_json::{Map, Value};

use super::{Upstream, metadata_rules, secret_at, try_secret::try_secret, warnings::warnings};
use crate::{
    domain::kernel::{Cx, Error},
    outbound::http::FetchError,
    protocol::{
        jose::json,
        upstream::{UpstreamIssuer, settings::UpstreamKind},
    },
};

/// How good it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProbeVerdict {
    /// It works.
    Good,
    /// It works, and somebody should know of it.
    Warning,
    /// Nobody signs in so.
    Problem,
}

impl ProbeVerdict {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Problem => "problem",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProbeFinding {
    /// How good it is.
    pub verdict: ProbeVerdict,
    /// In one sentence.
    pub text: String,
    /// What to write.
    pub remedy: Option<String>,
}

impl ProbeFinding {
    pub(super) fn good(text: impl Into<String>) -> Self {
        Self { verdict: ProbeVerdict::Good, text: text.into(), remedy: None }
    }
    pub(super) fn warning(text: impl Into<String>) -> Self {
        Self { verdict: ProbeVerdict::Warning, text: text.into(), remedy: None }
    }
    pub(super) fn problem(text: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { verdict: ProbeVerdict::Problem, text: text.into(), remedy: Some(remedy.into()) }
    }
}

/// Looks at everything that can be seen without a person.
///
/// # Errors
/// When our own database or master key fails.
pub async fn probe(cx: &Cx<'_>, upstream: &Upstream) -> Result<Vec<ProbeFinding>, Error> {
    let mut found = Vec::new();
    if let Err(why) = secret_at(cx, upstream) {
        let remedy = format!("signet upstream update {} --client-secret-file FILE", upstream.name);
        found.push(ProbeFinding::problem(format!("the secret does not open: {why}"), remedy));
    }
    match upstream.kind {
        UpstreamKind::Oidc => openid(cx, upstream, &mut found).await,
        UpstreamKind::OAuth2 => described(cx, upstream, &mut found).await,
    }
    // Not before all else is in order: the secret is for that token endpoint alone.
    if found.iter().all(|one| one.verdict != ProbeVerdict::Problem) {
        found.push(Box::pin(try_secret(cx, upstream)).await);
    }
    found.extend(warnings(upstream, cx.now).into_iter().map(ProbeFinding::warning));
    if upstream.disabled_at.is_some() {
        found.push(ProbeFinding::warning("it is disabled: nobody signs in by it"));
    }
    Ok(found)
}

async fn openid(cx: &Cx<'_>, upstream: &Upstream, found: &mut Vec<ProbeFinding>) {
    let Some(issuer) = UpstreamIssuer::of(&upstream.settings) else {
        let remedy = format!("signet upstream update {} --issuer URL", upstream.name);
        found.push(ProbeFinding::problem("nothing says where its metadata stand", remedy));
        return;
    };
    let url = issuer.metadata_address();
    let metadata = match metadata(cx, &url).await {
        Ok(metadata) => metadata,
        Err(finding) => {
            found.push(finding);
            return;
        }
    };
    found.push(ProbeFinding::good(format!("its metadata are read from {url}")));
    found.extend(metadata_rules::all(upstream, issuer, &metadata));
    let said = || metadata.get("jwks_uri").and_then(Value::as_str).map(str::to_owned);
    if let Some(jwks) = upstream.settings.jwks_uri.clone().or_else(said) {
        found.push(keys(cx, &jwks).await);
    }
}

async fn metadata(cx: &Cx<'_>, url: &str) -> Result<Map<String, Value>, ProbeFinding> {
    let fetched = cx.app.outbound.get(url, "application/json").await.map_err(|why| unreachable_at(url, &why))?;
    json::object(&fetched.body).map_err(|_| {
        let remedy = "look at the address in a browser: the issuer may have another path, such as that of a realm";
        ProbeFinding::problem(format!("{url} answers no JSON object (OIDC Discovery section 4.2)"), remedy)
    })
}

async fn keys(cx: &Cx<'_>, url: &str) -> ProbeFinding {
    match cx.app.remote_keys.get(url, None).await {
        Ok(keys) if keys.verifying().is_empty() => {
            let remedy = "the provider must publish the keys that it signs with";
            ProbeFinding::problem(format!("no key of {url} verifies a signature"), remedy)
        }
        Ok(keys) => ProbeFinding::good(match keys.verifying().len() {
            1 => format!("1 key is read from {url}"),
            many => format!("{many} keys are read from {url}"),
        }),
        Err(why) => ProbeFinding::problem(format!("{url}: {why}"), "the provider must publish its keys there"),
    }
}

/// Of a service without metadata it is seen whether somebody answers.
async fn described(cx: &Cx<'_>, upstream: &Upstream, found: &mut Vec<ProbeFinding>) {
    let settings = &upstream.settings;
    let emails = settings.emails.as_ref().map(|list| &list.endpoint);
    for (what, address) in [
        ("authorization_endpoint", settings.authorization_endpoint.as_ref()),
        ("token_endpoint", settings.token_endpoint.as_ref()),
        ("userinfo_endpoint", settings.userinfo_endpoint.as_ref()),
        ("emails.endpoint", emails),
    ] {
        let Some(address) = address else { continue };
        found.push(match cx.app.outbound.get(address, "*/*").await {
            // What a stranger is answered does not matter: there is somebody.
            Ok(_) | Err(FetchError::Status(400..=499) | FetchError::Redirected | FetchError::TooLarge { .. }) => {
                ProbeFinding::good(format!("{what} answers: {address}"))
            }
            Err(why) => unreachable_at(address, &why),
        });
    }
}

/// The texts of a fetch are made for strangers, and hide what the operator needs to know.
fn unreachable_at(url: &str, why: &FetchError) -> ProbeFinding {
    let (said, remedy) = match why {
        FetchError::AddressRefused => {
            ("is a private address, or a name that stands for one", "list it in outbound.allow_private, if it is yours")
        }
        FetchError::Unresolvable => ("has a name that is not found", "correct the issuer or the address"),
        FetchError::SchemeRefused => ("does not use https", "correct the address"),
        FetchError::Untrusted(_) => {
            ("has a certificate that is not trusted", "name the file of its authority in outbound.ca_files")
        }
        FetchError::Status(404) => ("does not exist (404)", "correct the issuer: it may have a path"),
        FetchError::Redirected => ("answers with a redirect", "write the address that it leads to"),
        FetchError::TimedOut => ("did not answer in time", "try again, and look at the firewall of this machine"),
        _ => ("cannot be read", "try again, and look at the address in a browser"),
    };
    ProbeFinding::problem(format!("{url} {said}: {why}"), remedy)
}
