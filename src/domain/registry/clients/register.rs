//! A new client.

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};

use super::sector;
use crate::{
    base::secret::{Secret, TokenHash, constant_time_eq},
    domain::kernel::{Cx, Error, Event, Feature, FieldError, On, Permission, Work, event::ClientEvent, permit, seals},
    protocol::{
        client::{AuthMethod, Client, ClientId, ClientMetadata, ClientSource},
        registration::{self, MetadataError},
    },
    store::{
        clients::{self, StoredSecret},
        resource_servers,
    },
};

/// A client to register.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Its metadata.
    pub metadata: ClientMetadata,
    /// Its `client_id`; a random one when absent.
    pub id: Option<ClientId>,
    /// Its secret; a random one when absent and the method needs one.
    pub secret: Option<Secret<String>>,
    /// Whether it skips consent.
    pub first_party: bool,
    /// Where it comes from.
    pub source: ClientSource,
}

/// A client, and its secret where one was just made or given: it can be shown now and never again.
#[derive(Debug, Clone)]
pub struct Registered {
    /// The client.
    pub client: Client,
    /// The secret in clear.
    pub secret: Option<Secret<String>>,
}

/// Registers a client.
///
/// # Errors
/// [`Error::Invalid`] with every member that must be corrected, by the codes of
/// RFC 7591 §3.2.2; [`Error::Conflict`] when the `client_id` is taken.
pub async fn register(cx: &Cx<'_>, new: Registration) -> Result<Registered, Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    let mut problems = registration::check(&new.metadata);
    problems.extend(registration::check_unsigned(&new.metadata, Feature::UnsignedJwts.is_on(cx.app)));
    problems.extend(new.id.as_ref().and_then(|id| registration::check_id(id.as_str()).err()));
    problems.extend(new.secret.as_ref().and_then(|one| registration::check_secret(one.expose(), &new.metadata).err()));
    refuse(problems)?;
    sector::check(cx, &new.metadata).await?;
    let now = cx.now;
    let id = new.id.unwrap_or_else(|| fresh_id(cx));
    let secret = match new.secret {
        Some(given) => Some(given),
        None => fresh_secret(cx, &new.metadata),
    };
    let mut client = Client::new(id, cx.issuer.id.clone(), new.metadata, new.source, now);
    keep_secret(cx, &mut client, secret.as_ref());
    client.first_party_at = new.first_party.then_some(now);
    cx.write(async |work| insert(cx, work, &client).await).await?;

    Ok(Registered { client, secret })
}

async fn insert(cx: &Cx<'_>, work: &mut Work, client: &Client) -> Result<(), Error> {
    clients::insert(work, client).await.map_err(Error::taken("client_id"))?;
    work.emit(cx, Event::Client(ClientEvent::Created, client.id.clone())).await?;
    // RFC 8725 §3.12: an ID token for this client must not pass for an access token. Looked at last: whoever
    // makes such an API holds the row that was just written to.
    let api = resource_servers::find_by_audience(work, &cx.issuer.id, client.id.as_str()).await?;
    if api.is_some() {
        let text = "it is the audience of an API, for which access tokens are made; a client needs another identifier (RFC 8725 section 3.12)";
        return Err(Error::field("client_id", "invalid_client_metadata", text));
    }
    Ok(())
}

/// Refuses when there is anything to refuse.
pub(super) fn refuse(problems: Vec<MetadataError>) -> Result<(), Error> {
    if problems.is_empty() { Ok(()) } else { Err(refusal(problems)) }
}

/// Turns problems of metadata into the domain's own.
pub(super) fn refusal(problems: Vec<MetadataError>) -> Error {
    let own = |one: MetadataError| FieldError { field: one.member, code: one.code.as_str(), message: one.text };
    Error::Invalid(problems.into_iter().map(own).collect())
}

/// `cli_` and 128 random bits: not a secret, but not worth guessing either.
pub(super) fn fresh_id(cx: &Cx<'_>) -> ClientId {
    ClientId::new(format!("cli_{}", BASE32_NOPAD.encode(&cx.app.entropy.bytes::<16>()).to_ascii_lowercase()))
}

/// A secret for a client whose method needs one.
pub(super) fn fresh_secret(cx: &Cx<'_>, metadata: &ClientMetadata) -> Option<Secret<String>> {
    match metadata.token_endpoint_auth_method {
        AuthMethod::Basic | AuthMethod::Post => Some(cx.app.entropy.token()),
        // RFC 7518 §3.2: 64 characters are enough for HS512, too.
        AuthMethod::SecretJwt => Some(Secret::new(BASE64URL_NOPAD.encode(&cx.app.entropy.bytes::<48>()))),
        AuthMethod::PrivateKeyJwt | AuthMethod::None => None,
    }
}

/// Gives a client this secret, or none, in the form in which it is kept: sealed where it must be used,
/// hashed where it is compared. Answers that form.
pub(super) fn keep_secret(cx: &Cx<'_>, client: &mut Client, secret: Option<&Secret<String>>) -> StoredSecret {
    let kept = match secret {
        None => StoredSecret::default(),
        Some(secret) if client.metadata.token_endpoint_auth_method == AuthMethod::SecretJwt => {
            let sealed =
                cx.app.sealer.seal(&seals::client_secret(&client.id), secret.expose().as_bytes(), &cx.app.entropy);
            StoredSecret { sealed: Some(sealed), ..StoredSecret::default() }
        }
        Some(secret) => StoredSecret { hash: Some(TokenHash::of(secret.expose())), ..StoredSecret::default() },
    };
    client.secret_hash.clone_from(&kept.hash);
    client.secret_sealed.clone_from(&kept.sealed);
    client.secret_expires_at = kept.expires_at;
    kept
}

/// Whether a client's secret is this one, in whichever form it is kept.
pub(super) fn is_secret(cx: &Cx<'_>, client: &Client, sent: &str) -> Result<bool, Error> {
    if let Some(hash) = &client.secret_hash {
        return Ok(hash.matches(sent));
    }
    let Some(sealed) = &client.secret_sealed else { return Ok(false) };
    let secret = cx.app.sealer.open(&seals::client_secret(&client.id), sealed).map_err(Error::internal)?;
    Ok(constant_time_eq(secret.expose(), sent.as_bytes()))
}
