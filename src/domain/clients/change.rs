//! Changing, switching off and deleting a client, and replacing its secret.

use serde_json::{Map, Value};

use super::{
    register::{self, Registered, note, refusal, refuse},
    sector,
};
use crate::{
    app::App,
    base::{secret::Secret, time::Seconds, url::ServedIssuer},
    domain::{
        audit::By,
        error::{Error, settle},
        grants::revoke,
    },
    protocol::{
        client::{AuthMethod, Client, ClientId, ClientMetadata},
        registration::{self, operator},
        subject::{own_sector, sector},
    },
    store::{Conn, Tx, clients, grants, pairwise_subjects, refresh_families, tokens},
};

/// How often a change is tried again because the client was changed meanwhile by somebody else.
const ATTEMPTS: usize = 5;

/// What an operator changes about a client. The rest stays as it stands when it is written, whatever
/// the client itself changes at the same time.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Members by their registered names; null removes one (RFC 7396).
    pub members: Map<String, Value>,
    /// Whether people are not asked for consent.
    pub first_party: Option<bool>,
    /// Members that a client which registered itself may decide about again.
    pub released: Vec<String>,
}

impl Changes {
    /// This metadata, and nothing of what was there.
    pub fn to(metadata: &ClientMetadata) -> Self {
        let mut members: Map<String, Value> =
            registration::KNOWN.iter().map(|(name, _)| ((*name).to_owned(), Value::Null)).collect();
        if let Ok(Value::Object(all)) = serde_json::to_value(metadata) {
            members.extend(all);
        }
        Self { members, ..Self::default() }
    }
}

/// A client of this issuer, disabled or not.
async fn get(conn: &mut Conn, issuer: &ServedIssuer, id: &ClientId) -> Result<Client, Error> {
    clients::find(conn, id).await?.filter(|client| client.issuer_id == issuer.id).ok_or(Error::NotFound)
}

/// [`get`], locked: nobody else changes it until the transaction ends.
pub(super) async fn hold(tx: &mut Tx, issuer: &ServedIssuer, id: &ClientId) -> Result<Client, Error> {
    clients::hold(tx, id).await?.filter(|client| client.issuer_id == issuer.id).ok_or(Error::NotFound)
}

/// Changes a client as its operator says. A method that needs another kind of secret than the client has
/// gets a new one, which is answered.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] with every member that must be corrected, or [`Error::Busy`]
/// for a client that is changed all the time.
pub async fn update(
    app: &App,
    issuer: &ServedIssuer,
    id: &ClientId,
    changes: &Changes,
    by: By<'_>,
) -> Result<Registered, Error> {
    for _ in 0..ATTEMPTS {
        let mut conn = app.db.read().await?;
        let before = get(&mut conn, issuer, id).await?;
        drop(conn);
        let metadata = operator::changed(&before.metadata, &changes.members).map_err(refusal)?.metadata;
        let mut problems = registration::check(&metadata);
        problems.extend(registration::check_unsigned(&metadata, app.policy.allow_unsigned));
        refuse(problems)?;
        if before.registered_itself() && !metadata.allowed_http_hosts.is_empty() {
            // It may change its own addresses, and would choose what travels in clear.
            let text = "a client that registered itself is never reached by plain http; make one for it by hand";
            return Err(Error::field("allowed_http_hosts", "invalid_client_metadata", text));
        }
        // Fetches a document, so it comes before the transaction.
        sector::check_change(app, &before.metadata, &metadata).await?;
        let mut tx = app.db.begin().await?;
        let outcome = async {
            let mut client = hold(&mut tx, issuer, id).await?;
            if (&client.metadata, &client.operator_set) != (&before.metadata, &before.operator_set) {
                return Ok(None);
            }
            if client.registered_itself() {
                client.operator_set =
                    operator::noted(&client.operator_set, &changes.members, &changes.released, &metadata);
            }
            set_first_party(app, &mut tx, &mut client, changes.first_party).await?;
            write(app, issuer, &mut tx, (client, metadata), by).await.map(Some)
        }
        .await;
        if let Some(changed) = settle(tx, outcome).await? {
            forget(app, &before.metadata, &changed.client.metadata);
            return Ok(changed);
        }
    }
    Err(Error::Busy { retry_after: Seconds(1) })
}

async fn set_first_party(app: &App, tx: &mut Tx, client: &mut Client, first_party: Option<bool>) -> Result<(), Error> {
    let Some(first_party) = first_party else { return Ok(()) };
    client.first_party_at = first_party.then(|| client.first_party_at.unwrap_or(app.clock.now()));
    if first_party {
        // Nobody is asked for consent any more, so nobody but the operator says where codes go.
        client.registration_token_hash = None;
        clients::drop_registration_token(tx, &client.id).await?;
    }
    Ok(())
}

/// Forgets what was kept of a client before it changed.
pub(super) fn forget(app: &App, before: &ClientMetadata, now: &ClientMetadata) {
    app.caches.forget_clients();
    if (&before.jwks_uri, &before.jwks) != (&now.jwks_uri, &now.jwks) {
        // Whoever replaces keys means them from now on, also at an address that was used before.
        for url in [&before.jwks_uri, &now.jwks_uri].into_iter().flatten() {
            app.remote_keys.expire(url);
        }
    }
}

