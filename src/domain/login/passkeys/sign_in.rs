//! Somebody signs in with a passkey, without saying who they are.

use data_encoding::BASE64URL_NOPAD;
use webauthn_rs_core::{
    error::WebauthnError,
    proto::{
        AttestationFormat, AuthenticationResult, AuthenticationState, Credential, ParsedAttestation,
        PublicKeyCredential, RegisteredExtensions, UserVerificationPolicy,
    },
};

use super::{
    ceremony::{self, Options},
    enrol::backup,
};
use crate::{
    base::{
        id::{BrowserId, UserId},
        secret::constant_time_eq,
    },
    domain::{
        kernel::{Actor, Cx, Error, Event, passkey::PasskeyEvent, seals},
        login::{Method, Proven, SignatureRefused, Verified, challenge::Opened, password::Place, signature::failed},
    },
    protocol::passkey::{self, Backup},
    store::passkeys::{self, Passkey, Use},
};

/// What a browser is asked for: any passkey that it has for us.
///
/// # Errors
/// [`Error::NotFound`] where there can be none.
pub fn offer(cx: &Cx<'_>, browser: &BrowserId) -> Result<Options, Error> {
    let party = ceremony::relying_party(cx)?;
    // It is all that somebody proves: the authenticator must have verified them.
    let required = Some(UserVerificationPolicy::Required);
    let builder = party.new_challenge_authenticate_builder(Vec::new(), required).map_err(Error::internal)?;
    let builder = builder.allow_backup_eligible_upgrade(true);
    let (options, state) = party.generate_challenge_authenticate(builder).map_err(Error::internal)?;
    Ok(Options {
        public_key: serde_json::to_string(&options.public_key).map_err(Error::internal)?,
        sealed: ceremony::seal(cx, &seals::passkey_sign_in(browser), state)?,
    })
}

/// Whom a passkey proves; it is spent where they sign in. A failure is counted for its address, and written down.
///
/// # Errors
/// [`Error::TooMany`] when the limit is reached.
pub async fn verify(
    cx: &Cx<'_>,
    place: &Place<'_>,
    sealed: &str,
    answer: &str,
    remember: bool,
) -> Result<Result<Proven, SignatureRefused>, Error> {
    let opened = place
        .visitor
        .browser
        .and_then(|browser| ceremony::open::<AuthenticationState>(cx, &seals::passkey_sign_in(&browser.id), sealed));
    let Some(Opened { state, challenge }) = opened else { return Ok(Err(SignatureRefused::Expired)) };
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(answer) else {
        return failed(cx, place, Method::Passkey, None, SignatureRefused::Wrong).await;
    };
    let mut conn = cx.read().await?;
    let found = passkeys::find_by_credential(&mut conn, &BASE64URL_NOPAD.encode(&answer.raw_id)).await?;
    drop(conn);
    let Some(found) = found else { return failed(cx, place, Method::Passkey, None, SignatureRefused::Unknown).await };
    let user = found.user_id.clone();
    // WebAuthn §7.2 step 6: whoever did not say who they are is named by the authenticator, and owns the passkey.
    let handle = passkey::user_handle(&cx.issuer.id, &user);
    if !answer.response.user_handle.as_deref().is_some_and(|named| constant_time_eq(named, &handle)) {
        return failed(cx, place, Method::Passkey, Some(&user), SignatureRefused::Wrong).await;
    }
    let party = ceremony::relying_party(cx)?;
    match party.authenticate_single_credential(&answer, &state, &credential(&found)?) {
        Ok(result) => {
            let user_verified = result.user_verified();
            let verified =
                Verified::Passkey { passkey: found.id, how: how(&result), user_verified, is_further: false, challenge };
            Ok(Ok(Proven { user, verified, remember }))
        }
        Err(why) => refused(cx, place, &user, &why).await,
    }
}

/// Notes why an answer does not hold.
pub(super) async fn refused(
    cx: &Cx<'_>,
    place: &Place<'_>,
    user: &UserId,
    why: &WebauthnError,
) -> Result<Result<Proven, SignatureRefused>, Error> {
    // WebAuthn §6.1.1: there may be a copy of it.
    if matches!(why, WebauthnError::CredentialPossibleCompromise) {
        let cx = &cx.acting(Actor::Anonymous);
        let went_back = Event::Passkey(PasskeyEvent::CounterWentBack, user.clone());
        cx.write(async |work| work.emit(cx, went_back).await).await?;
    }
    tracing::info!(%why, %user, "a passkey was refused");
    failed(cx, place, Method::Passkey, Some(user), SignatureRefused::Wrong).await
}

pub(super) fn how(result: &AuthenticationResult) -> Use {
    Use { sign_count: i64::from(result.counter()), backup: backup(result.backup_eligible(), result.backup_state()) }
}

/// A passkey as the library knows it.
pub(super) fn credential(row: &Passkey) -> Result<Credential, Error> {
    Ok(Credential {
        cred_id: BASE64URL_NOPAD.decode(row.credential_id.as_bytes()).map_err(Error::internal)?,
        cred: serde_json::from_str(&row.public_key).map_err(Error::internal)?,
        counter: u32::try_from(row.sign_count).map_err(Error::internal)?,
        transports: row.transports.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)?,
        user_verified: true,
        backup_eligible: row.backup != Backup::None,
        backup_state: row.backup == Backup::BackedUp,
        registration_policy: UserVerificationPolicy::Required,
        extensions: RegisteredExtensions::none(),
        attestation: ParsedAttestation::default(),
        attestation_format: AttestationFormat::None,
    })
}
