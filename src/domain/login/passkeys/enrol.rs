//! A person adds a passkey to their account.

use data_encoding::BASE64URL_NOPAD;
use webauthn_rs_core::{
    error::WebauthnError,
    proto::{
        AttestationConveyancePreference, CredProtect, Credential, CredentialProtectionPolicy, RegistrationState,
        RequestRegistrationExtensions, UserVerificationPolicy,
    },
};

use super::{
    attestation::{self, VerifiedPasskey},
    ceremony::{self, Options},
};
use crate::{
    base::secret::Secret,
    domain::{
        kernel::{Cx, Error, Event, On, Permission, Work, passkey::PasskeyEvent, permit, seals},
        login::{challenge::Opened, policy, recovery_codes},
        sessions::{SignedIn, outcomes, visitor::Visitor},
    },
    protocol::passkey::{self, Backup},
    store::{
        passkeys::{self, Passkey},
        users::{self, User},
    },
};

/// Most passkeys of a person.
pub const MOST: i64 = 20;

/// What became of a new passkey.
pub enum Added {
    /// It is theirs; with recovery codes where it is what they are asked for from now on, which are shown once.
    Passkey(Vec<Secret<String>>),
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

/// What the form of a new passkey brought.
#[derive(Debug, Clone, Copy)]
pub struct AnsweredForm<'a> {
    /// What the browser was asked with, sealed.
    pub sealed: &'a str,
    /// What the authenticator answered.
    pub answer: &'a str,
    /// What the passkey is called where nobody knows who keeps it.
    pub name: &'a str,
}

/// The passkey is theirs, under the name of who keeps it, or else of the form. The second of two equal forms gets the
/// recovery codes that the first got.
///
/// # Errors
/// [`Error::Conflict`] when they have [`MOST`].
pub async fn confirm(
    cx: &Cx<'_>,
    visitor: &Visitor<'_>,
    me: &SignedIn,
    form: AnsweredForm<'_>,
) -> Result<Added, Error> {
    permit(cx, Permission::UsersWrite, On::User(&me.user.id))?;
    let AnsweredForm { sealed, answer, name } = form;
    let opened = ceremony::open::<RegistrationState>(cx, &seals::new_passkey(&me.session.id), sealed);
    let Some(Opened { state, challenge }) = opened else { return Ok(Added::Expired) };
    let party = ceremony::relying_party(cx)?;
    let makers = cx.app.attestation.as_deref();
    let VerifiedPasskey { credential, model } = match attestation::verify(&party, &state, makers, answer) {
        Ok(passkey) => passkey,
        Err(why) => {
            tracing::info!(%why, user = %me.user.id, "a new passkey was refused");
            return Ok(if is_of_model(&why) { Added::NotAllowed } else { Added::Refused });
        }
    };
    if !cx.app.config.passkeys.lets_in(model.as_deref()) {
        tracing::info!(?model, user = %me.user.id, "a new passkey is of a model that may not be added");
        return Ok(Added::NotAllowed);
    }
    let row = row(cx, me, &credential, model, name)?;
    let added = cx.write(async |work| {
        let person = users::find_held(work, &me.user.id).await?.ok_or(Error::NotFound)?;
        if let Some(codes) = outcomes::recovery_codes(cx, work, visitor).await? {
            return Ok(Added::Passkey(codes));
        }
        if !challenge.spend(work).await? {
            return Ok(Added::Expired);
        }
        if passkeys::count(work, &person.id).await? >= MOST {
            return Err(Error::Conflict("the number of passkeys"));
        }
        // WebAuthn §7.1 step 26: a credential belongs to one account.
        passkeys::insert(work, &row).await.map_err(Error::taken("the passkey"))?;
        users::note_factor_added(work, &person.id, cx.now).await?;
        let codes = first_codes(cx, work, visitor, &person).await?;
        if person.passkey_at.is_none() {
            users::set_passkey(work, &person.id, Some(cx.now)).await?;
        }
        work.emit(cx, Event::Passkey(PasskeyEvent::Added, person.id.clone())).await?;
        Ok(Added::Passkey(codes))
    });
    match added.await {
        Err(Error::Conflict("the passkey")) => Ok(Added::Refused),
        outcome => outcome,
    }
}

/// The recovery codes of a person who gets their first passkey and must have a further factor: it is what they are asked
/// for from now on. None where they are asked for another one already.
async fn first_codes(
    cx: &Cx<'_>,
    work: &mut Work,
    visitor: &Visitor<'_>,
    person: &User,
) -> Result<Vec<Secret<String>>, Error> {
    let is_first = person.passkey_at.is_none() && person.second_factor_at.is_none();
    if !is_first || !policy::is_required(cx, person) {
        return Ok(Vec::new());
    }
    recovery_codes::give(cx, work, visitor, &person.id).await
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
