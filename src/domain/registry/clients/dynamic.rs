//! Dynamic registration (RFC 7591) and its management (RFC 7592).
//!
//! 1. The caller is admitted: by the operator's mode, by an initial access token, by the limits.
//! 2. A software statement is believed, and its claims put above what was sent.
//! 3. The metadata is held against the rules, its sector document fetched.
//! 4. One transaction spends the initial access token and writes the client.
//!
//! A registration access token is kept as a hash; an unknown client and a wrong token get one
//! answer (RFC 7592 §2).

use serde_json::{Map, Value};

use super::{
    change,
    register::{self, Registered, refusal, refuse},
    sector, statement,
};
use crate::{
    base::secret::{Secret, TokenHash},
    config::registration::{Mode, RedirectErrors},
    domain::{
        kernel::{
            Actor, Cx, Error, Event, Feature, Work,
            event::ClientEvent,
            limits::{self, Remaining},
        },
        registry::{initial_access_tokens, resource_servers},
    },
    protocol::{
        client::{Client, ClientId, ClientMetadata, ClientSource, GrantType},
        error::Refusal,
        permission,
        registration::{
            check_id, check_unsigned,
            dynamic::{self as rules, ANSWERED, Accepted, Permitted},
        },
    },
    store::{clients, consents},
};

/// A client that registered itself, with the secrets that are told once.
pub struct RegistrationAnswer {
    /// The client, and its secret where one was made.
    pub registered: Registered,
    /// Its registration access token where one was made.
    pub token: Option<Secret<String>>,
    /// What it should know of its registration.
    pub warnings: Vec<String>,
    /// How many more its address may register or change; none where that is not limited.
    pub remaining: Option<Remaining>,
}

/// Registers a client.
///
/// # Errors
/// [`Error::NotFound`] where clients do not register themselves, [`Error::TooMany`], `invalid_token` for a missing
/// or wrong initial access token, [`Error::Invalid`] with every member that must be corrected.
pub async fn register(
    cx: &Cx<'_>,
    members: &Map<String, Value>,
    presented: Option<&str>,
) -> Result<RegistrationAnswer, Error> {
    if !Feature::DynamicRegistration.is_on(cx.app) {
        return Err(Error::NotFound);
    }
    let spent = match (cx.app.config.registration.mode, presented) {
        (Mode::Closed, _) => return Err(Error::NotFound),
        (Mode::Open, _) => None,
        (Mode::Token, Some(token)) => Some(TokenHash::of(token)),
        (Mode::Token, None) => return Err(initial_access_tokens::refused().into()),
    };
    let remaining = limits::admit_registration(cx).await?;
    if let Some(hash) = &spent {
        initial_access_tokens::check(cx, hash).await?;
    }
    let members = statement::applied(cx, members).await?;
    let open_scopes = open_scopes(cx).await?;
    let Accepted { metadata, left_out } = metadata(cx, &members, &open_scopes, None)?;
    sector::check(cx, &metadata).await?;
    let warnings = warnings(cx, &metadata, &left_out);
    // RFC 7592 §3: a client that cannot manage its registration gets no token for it.
    let token = Feature::RegistrationManagement.is_on(cx.app).then(|| cx.app.entropy.token());
    let now = cx.now;
    let secret = register::fresh_secret(cx, &metadata);
    let mut client = Client::new(register::fresh_id(cx), cx.issuer.id.clone(), metadata, ClientSource::Registered, now);
    register::keep_secret(cx, &mut client, secret.as_ref());
    client.registration_token_hash = token.as_ref().map(|token| TokenHash::of(token.expose()));
    let cx = &cx.acting(Actor::Client(client.id.clone()));
    cx.write(async |work| {
        if let Some(hash) = &spent {
            initial_access_tokens::spend(cx, work, hash).await?;
        }
        clients::insert(work, &client).await?;
        work.emit(cx, Event::Client(ClientEvent::Registered, client.id.clone())).await
    })
    .await?;
    metrics::counter!(crate::telemetry::CLIENTS_REGISTERED).increment(1);
    Ok(RegistrationAnswer { registered: Registered { client, secret }, token, warnings, remaining })
}

/// What a client registered, for whoever shows its registration access token.
///
/// # Errors
/// `invalid_token`.
pub async fn read(cx: &Cx<'_>, id: &ClientId, token: Option<&str>) -> Result<Client, Error> {
    authenticated(cx, id, token).await
}

