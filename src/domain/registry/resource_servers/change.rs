//! Making, changing and deleting resource servers.

use super::account_api;
use crate::{
    base::{
        id::ResourceServerId,
        text::{is_name, name_rule},
        time::Seconds,
    },
    domain::kernel::{Cx, Error, Event, FieldError, On, Permission, Version, Work, event::ResourceServerEvent, permit},
    protocol::{
        client::ClientId,
        jose::alg::SigAlg,
        registration::is_resource,
        resource::{self, ResourceServer, TokenFormat, TokenTyp},
        scope::{self, STANDARD, Scopes, account},
    },
    store::{attributes, clients, resource_servers},
};

/// Most characters of a resource server's name.
const NAME_MAX: usize = 200;

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
    pub rest: ResourceServerChanges,
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
pub struct ResourceServerChanges {
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
pub async fn create(cx: &Cx<'_>, new: NewResourceServer) -> Result<ResourceServer, Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    let now = cx.now;
    let server = ResourceServer {
        id: cx.new_id(),
        issuer_id: cx.issuer.id.clone(),
        name: new.audience.clone(),
        audience: new.audience,
        scopes: Vec::new(),
        open_scopes: None,
        default_scopes: Vec::new(),
        token_format: TokenFormat::Jwt,
        token_typ: TokenTyp::AtJwt,
        signing_alg: "RS256".to_owned(),
        token_lifetime: cx.app.config.tokens.access_token_lifetime,
        client_id: None,
        builtin_at: None,
        created_at: now,
        updated_at: now,
        is_account_api: false,
        attribute_scopes: std::sync::Arc::default(),
    };
    let server = changed(server, new.rest);
    cx.write(async |work| {
        check(cx, work, &server).await?;
        // Two spellings of one address would be one API to some clients and two to others.
        let all = resource_servers::list_all(work).await?;
        if all.iter().any(|one| one.issuer_id == cx.issuer.id && one.answers_to(&server.audience)) {
            return Err(Error::Conflict("audience"));
        }
        resource_servers::insert(work, &server).await.map_err(Error::taken("audience"))?;
        work.emit(cx, Event::ResourceServer(ResourceServerEvent::Created, server.id.clone())).await
    })
    .await?;

    Ok(server)
}

/// Changes a resource server; its audience is its identity and stays.
///
/// # Errors
/// [`Error::NotFound`], or [`Error::Invalid`] with every field that must be corrected.
pub async fn update(cx: &Cx<'_>, audience: &str, changes: ResourceServerChanges) -> Result<ResourceServer, Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    cx.write(async |work| {
        let named = get(cx, work, audience).await?;
        // Another change at the same time, of its scopes for example, must not be written back.
        let before = resource_servers::hold(work, &named.id).await?.ok_or(Error::NotFound)?;
        let server = ResourceServer { updated_at: cx.now, ..changed(before, changes) };
        check(cx, work, &server).await?;
        resource_servers::update(work, &server).await?;
        work.emit(cx, Event::ResourceServer(ResourceServerEvent::Updated, server.id.clone())).await?;
        Ok(server)
    })
    .await
}

/// Deletes a resource server; tokens for it stay valid until they expire.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] for the built-in one.
pub async fn delete(cx: &Cx<'_>, audience: &str) -> Result<(), Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    cx.write(async |work| {
        let server = get(cx, work, audience).await?;
        if !resource_servers::delete(work, &server.id).await? {
            return Err(Error::Forbidden);
        }
        work.emit(cx, Event::ResourceServer(ResourceServerEvent::Deleted, server.id)).await
    })
    .await
}

async fn get(cx: &Cx<'_>, work: &mut Work, audience: &str) -> Result<ResourceServer, Error> {
    if let Ok(id) = audience.parse::<ResourceServerId>() {
        let found = resource_servers::find(work, &id).await?.filter(|server| server.issuer_id == cx.issuer.id);
        return found.ok_or(Error::NotFound);
    }
    resource_servers::find_by_audience(work, &cx.issuer.id, audience).await?.ok_or(Error::NotFound)
}

fn changed(before: ResourceServer, changes: ResourceServerChanges) -> ResourceServer {
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

async fn check(cx: &Cx<'_>, work: &mut Work, server: &ResourceServer) -> Result<(), Error> {
    let mut problems = kinds_of_token(cx, work, server).await?;
    let mut add = |field, code, message: String| problems.push(FieldError { field, code, message });
    if server.builtin_at.is_none() && server.audience == cx.issuer.url.as_str() {
        add("audience", "audience_taken", "the issuer itself is the built-in resource server".to_owned());
    } else if resource::is_same(&server.audience, &account_api::audience(cx.issuer.url.as_str())) {
        add("audience", "audience_taken", "it is Signet's own API for accounts".to_owned());
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
    if let Some(ours) = account::ALL.iter().find(|ours| server.scopes.iter().any(|one| one == *ours)) {
        let message = format!("{ours} belongs to Signet's own API for accounts");
        add("scopes", "scope_reserved", message);
    }
    if let Some(one) = server.scopes.iter().find(|one| scope::upstream::named(one).is_some()) {
        add("scopes", "scope_reserved", format!("{one} belongs to the upstreams of Signet itself"));
    }
    let attributes = attributes::list(work).await?;
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
        let found = clients::find(work, client).await?.filter(|found| found.issuer_id == cx.issuer.id);
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

/// RFC 8725 §3.12: what is for an API must not pass for what is for a client, nor for ourselves.
async fn kinds_of_token(cx: &Cx<'_>, work: &mut Work, server: &ResourceServer) -> Result<Vec<FieldError>, Error> {
    let mut problems = Vec::new();
    let mut add = |field, code, message: &str| problems.push(FieldError { field, code, message: message.to_owned() });
    if server.builtin_at.is_some() && server.token_typ != TokenTyp::AtJwt {
        let message = "access tokens for Signet itself are always at+jwt (RFC 9068 section 2.1)";
        add("token_typ", "token_typ_fixed", message);
    }
    // Nobody else gives scopes to APIs or attributes, or makes a client with an identifier of its own, until
    // this transaction ends.
    work.raise(Version::ResourceServers).await?;
    work.raise(Version::Clients).await?;
    let client = clients::find(work, &ClientId::new(server.audience.as_str())).await?;
    if client.is_some_and(|client| client.issuer_id == cx.issuer.id) {
        let message = "it is the client_id of a client, for which ID tokens are made; an API needs another audience (RFC 8725 section 3.12)";
        add("audience", "audience_is_client", message);
    }
    Ok(problems)
}
