//! Making, changing and deleting resource servers.

use crate::{
    app::App,
    base::{
        id::ResourceServerId,
        text::{is_name, name_rule},
        time::Seconds,
        url::ServedIssuer,
    },
    domain::{
        audit::{self, By},
        clients::hold_client_ids,
        error::{Error, FieldError, settle},
    },
    protocol::{
        client::ClientId,
        jose::alg::SigAlg,
        registration::is_resource,
        resource::{ResourceServer, TokenFormat, TokenTyp},
        scope::{STANDARD, Scopes},
    },
    store::{Tx, attributes, audit as audit_events, cache_versions, clients, resource_servers},
};

/// Most characters of a resource server's name.
const NAME_MAX: usize = 200;
/// The version row that tells other instances of a change.
const VERSION: &str = "resource_servers";
/// Shorter, and a client does nothing but fetch tokens.
const LIFETIME_MIN: Seconds = Seconds(30);
/// A JWT is good until it expires for whoever does not introspect.
const LIFETIME_MAX: Seconds = Seconds::hours(24);

/// A resource server to register.
#[derive(Debug, Clone)]
pub struct NewResourceServer {
    /// The `aud` of its tokens, and what clients send as `resource`.
    pub audience: String,
    /// Everything that can be changed later.
    pub rest: Changes,
}

/// How far an API is open to clients that registered themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// Not at all.
    Closed,
    /// With the scopes that it has now: one that is added later is not open by itself.
    WithItsScopes,
    /// With these scopes.
    With(Vec<String>),
}

/// What to change; an absent member stays as it is, or gets its default when new.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The name people see.
    pub name: Option<String>,
    /// The scopes it understands; every one when empty.
    pub scopes: Option<Vec<String>>,
    /// Whether clients that registered themselves may ask people for it.
    pub opening: Option<Opening>,
    /// What a request without `scope` asks for.
    pub default_scopes: Option<Vec<String>>,
    /// What its tokens look like.
    pub token_format: Option<TokenFormat>,
    /// What its JWTs say that they are.
    pub token_typ: Option<TokenTyp>,
    /// What its JWTs are signed with.
    pub signing_alg: Option<String>,
    /// How long its tokens live.
    pub token_lifetime: Option<Seconds>,
    /// The client as which it introspects; an inner `None` removes it.
    pub client_id: Option<Option<ClientId>>,
}

/// Registers a resource server.
///
/// # Errors
/// [`Error::Invalid`] with every field that must be corrected, [`Error::Conflict`] when the
/// audience is taken.
pub async fn create(
    app: &App,
    issuer: &ServedIssuer,
    new: NewResourceServer,
    by: By<'_>,
) -> Result<ResourceServer, Error> {
    let now = app.clock.now();
    let server = ResourceServer {
        id: ResourceServerId::fresh(&app.clock, &app.entropy),
        issuer_id: issuer.id.clone(),
        name: new.audience.clone(),
        audience: new.audience,
        scopes: Vec::new(),
        open_scopes: None,
        default_scopes: Vec::new(),
        token_format: TokenFormat::Jwt,
        token_typ: TokenTyp::AtJwt,
        signing_alg: "RS256".to_owned(),
        token_lifetime: app.config.tokens.access_token_lifetime,
        client_id: None,
        builtin_at: None,
        created_at: now,
        updated_at: now,
        attribute_scopes: std::sync::Arc::default(),
    };
    let server = changed(server, new.rest);
    let mut tx = app.db.begin().await?;
    let outcome: Result<(), Error> = async {
        check(&mut tx, issuer, &server).await?;
        // Two spellings of one address would be one API to some clients and two to others.
        let all = resource_servers::list_all(&mut tx).await?;
        if all.iter().any(|one| one.issuer_id == issuer.id && one.answers_to(&server.audience)) {
            return Err(Error::Conflict("audience"));
        }
        resource_servers::insert(&mut tx, &server)
            .await
            .map_err(|error| if error.is_unique() { Error::Conflict("audience") } else { error.into() })?;
        note(app, issuer, &mut tx, ("resource_server.created", &server), by).await
    }
    .await;
    settle(tx, outcome).await?;
    app.caches.resource_servers.clear();
    Ok(server)
}