/// Replaces what a client registered (RFC 7592 §2.2).
///
/// # Errors
/// As [`read`] and [`register()`].
pub async fn update(
    cx: &Cx<'_>,
    id: &ClientId,
    token: Option<&str>,
    members: &Map<String, Value>,
) -> Result<RegistrationAnswer, Error> {
    let before = authenticated(cx, id, token).await?;
    // An update fetches and changes as much as a registration does.
    let remaining = limits::admit_registration(cx).await?;
    check_update(cx, &before, members)?;
    let members = statement::applied(cx, members).await?;
    let open_scopes = open_scopes(cx).await?;
    // Judged before anything is fetched or spent, and once more below, where nobody else can change it.
    let planned = metadata(cx, &members, &open_scopes, Some(&before))?;
    sector::check_change(cx, &before.metadata, &planned.metadata).await?;
    let fresh = cx.app.config.registration.rotate_token.then(|| cx.app.entropy.token());
    let cx = &cx.acting(Actor::Client(id.clone()));
    let (registered, left_out) = cx
        .write(async |work| {
            let held = before.registration_token_hash.as_ref().ok_or_else(refused)?;
            let next = fresh.as_ref().map_or_else(|| held.clone(), |token| TokenHash::of(token.expose()));
            // One winner: of two updates with one token, the second finds it spent.
            if !clients::replace_registration_token(work, id, held, &next).await? {
                return Err(refused().into());
            }
            // What its operator said while this was under way counts: members that are not the client's are
            // taken from the row as it is now.
            let client = change::hold(cx, work, id).await?;
            if client.disabled_at.is_some() {
                return Err(refused().into());
            }
            note_use(cx, work, &client).await?;
            let Accepted { metadata, left_out } = metadata(cx, &members, &open_scopes, Some(&client))?;
            // People agreed to what they were shown: a name and where it leads.
            let replaced = &client.metadata;
            let is_another =
                (&replaced.redirect_uris, &replaced.client_name) != (&metadata.redirect_uris, &metadata.client_name);
            let registered = change::write(cx, work, client, metadata).await?;
            if is_another {
                // After the grants (`users::find_held`).
                consents::delete_for_client(work, id).await?;
            }
            Ok((registered, left_out))
        })
        .await?;
    let warnings = warnings(cx, &registered.client.metadata, &left_out);
    Ok(RegistrationAnswer { registered, token: fresh, warnings, remaining })
}

/// Deletes a client and all that was granted to it (RFC 7592 §2.3).
///
/// # Errors
/// As [`read`].
pub async fn delete(cx: &Cx<'_>, id: &ClientId, token: Option<&str>) -> Result<(), Error> {
    let held = authenticated(cx, id, token).await?.registration_token_hash.ok_or_else(refused)?;
    let cx = &cx.acting(Actor::Client(id.clone()));
    cx.write(async |work| {
        // The token may have been replaced since it was looked at.
        if !clients::replace_registration_token(work, id, &held, &held).await? {
            return Err(refused().into());
        }
        change::delete_in(cx, work, id).await
    })
    .await
}

/// The scopes of APIs that are open to clients that register themselves.
///
/// # Errors
/// When the database fails.
pub async fn open_scopes(cx: &Cx<'_>) -> Result<Vec<String>, Error> {
    Ok(permission::open_scopes(&resource_servers::of(cx).await?))
}

async fn authenticated(cx: &Cx<'_>, id: &ClientId, token: Option<&str>) -> Result<Client, Error> {
    let token = token.ok_or_else(refused)?;
    // What cannot be an identifier is not looked up.
    check_id(id.as_str()).map_err(|_| refused())?;
    // Past the cache: a token that was replaced ends at once.
    let mut conn = cx.read().await?;
    let client = clients::find(&mut conn, id).await?;
    let client = client.filter(|one| one.issuer_id == cx.issuer.id && one.disabled_at.is_none());
    let matches = |one: &Client| one.registration_token_hash.as_ref().is_some_and(|hash| hash.matches(token));
    // RFC 7592 §2.1: 401 for a client that does not exist, too.
    client.filter(matches).ok_or_else(|| refused().into())
}

fn refused() -> Refusal {
    Refusal::invalid_token(
        "the registration access token is missing, unknown or not the one of this client (RFC 7592 section 2)",
    )
}

/// What an update must say of itself (RFC 7592 §2.2).
fn check_update(cx: &Cx<'_>, before: &Client, members: &Map<String, Value>) -> Result<(), Error> {
    if let Some(name) = ANSWERED.iter().find(|name| members.contains_key(**name)) {
        let why = format!("{name} must not be part of an update (RFC 7592 section 2.2)");
        return Err(Refusal::invalid_request(why).into());
    }
    if members.get("client_id").and_then(Value::as_str) != Some(before.id.as_str()) {
        let why = "client_id must be part of an update, unchanged (RFC 7592 section 2.2)";
        return Err(Refusal::invalid_request(why).into());
    }
    let same = match members.get("client_secret") {
        // RFC 7592 §2.2: null is the same as leaving it out.
        None | Some(Value::Null) => true,
        Some(sent) => register::is_secret(cx, before, sent.as_str().unwrap_or_default())?,
    };
    if same {
        return Ok(());
    }
    let why = "client_secret must be the present one where it is sent (RFC 7592 section 2.2)";
    Err(Refusal::invalid_request(why).into())
}

