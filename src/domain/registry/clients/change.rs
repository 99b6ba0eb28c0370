//! Changing, switching off and deleting a client, and replacing its secret.

use serde_json::{Map, Value};

use super::{
    register::{self, Registered, refusal, refuse},
    sector,
};
use crate::{
    base::{secret::Secret, time::Seconds},
    domain::kernel::{Cx, Effect, Error, Event, Feature, On, Permission, Work, event::ClientEvent, permit},
    protocol::{
        client::{AuthMethod, Client, ClientId, ClientMetadata},
        registration::{self, operator},
        subject::{own_sector, sector},
    },
    store::{
        Conn, clients, consents, grants, interactions, pairwise_subjects, refresh_families, session_clients, tokens,
    },
};

/// How often a change is tried again because the client was changed meanwhile by somebody else.
const ATTEMPTS: usize = 5;

/// What an operator changes about a client. The rest stays as it stands when it is written, whatever
/// the client itself changes at the same time.
#[derive(Debug, Clone, Default)]
pub struct ClientChanges {
    /// Members by their registered names; null removes one (RFC 7396).
    pub members: Map<String, Value>,
    /// Whether people are not asked for consent.
    pub first_party: Option<bool>,
    /// Members that a client which registered itself may decide about again.
    pub released: Vec<String>,
}

impl ClientChanges {
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
async fn get(cx: &Cx<'_>, conn: &mut Conn, id: &ClientId) -> Result<Client, Error> {
    clients::find(conn, id).await?.filter(|client| client.issuer_id == cx.issuer.id).ok_or(Error::NotFound)
}

/// [`get`], locked: nobody else changes it until the transaction ends.
pub(super) async fn hold(cx: &Cx<'_>, work: &mut Work, id: &ClientId) -> Result<Client, Error> {
    clients::hold(work, id).await?.filter(|client| client.issuer_id == cx.issuer.id).ok_or(Error::NotFound)
}

/// Changes a client as its operator says. A method that needs another kind of secret than the client has
/// gets a new one, which is answered.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] with every member that must be corrected, or [`Error::Busy`]
/// for a client that is changed all the time.
pub async fn update(cx: &Cx<'_>, id: &ClientId, changes: &ClientChanges) -> Result<Registered, Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    for _ in 0..ATTEMPTS {
        let mut conn = cx.read().await?;
        let before = get(cx, &mut conn, id).await?;
        drop(conn);
        let metadata = operator::changed(&before.metadata, &changes.members).map_err(refusal)?.metadata;
        let mut problems = registration::check(&metadata);
        problems.extend(registration::check_unsigned(&metadata, Feature::UnsignedJwts.is_on(cx.app)));
        refuse(problems)?;
        if before.registered_itself() && !metadata.allowed_http_hosts.is_empty() {
            // It may change its own addresses, and would choose what travels in clear.
            let text = "a client that registered itself is never reached by plain http; make one for it by hand";
            return Err(Error::field("allowed_http_hosts", "invalid_client_metadata", text));
        }
        // Fetches a document, so it comes before the transaction.
        sector::check_change(cx, &before.metadata, &metadata).await?;
        let changed = cx
            .write(async |work| {
                let mut client = hold(cx, work, id).await?;
                if (&client.metadata, &client.operator_set) != (&before.metadata, &before.operator_set) {
                    return Ok(None);
                }
                if client.registered_itself() {
                    client.operator_set =
                        operator::noted(&client.operator_set, &changes.members, &changes.released, &metadata);
                }
                set_first_party(cx, work, &mut client, changes.first_party).await?;
                write(cx, work, client, metadata).await.map(Some)
            })
            .await?;
        if let Some(changed) = changed {
            return Ok(changed);
        }
    }
    Err(Error::Busy { retry_after: Seconds(1) })
}

async fn set_first_party(
    cx: &Cx<'_>,
    work: &mut Work,
    client: &mut Client,
    first_party: Option<bool>,
) -> Result<(), Error> {
    let Some(first_party) = first_party else { return Ok(()) };
    client.first_party_at = first_party.then(|| client.first_party_at.unwrap_or(cx.now));
    if first_party {
        // Nobody is asked for consent any more, so nobody but the operator says where codes go.
        client.registration_token_hash = None;
        clients::drop_registration_token(work, &client.id).await?;
    }
    Ok(())
}

