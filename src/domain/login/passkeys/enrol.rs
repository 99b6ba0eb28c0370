//! A person adds a passkey to their account.

use data_encoding::BASE64URL_NOPAD;
use serde_cbor_2::Value;
use webauthn_rs_core::{
    error::WebauthnError,
    proto::{
        AttestationConveyancePreference, CredProtect, Credential, CredentialProtectionPolicy,
        RegisterPublicKeyCredential, RegistrationState, RequestRegistrationExtensions, UserVerificationPolicy,
    },
};

use super::ceremony::{self, Options};
use crate::{
    domain::{
        kernel::{Cx, Error, Event, On, Permission, passkey::PasskeyEvent, permit, seals},
        login::challenge::Opened,
        sessions::SignedIn,
    },
    protocol::passkey::{self, Aaguid, Backup},
    store::{
        passkeys::{self, Passkey},
        users,
    },
};

/// Most passkeys of a person.
pub const MOST: i64 = 20;

/// What became of a new passkey.
pub enum Added {
    /// It is theirs.
    Passkey,
    /// The form is too old, was begun in another session, or sent before.
    Expired,
    /// What the authenticator answered does not hold, or is a passkey that is known already.
    Refused,
    /// Passkeys of its model are not wanted here, or it does not prove its model.
    NotAllowed,
}

/// What the browser is asked to make a passkey for the person of a session with.
///
/// # Errors
/// [`Error::Conflict`] when they have [`MOST`].
pub async fn begin(cx: &Cx<'_>, me: &SignedIn) -> Result<Options, Error> {
    permit(cx, Permission::UsersWrite, On::User(&me.user.id))?;
    let mut conn = cx.read().await?;
    let known = passkeys::list(&mut conn, &me.user.id).await?;
    drop(conn);
    if i64::try_from(known.len()).map_or(true, |count| count >= MOST) {
        return Err(Error::Conflict("the number of passkeys"));
    }
    let known = known.iter().filter_map(|one| BASE64URL_NOPAD.decode(one.credential_id.as_bytes()).ok()).collect();
    let party = ceremony::relying_party(cx)?;
    let handle = passkey::user_handle(&cx.issuer.id, &me.user.id);
    let builder =
        party.new_challenge_register_builder(&handle, &me.user.username, display_name(me)).map_err(Error::internal)?;
    let attestation = match cx.app.attestation {
        // WebAuthn §5.4.7: as the authenticator made it.
        Some(_) => AttestationConveyancePreference::Direct,
        None => AttestationConveyancePreference::None,
    };
    let builder = builder
        .attestation(attestation)
        // It signs in without a name and without a password: kept by the authenticator, which verifies the person.
        .require_resident_key(true)
        .user_verification_policy(UserVerificationPolicy::Required)
        .exclude_credentials(Some(known))
        .extensions(Some(RequestRegistrationExtensions {
            cred_protect: Some(CredProtect {
                // Alone it verifies; named, on top of a password, a touch is enough.
                credential_protection_policy: CredentialProtectionPolicy::UserVerificationOptionalWithCredentialIDList,
                // Authenticators that do not know it would refuse.
                enforce_credential_protection_policy: Some(false),
            }),
            uvm: None,
            cred_props: Some(true),
            min_pin_length: None,
            hmac_create_secret: None,
        }));
    let (options, state) = party.generate_challenge_register(builder).map_err(Error::internal)?;
    Ok(Options {
        public_key: serde_json::to_string(&options.public_key).map_err(Error::internal)?,
        sealed: ceremony::seal(cx, &seals::new_passkey(&me.session.id), state)?,
    })
}