fn metadata(
    cx: &Cx<'_>,
    members: &Map<String, Value>,
    open_scopes: &[String],
    before: Option<&Client>,
) -> Result<Accepted, Error> {
    let settings = &cx.app.config.registration;
    let schemes: Vec<&str> = settings.allowed_schemes.iter().map(|one| one.0.as_str()).collect();
    let grant_types: Vec<GrantType> = settings
        .grant_types
        .0
        .iter()
        .copied()
        .filter(|grant| *grant != GrantType::Implicit || Feature::FrontChannelTokens.is_on(cx.app))
        // Whose tokens a client gets is the operator's word alone.
        .filter(|grant| *grant != GrantType::TokenExchange)
        .collect();
    let permitted = Permitted {
        own_origin: cx.issuer.url.origin(),
        grant_types: &grant_types,
        schemes: &schemes,
        require_pkce: settings.require_pkce,
        open_scopes,
        before,
    };
    let accepted = rules::metadata(members, &permitted).map_err(refusal)?;
    refuse(check_unsigned(&accepted.metadata, Feature::UnsignedJwts.is_on(cx.app)).into_iter().collect())?;
    Ok(accepted)
}

fn warnings(cx: &Cx<'_>, metadata: &ClientMetadata, left_out: &[String]) -> Vec<String> {
    let mut all = super::warnings(cx, metadata);
    // A stranger's words: short ones are repeated, and not many.
    let fits = |one: &&String| one.len() <= 80 && one.bytes().all(|byte| byte.is_ascii_graphic());
    let named: Vec<&str> = left_out.iter().filter(fits).take(10).map(String::as_str).collect();
    if !left_out.is_empty() {
        all.push(format!(
            "grant_types: left out as unknown, not open to clients that register themselves here, or of no use to the response types (RFC 7591 section 3.2.1): {}",
            named.join(", ")
        ));
    }
    all
}

/// Whether a client is nobody's word but its own: it registered itself, and no operator vouches for it; so
/// that people see where its addresses lead before they go there unasked.
pub fn is_stranger(cx: &Cx<'_>, client: &Client) -> bool {
    let shown = cx.app.config.registration.redirect_errors == RedirectErrors::Page;
    shown && client.registered_itself() && client.first_party_at.is_none()
}

/// Deletes clients that registered themselves, were not adopted as first-party by the operator, and
/// were not used for `registration.unused_lifetime`, a few at a time; answers how many.
///
/// # Errors
/// When the database fails.
pub async fn expire_unused(cx: &Cx<'_>, limit: i64) -> Result<usize, Error> {
    let lifetime = cx.app.config.registration.unused_lifetime;
    if lifetime.0 == 0 {
        return Ok(0);
    }
    let since = cx.now - lifetime;
    let mut conn = cx.read().await?;
    let unused = clients::list_unused(&mut conn, &cx.issuer.id, ClientSource::Registered, since, limit).await?;
    drop(conn);

    for id in &unused {
        cx.write(async |work| {
            // Somebody may have come back in this moment, or another instance have been faster.
            if clients::hold_unused(work, id, since).await? {
                change::delete_in(cx, work, id).await?;
            }
            Ok(())
        })
        .await?;
    }

    Ok(unused.len())
}

/// Notes that a client was used, at most once an hour.
///
/// # Errors
/// When the database fails.
pub async fn note_use(cx: &Cx<'_>, work: &mut Work, client: &Client) -> Result<(), Error> {
    if !is_due(cx, client) {
        return Ok(());
    }
    Ok(clients::touch(work, &client.id, cx.now).await?)
}

/// [`note_use`] by itself, for whoever has an answer already: a failure is logged and takes nothing away.
pub async fn note_use_alone(cx: &Cx<'_>, client: &Client) {
    if !is_due(cx, client) {
        return;
    }
    let noted = cx.write_one(async |work| Ok(clients::touch(work, &client.id, cx.now).await?)).await;
    if let Err(error) = noted {
        tracing::warn!(client_id = %client.id, %error, "the use of a client was not noted");
    }
}

fn is_due(cx: &Cx<'_>, client: &Client) -> bool {
    const PAUSE: i64 = 3600;
    client.registered_itself() && cx.app.caches.is_due(&client.id, cx.now, PAUSE)
}