/// Changes a resource server; its audience is its identity and stays.
///
/// # Errors
/// [`Error::NotFound`], or [`Error::Invalid`] with every field that must be corrected.
pub async fn update(
    app: &App,
    issuer: &ServedIssuer,
    audience: &str,
    changes: Changes,
    by: By<'_>,
) -> Result<ResourceServer, Error> {
    let mut tx = app.db.begin().await?;
    let outcome: Result<ResourceServer, Error> = async {
        let named = get(&mut tx, issuer, audience).await?;
        // Another change at the same time, of its scopes for example, must not be written back.
        let before = resource_servers::hold(&mut tx, &named.id).await?.ok_or(Error::NotFound)?;
        let server = ResourceServer { updated_at: app.clock.now(), ..changed(before, changes) };
        check(&mut tx, issuer, &server).await?;
        resource_servers::update(&mut tx, &server).await?;
        note(app, issuer, &mut tx, ("resource_server.updated", &server), by).await?;
        Ok(server)
    }
    .await;
    let server = settle(tx, outcome).await?;
    app.caches.resource_servers.clear();
    Ok(server)
}

/// Deletes a resource server; tokens for it stay valid until they expire.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] for the built-in one.
pub async fn delete(app: &App, issuer: &ServedIssuer, audience: &str, by: By<'_>) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let outcome: Result<(), Error> = async {
        let server = get(&mut tx, issuer, audience).await?;
        if !resource_servers::delete(&mut tx, &server.id).await? {
            return Err(Error::Forbidden);
        }
        note(app, issuer, &mut tx, ("resource_server.deleted", &server), by).await
    }
    .await;
    settle(tx, outcome).await?;
    app.caches.resource_servers.clear();
    Ok(())
}

async fn get(tx: &mut Tx, issuer: &ServedIssuer, audience: &str) -> Result<ResourceServer, Error> {
    if let Ok(id) = audience.parse::<ResourceServerId>() {
        let found = resource_servers::find(tx, &id).await?.filter(|server| server.issuer_id == issuer.id);
        return found.ok_or(Error::NotFound);
    }
    resource_servers::find_by_audience(tx, &issuer.id, audience).await?.ok_or(Error::NotFound)
}

fn changed(before: ResourceServer, changes: Changes) -> ResourceServer {
    let scopes = changes.scopes.unwrap_or(before.scopes);
    // What the API does not know any more is taken from the lists that nobody named now.
    let known = |list: Vec<String>| -> Vec<String> {
        list.into_iter().filter(|one| scopes.is_empty() || scopes.contains(one)).collect()
    };
    let open_scopes = match changes.opening {
        None => before.open_scopes.map(known),
        Some(Opening::Closed) => None,
        Some(Opening::WithItsScopes) => Some(scopes.clone()),
        Some(Opening::With(list)) => Some(list),
    };
    ResourceServer {
        name: changes.name.unwrap_or(before.name),
        open_scopes,
        default_scopes: changes.default_scopes.unwrap_or_else(|| known(before.default_scopes)),
        scopes,
        token_format: changes.token_format.unwrap_or(before.token_format),
        token_typ: changes.token_typ.unwrap_or(before.token_typ),
        signing_alg: changes.signing_alg.unwrap_or(before.signing_alg),
        token_lifetime: changes.token_lifetime.unwrap_or(before.token_lifetime),
        client_id: changes.client_id.unwrap_or(before.client_id),
        ..before
    }
}

