//! Claims about a person that somebody else vouches for (OIDC Core §5.6.2): set and removed by the
//! operator, handed on to clients that ask for them.

use url::Url;

use crate::{
    base::{
        id::UserId,
        secret::Secret,
        url::{absolute, is_https_or_loopback},
    },
    domain::kernel::{Cx, Error, Event, FieldError, On, Permission, Work, event::UserEvent, permit, seals},
    protocol::{claims::request::is_protocol, jose::jwt::Unverified},
    store::claim_sources::{self, ClaimSource},
};

/// Most claims that one source may hold.
const CLAIMS_MAX: usize = 50;
/// Most characters of a name.
const NAME_MAX: usize = 100;
/// Most sources of one person.
const SOURCES_MAX: usize = 20;

/// A source to set.
#[derive(Debug, Clone)]
pub struct NewSource {
    /// What ties its claims to it in answers.
    pub name: String,
    /// The claims it holds.
    pub claims: Vec<String>,
    /// Where they are.
    pub held: Held,
}

/// Where the claims of a source are.
#[derive(Debug, Clone)]
pub enum Held {
    /// In this JWT, which is handed on as it is: aggregated claims.
    Jwt(String),
    /// In a JWT that the client fetches: distributed claims.
    Endpoint {
        /// Where from.
        url: String,
        /// What to show there.
        access_token: Option<Secret<String>>,
    },
}

/// Sets a source, replacing one of the same name.
///
/// # Errors
/// [`Error::Invalid`] with everything that must be corrected.
pub async fn set(cx: &Cx<'_>, user: &UserId, new: NewSource) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    let problems = check(&new);
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let now = cx.now;
    let mut row = ClaimSource {
        user_id: user.clone(),
        name: new.name,
        claims: new.claims,
        jwt: None,
        endpoint: None,
        access_token_sealed: None,
        created_at: now,
        updated_at: now,
    };
    match new.held {
        Held::Jwt(jwt) => row.jwt = Some(jwt),
        Held::Endpoint { url, access_token } => {
            row.endpoint = Some(url);
            let purpose = seals::claim_source(&row.user_id, &row.name);
            row.access_token_sealed =
                access_token.map(|token| cx.app.sealer.seal(&purpose, token.expose().as_bytes(), &cx.app.entropy));
        }
    }
    cx.write(async |work| put(cx, work, &row).await).await
}

async fn put(cx: &Cx<'_>, work: &mut Work, row: &ClaimSource) -> Result<(), Error> {
    let known = claim_sources::list_for_user(work, &row.user_id).await?;
    let others = known.iter().filter(|one| one.name != row.name);
    if others.clone().count() >= SOURCES_MAX {
        return Err(Error::field("name", "too_many", format!("a person has at most {SOURCES_MAX} sources")));
    }
    // OIDC Core §5.6.2: _claim_names names one source for each claim.
    if let Some(other) = others.clone().find(|one| one.claims.iter().any(|claim| row.claims.contains(claim))) {
        let message = format!("the source {} holds one of these claims already", other.name);
        return Err(Error::field("claims", "claim_taken", message));
    }
    claim_sources::upsert(work, row).await?;
    work.emit(cx, Event::User(UserEvent::ClaimSourceSet, row.user_id.clone())).await
}

/// Removes a source.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn remove(cx: &Cx<'_>, user: &UserId, name: &str) -> Result<(), Error> {
    permit(cx, Permission::UsersWrite, On::Installation)?;
    cx.write(async |work| {
        if !claim_sources::delete(work, user, name).await? {
            return Err(Error::NotFound);
        }
        work.emit(cx, Event::User(UserEvent::ClaimSourceRemoved, user.clone())).await
    })
    .await
}

fn check(new: &NewSource) -> Vec<FieldError> {
    let mut problems = Vec::new();
    let mut add = |field, code, message: &str| problems.push(FieldError { field, code, message: message.to_owned() });
    let named = |text: &str| {
        (1..=NAME_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic() && !b"\"\\".contains(&b))
    };
    if !named(&new.name) {
        add("name", "name_invalid", "1 to 100 visible ASCII characters without quotes and backslashes");
    }
    let claims_fit = (1..=CLAIMS_MAX).contains(&new.claims.len()) && new.claims.iter().all(|one| named(one));
    if !claims_fit {
        add("claims", "claims_invalid", "1 to 50 claim names of visible ASCII characters");
    }
    if new.claims.iter().any(|one| is_protocol(one) || one.starts_with("_claim_")) {
        add(
            "claims",
            "claim_invalid",
            "sub, iss and other claims of the protocol itself are never somebody else's (OIDC Core section 5.6.2)",
        );
    }
    match &new.held {
        // OIDC Core §5.6.2: JWT, signed by who vouches. Ours is not to judge whether it is true.
        Held::Jwt(jwt) if Unverified::parse(jwt).is_err() => {
            add("jwt", "jwt_invalid", "a signed JWT in compact form (OIDC Core section 5.6.2.1)");
        }
        Held::Jwt(_) => {}
        Held::Endpoint { url, access_token } => {
            let parsed = absolute(url);
            let is_bare = |url: &Url| url.fragment().is_none() && url.username().is_empty();
            if !parsed.is_some_and(|url| is_https_or_loopback(&url) && is_bare(&url)) {
                add(
                    "endpoint",
                    "endpoint_invalid",
                    "an https URL without fragment and user information (OIDC Core section 5.6.2.2)",
                );
            }
            // RFC 6750 §2.1: b64token.
            let token_fits = |token: &Secret<String>| {
                let text = token.expose();
                (1..=4096).contains(&text.len())
                    && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b))
            };
            if access_token.as_ref().is_some_and(|token| !token_fits(token)) {
                add(
                    "access_token",
                    "access_token_invalid",
                    "a bearer token of at most 4096 characters (RFC 6750 section 2.1)",
                );
            }
        }
    }
    problems
}