/// The passkey is theirs, under the name of who keeps it, or else this one.
///
/// # Errors
/// [`Error::Conflict`] when they have [`MOST`].
pub async fn confirm(cx: &Cx<'_>, me: &SignedIn, sealed: &str, answer: &str, name: &str) -> Result<Added, Error> {
    permit(cx, Permission::UsersWrite, On::User(&me.user.id))?;
    let opened = ceremony::open::<RegistrationState>(cx, &seals::new_passkey(&me.session.id), sealed);
    let Some(Opened { state, challenge }) = opened else { return Ok(Added::Expired) };
    let Ok(answer) = serde_json::from_str::<RegisterPublicKeyCredential>(answer) else { return Ok(Added::Refused) };
    let party = ceremony::relying_party(cx)?;
    let credential = match party.register_credential(&answer, &state, cx.app.attestation.as_deref()) {
        Ok(credential) => credential,
        Err(why) => {
            tracing::info!(%why, user = %me.user.id, "a new passkey was refused");
            return Ok(if is_of_model(&why) { Added::NotAllowed } else { Added::Refused });
        }
    };
    let model = aaguid(&answer.response.attestation_object);
    if !cx.app.config.passkeys.lets_in(model.as_deref()) {
        tracing::info!(?model, user = %me.user.id, "a new passkey is of a model that may not be added");
        return Ok(Added::NotAllowed);
    }
    let row = row(cx, me, &credential, model, name)?;
    let added = cx.write(async |work| {
        let person = users::find_held(work, &me.user.id).await?.ok_or(Error::NotFound)?;
        if !challenge.spend(work).await? {
            return Ok(Added::Expired);
        }
        if passkeys::count(work, &person.id).await? >= MOST {
            return Err(Error::Conflict("the number of passkeys"));
        }
        // WebAuthn §7.1 step 26: a credential belongs to one account.
        passkeys::insert(work, &row)
            .await
            .map_err(|error| if error.is_unique() { Error::Conflict("the passkey") } else { error.into() })?;
        if person.passkey_at.is_none() {
            users::set_passkey(work, &person.id, Some(cx.now)).await?;
        }
        work.emit(cx, Event::Passkey(PasskeyEvent::Added, person.id.clone())).await?;
        Ok(Added::Passkey)
    });
    match added.await {
        Err(Error::Conflict("the passkey")) => Ok(Added::Refused),
        outcome => outcome,
    }
}

/// What an account is called in the browser's list of passkeys, besides its user name.
pub(super) fn display_name(me: &SignedIn) -> &str {
    me.user.claim("name").unwrap_or(&me.user.username)
}

/// Whether a passkey was refused because its authenticator did not prove a model that is believed (WebAuthn §7.1 steps
/// 21 to 24).
const fn is_of_model(why: &WebauthnError) -> bool {
    matches!(
        why,
        WebauthnError::AttestationNotVerifiable
            | WebauthnError::AttestationChainNotTrusted(_)
            | WebauthnError::AttestationUntrustedAaguid
            | WebauthnError::AttestationFormatMissingAaguid
            | WebauthnError::AttestationNotSupported
    )
}

fn row(
    cx: &Cx<'_>,
    me: &SignedIn,
    credential: &Credential,
    aaguid: Option<String>,
    name: &str,
) -> Result<Passkey, Error> {
    let provider = aaguid.as_deref().and_then(passkey::provider);
    let transports = credential.transports.as_ref().map(serde_json::to_string).transpose();
    Ok(Passkey {
        id: cx.new_id(),
        user_id: me.user.id.clone(),
        credential_id: BASE64URL_NOPAD.encode(&credential.cred_id),
        public_key: serde_json::to_string(&credential.cred).map_err(Error::internal)?,
        name: provider.unwrap_or(name).to_owned(),
        aaguid,
        transports: transports.map_err(Error::internal)?,
        sign_count: i64::from(credential.counter),
        backup: backup(credential.backup_eligible, credential.backup_state),
        created_at: cx.now,
        last_used_at: None,
    })
}

/// What the two flags say (WebAuthn §6.1.3).
pub(super) const fn backup(eligible: bool, state: bool) -> Backup {
    match (eligible, state) {
        (false, _) => Backup::None,
        (true, false) => Backup::Possible,
        (true, true) => Backup::BackedUp,
    }
}

/// The model of an authenticator, from what was verified: the library keeps it only where a model is attested.
fn aaguid(attestation_object: &[u8]) -> Option<String> {
    // WebAuthn §6.5.1: after the hash of the RP ID, the flags and the counter.
    const AT: std::ops::Range<usize> = 37..53;
    let Ok(Value::Map(members)) = serde_cbor_2::from_slice(attestation_object) else { return None };
    let Some(Value::Bytes(data)) = members.get(&Value::Text("authData".to_owned())) else { return None };
    passkey::written(Aaguid::try_from(data.get(AT)?).ok()?)
}