/// Writes new metadata of a client that is held, and all that follows from it.
pub(super) async fn write(
    cx: &Cx<'_>,
    work: &mut Work,
    mut client: Client,
    metadata: ClientMetadata,
) -> Result<Registered, Error> {
    let before = std::mem::replace(&mut client.metadata, metadata);
    client.updated_at = cx.now;
    let fits = match client.metadata.token_endpoint_auth_method {
        AuthMethod::Basic | AuthMethod::Post => client.secret_hash.is_some(),
        AuthMethod::SecretJwt => client.secret_sealed.is_some(),
        AuthMethod::PrivateKeyJwt | AuthMethod::None => client.secret_hash.is_none() && client.secret_sealed.is_none(),
    };
    let id = client.id.clone();
    if sector(&id, &before) != sector(&id, &client.metadata) {
        // OIDC Core §12.2: a refreshed ID token names the person as the first one did, so nothing
        // that was granted outlives the names.
        take_back(cx, work, &id).await?;
    }
    clients::update(work, &client).await?;
    let mut secret = None;
    if !fits {
        secret = register::fresh_secret(cx, &client.metadata);
        put_secret(cx, work, &mut client, secret.as_ref()).await?;
    }
    if (&before.jwks_uri, &before.jwks) != (&client.metadata.jwks_uri, &client.metadata.jwks) {
        // Whoever replaces keys means them from now on, also at an address that was used before.
        for url in [&before.jwks_uri, &client.metadata.jwks_uri].into_iter().flatten() {
            work.after_commit(Effect::ExpireKeys(url.clone()));
        }
    }
    work.emit(cx, Event::Client(ClientEvent::Updated, id)).await?;
    Ok(Registered { client, secret })
}

async fn put_secret(
    cx: &Cx<'_>,
    work: &mut Work,
    client: &mut Client,
    secret: Option<&Secret<String>>,
) -> Result<(), Error> {
    let kept = register::keep_secret(cx, client, secret);
    Ok(clients::set_secret(work, &client.id, &kept, cx.now).await.map(drop)?)
}

/// Replaces a client's secret by a random or a given one. The old one ends at once.
///
/// # Errors
/// [`Error::NotFound`], or [`Error::Invalid`] for a client that has no secret or a secret that
/// is too short.
pub async fn rotate_secret(cx: &Cx<'_>, id: &ClientId, given: Option<Secret<String>>) -> Result<Registered, Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    cx.write(async |work| rotate_in(cx, work, id, given).await).await
}

async fn rotate_in(
    cx: &Cx<'_>,
    work: &mut Work,
    id: &ClientId,
    given: Option<Secret<String>>,
) -> Result<Registered, Error> {
    let mut client = hold(cx, work, id).await?;
    let secret = match given {
        Some(given) => {
            refuse(registration::check_secret(given.expose(), &client.metadata).err().into_iter().collect())?;
            given
        }
        None => register::fresh_secret(cx, &client.metadata).ok_or_else(|| {
            let method = client.metadata.token_endpoint_auth_method;
            Error::field(
                "client_secret",
                "invalid_client_metadata",
                format!("a client with token_endpoint_auth_method {method} has no secret"),
            )
        })?,
    };
    put_secret(cx, work, &mut client, Some(&secret)).await?;
    work.emit(cx, Event::Client(ClientEvent::SecretRotated, id.clone())).await?;
    Ok(Registered { client, secret: Some(secret) })
}

/// Switches a client off, which takes back everything granted to it, or on again. Answers
/// whether anything changed.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn set_disabled(cx: &Cx<'_>, id: &ClientId, disabled: bool) -> Result<bool, Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    cx.write(async |work| {
        let client = hold(cx, work, id).await?;
        if client.disabled_at.is_some() == disabled {
            return Ok(false);
        }
        let now = cx.now;
        clients::set_disabled(work, id, disabled.then_some(now), now).await?;
        if disabled {
            take_back(cx, work, id).await?;
        }
        let what = if disabled { ClientEvent::Disabled } else { ClientEvent::Enabled };
        work.emit(cx, Event::Client(what, id.clone())).await?;
        Ok(true)
    })
    .await
}

/// Deletes a client and everything granted to it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn delete(cx: &Cx<'_>, id: &ClientId) -> Result<(), Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    cx.write(async |work| delete_in(cx, work, id).await).await
}

pub(super) async fn delete_in(cx: &Cx<'_>, work: &mut Work, id: &ClientId) -> Result<(), Error> {
    hold(cx, work, id).await?;
    take_back(cx, work, id).await?;
    // By hand, in the order in which an answer holds them (`users::find_held`).
    interactions::delete_for_client(work, id).await?;
    consents::delete_for_client(work, id).await?;
    session_clients::delete_for_client(work, id).await?;
    clients::delete(work, id).await?;
    pairwise_subjects::delete_sector(work, &cx.issuer.id, &own_sector(id)).await?;
    work.emit(cx, Event::Client(ClientEvent::Deleted, id.clone())).await
}

async fn take_back(cx: &Cx<'_>, work: &mut Work, id: &ClientId) -> Result<(), Error> {
    let now = cx.now;
    let revoked = grants::revoke_for_client(work, id, now).await?;
    refresh_families::revoke_for_client(work, id, now).await?;
    work.emit(cx, Event::GrantsRevoked(revoked)).await?;
    // A token of client_credentials has no grant that could be revoked.
    tokens::revoke_for_client(work, id, now).await?;
    Ok(())
}