/// Writes new metadata of a client that is held, and all that follows from it.
pub(super) async fn write(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    (mut client, metadata): (Client, ClientMetadata),
    by: By<'_>,
) -> Result<Registered, Error> {
    let before = std::mem::replace(&mut client.metadata, metadata);
    client.updated_at = app.clock.now();
    let fits = match client.metadata.token_endpoint_auth_method {
        AuthMethod::Basic | AuthMethod::Post => client.secret_hash.is_some(),
        AuthMethod::SecretJwt => client.secret_sealed.is_some(),
        AuthMethod::PrivateKeyJwt | AuthMethod::None => client.secret_hash.is_none() && client.secret_sealed.is_none(),
    };
    let id = client.id.clone();
    if sector(&id, &before) != sector(&id, &client.metadata) {
        // OIDC Core §12.2: a refreshed ID token names the person as the first one did, so nothing
        // that was granted outlives the names.
        take_back(app, issuer, tx, &id).await?;
    }
    clients::update(tx, &client).await?;
    let mut secret = None;
    if !fits {
        secret = register::fresh_secret(app, &client.metadata);
        put_secret(app, tx, &mut client, secret.as_ref()).await?;
    }
    note(app, issuer, tx, ("client.updated", &id), by).await?;
    Ok(Registered { client, secret })
}

async fn put_secret(app: &App, tx: &mut Tx, client: &mut Client, secret: Option<&Secret<String>>) -> Result<(), Error> {
    let kept = register::keep_secret(app, client, secret);
    Ok(clients::set_secret(tx, &client.id, &kept, app.clock.now()).await.map(drop)?)
}

/// Replaces a client's secret by a random or a given one. The old one ends at once.
///
/// # Errors
/// [`Error::NotFound`], or [`Error::Invalid`] for a client that has no secret or a secret that
/// is too short.
pub async fn rotate_secret(
    app: &App,
    issuer: &ServedIssuer,
    id: &ClientId,
    given: Option<Secret<String>>,
    by: By<'_>,
) -> Result<Registered, Error> {
    let mut tx = app.db.begin().await?;
    let outcome = rotate_in(app, issuer, &mut tx, (id, given), by).await;
    let rotated = settle(tx, outcome).await?;
    app.caches.forget_clients();
    Ok(rotated)
}

async fn rotate_in(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    (id, given): (&ClientId, Option<Secret<String>>),
    by: By<'_>,
) -> Result<Registered, Error> {
    let mut client = hold(tx, issuer, id).await?;
    let secret = match given {
        Some(given) => {
            refuse(registration::check_secret(given.expose(), &client.metadata).err().into_iter().collect())?;
            given
        }
        None => register::fresh_secret(app, &client.metadata).ok_or_else(|| {
            let method = client.metadata.token_endpoint_auth_method;
            Error::field(
                "client_secret",
                "invalid_client_metadata",
                format!("a client with token_endpoint_auth_method {method} has no secret"),
            )
        })?,
    };
    put_secret(app, tx, &mut client, Some(&secret)).await?;
    note(app, issuer, tx, ("client.secret_rotated", id), by).await?;
    Ok(Registered { client, secret: Some(secret) })
}

/// Switches a client off, which takes back everything granted to it, or on again. Answers
/// whether anything changed.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn set_disabled(
    app: &App,
    issuer: &ServedIssuer,
    id: &ClientId,
    disabled: bool,
    by: By<'_>,
) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    let outcome: Result<bool, Error> = async {
        let client = hold(&mut tx, issuer, id).await?;
        if client.disabled_at.is_some() == disabled {
            return Ok(false);
        }
        let now = app.clock.now();
        clients::set_disabled(&mut tx, id, disabled.then_some(now), now).await?;
        if disabled {
            take_back(app, issuer, &mut tx, id).await?;
        }
        let kind = if disabled { "client.disabled" } else { "client.enabled" };
        note(app, issuer, &mut tx, (kind, id), by).await?;
        Ok(true)
    }
    .await;
    let changed = settle(tx, outcome).await?;
    app.caches.forget_clients();
    Ok(changed)
}

/// Deletes a client and everything granted to it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn delete(app: &App, issuer: &ServedIssuer, id: &ClientId, by: By<'_>) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let outcome = delete_in(app, issuer, &mut tx, id, by).await;
    settle(tx, outcome).await?;
    forget_deleted(app);
    Ok(())
}

pub(super) async fn delete_in(
    app: &App,
    issuer: &ServedIssuer,
    tx: &mut Tx,
    id: &ClientId,
    by: By<'_>,
) -> Result<(), Error> {
    get(tx, issuer, id).await?;
    take_back(app, issuer, tx, id).await?;
    clients::delete(tx, id).await?;
    pairwise_subjects::delete_sector(tx, &issuer.id, &own_sector(id)).await?;
    note(app, issuer, tx, ("client.deleted", id), by).await
}

pub(super) fn forget_deleted(app: &App) {
    app.caches.forget_clients();
    // Its resource server, if any, has lost the client that introspects for it.
    app.caches.resource_servers.clear();
}

async fn take_back(app: &App, issuer: &ServedIssuer, tx: &mut Tx, id: &ClientId) -> Result<(), Error> {
    let now = app.clock.now();
    refresh_families::revoke_for_client(tx, id, now).await?;
    let revoked = grants::revoke_for_client(tx, id, now).await?;
    revoke::tell(app, issuer, tx, &revoked).await?;
    // A token of client_credentials has no grant that could be revoked.
    tokens::revoke_for_client(tx, id, now).await?;
    Ok(())
}