async fn check(tx: &mut Tx, issuer: &ServedIssuer, server: &ResourceServer) -> Result<(), Error> {
    let mut problems = kinds_of_token(tx, issuer, server).await?;
    let mut add = |field, code, message: String| problems.push(FieldError { field, code, message });
    if server.builtin_at.is_none() && server.audience == issuer.url.as_str() {
        add("audience", "audience_taken", "the issuer itself is the built-in resource server".to_owned());
    } else if !is_resource(&server.audience) {
        let message = "an absolute URI without fragment, such as https://api.example.com (RFC 8707 section 2)";
        add("audience", "audience_invalid", message.to_owned());
    }
    if !is_name(&server.name, NAME_MAX) {
        add("name", "name_invalid", name_rule(NAME_MAX));
    }
    if server.scopes.iter().any(|scope| scope.is_empty() || scope.contains(' ') || Scopes::parse(scope).is_err()) {
        let message = "each must be one scope token, without spaces, quotes and backslashes (RFC 6749 section 3.3)";
        add("scopes", "scope_invalid", message.to_owned());
    }
    for (field, list) in
        [("open_scopes", server.open_scopes.as_ref()), ("default_scopes", Some(&server.default_scopes))]
    {
        if let Some(unknown) = list.into_iter().flatten().find(|one| !server.knows(one)) {
            add(field, "scope_unknown", format!("{unknown} is not a scope of this API"));
        }
    }
    if server.is_builtin() && server.open_scopes.is_some() {
        add("open_scopes", "builtin_open", "Signet's own endpoints are open to every client".to_owned());
    }
    if let Some(standard) = STANDARD.iter().find(|standard| server.scopes.iter().any(|one| one == standard.name)) {
        add("scopes", "scope_reserved", format!("{} belongs to Signet itself (OIDC Core section 5.4)", standard.name));
    }
    let attributes = attributes::list(tx).await?;
    if let Some(one) = attributes.iter().find(|one| server.scopes.contains(&one.scope)) {
        let message = format!("{} is the scope of the attribute {} (signet attribute list)", one.scope, one.name);
        add("scopes", "scope_reserved", message);
    }
    if !SigAlg::SIGNING.iter().any(|alg| alg.as_str() == server.signing_alg) {
        let known: Vec<&str> = SigAlg::SIGNING.iter().map(|alg| alg.as_str()).collect();
        add("signing_alg", "alg_unknown", format!("one of {}", known.join(", ")));
    }
    if !(LIFETIME_MIN..=LIFETIME_MAX).contains(&server.token_lifetime) {
        add("token_lifetime", "lifetime_out_of_range", "from 30 seconds to 24 hours".to_owned());
    }
    if let Some(client) = &server.client_id {
        let found = clients::find(tx, client).await?.filter(|found| found.issuer_id == issuer.id);
        match found {
            None => add("client_id", "client_unknown", "there is no such client".to_owned()),
            // RFC 7662 §2.1: the introspection endpoint requires authorization.
            Some(found) if found.is_public() => {
                add(
                    "client_id",
                    "client_public",
                    "a public client cannot introspect (RFC 7662 section 2.1)".to_owned(),
                );
            }
            Some(_) => {}
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

/// Lets nobody else give scopes to APIs or attributes until this transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold_scopes(tx: &mut Tx) -> Result<(), Error> {
    Ok(cache_versions::bump(tx, VERSION).await?)
}

/// RFC 8725 §3.12: what is for an API must not pass for what is for a client, nor for ourselves.
async fn kinds_of_token(tx: &mut Tx, issuer: &ServedIssuer, server: &ResourceServer) -> Result<Vec<FieldError>, Error> {
    let mut problems = Vec::new();
    let mut add = |field, code, message: &str| problems.push(FieldError { field, code, message: message.to_owned() });
    if server.builtin_at.is_some() && server.token_typ != TokenTyp::AtJwt {
        let message = "access tokens for Signet itself are always at+jwt (RFC 9068 section 2.1)";
        add("token_typ", "token_typ_fixed", message);
    }
    hold_scopes(tx).await?;
    hold_client_ids(tx).await?;
    let client = clients::find(tx, &ClientId::new(server.audience.as_str())).await?;
    if client.is_some_and(|client| client.issuer_id == issuer.id) {
        let message = "it is the client_id of a client, for which ID tokens are made; an API needs another audience (RFC 8725 section 3.12)";
        add("audience", "audience_is_client", message);
    }
    Ok(problems)
}

async fn note(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    (kind, server): (&str, &ResourceServer),
    by: By<'_>,
) -> Result<(), Error> {
    cache_versions::bump(tx, VERSION).await?;
    let event = audit::event(app, issuer, kind, by.actor, by.origin);
    Ok(audit_events::insert(tx, &audit::with(event, "resource_server", server.id.as_str())).await?)
}
