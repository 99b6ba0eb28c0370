//! A passkey on top of something else: of the person who proved that, and by a touch alone where that is enough.

use webauthn_rs_core::proto::{AuthenticationState, Credential, PublicKeyCredential, UserVerificationPolicy};

use super::{
    ceremony::{self, Options},
    sign_in::{credential, how, refused},
};
use crate::{
    base::{
        id::{BrowserId, UserId},
        secret::constant_time_eq,
    },
    domain::{
        kernel::{Cx, Error, seals},
        login::{Method, Proven, SignatureRefused, Verified, challenge::Opened, password::Place, signature::failed},
    },
    protocol::passkey,
    store::passkeys::{self, Passkey},
};

/// What a browser is asked for: one of this person's passkeys, and where a touch is not enough one whose authenticator
/// verifies them. The sealed state keeps that.
///
/// # Errors
/// [`Error::NotFound`] where they have none.
pub async fn offer_further(
    cx: &Cx<'_>,
    browser: &BrowserId,
    user: &UserId,
    needs_user_verification: bool,
) -> Result<Options, Error> {
    let known = passkeys::list(&mut cx.read().await?, user).await?;
    if known.is_empty() {
        return Err(Error::NotFound);
    }
    let known = known.iter().map(on_top).collect::<Result<Vec<_>, _>>()?;
    let party = ceremony::relying_party(cx)?;
    let policy =
        if needs_user_verification { UserVerificationPolicy::Required } else { UserVerificationPolicy::Preferred };
    let builder = party.new_challenge_authenticate_builder(known, Some(policy)).map_err(Error::internal)?;
    let builder = builder.allow_backup_eligible_upgrade(true);
    let (options, mut state) = party.generate_challenge_authenticate(builder).map_err(Error::internal)?;
    // They are read again with the answer: one may be removed meanwhile.
    state.set_allowed_credentials(Vec::new());
    Ok(Options {
        public_key: serde_json::to_string(&options.public_key).map_err(Error::internal)?,
        sealed: ceremony::seal(cx, &seals::further_passkey(browser, user), state)?,
    })
}

/// Whether the person proves a passkey of theirs; it is spent where that counts. A failure is counted for its address,
/// and written down.
///
/// # Errors
/// [`Error::TooMany`] when the limit is reached.
pub async fn verify_further(
    cx: &Cx<'_>,
    place: &Place<'_>,
    user: &UserId,
    form: FurtherForm<'_>,
) -> Result<Result<Proven, SignatureRefused>, Error> {
    let opened = place.visitor.browser.and_then(|browser| {
        ceremony::open::<AuthenticationState>(cx, &seals::further_passkey(&browser.id, user), form.sealed)
    });
    let Some(Opened { state, challenge }) = opened else { return Ok(Err(SignatureRefused::Expired)) };
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(form.answer) else {
        return failed(cx, place, Method::Passkey, Some(user), SignatureRefused::Wrong).await;
    };
    let known = passkeys::list(&mut cx.read().await?, user).await?;
    let id = data_encoding::BASE64URL_NOPAD.encode(&answer.raw_id);
    let Some(found) = known.into_iter().find(|one| one.credential_id == id) else {
        return failed(cx, place, Method::Passkey, Some(user), SignatureRefused::Unknown).await;
    };
    // WebAuthn §7.2 step 6: an authenticator that names the account names this one.
    let handle = passkey::user_handle(&cx.issuer.id, user);
    if answer.response.user_handle.as_deref().is_some_and(|named| !constant_time_eq(named, &handle)) {
        return failed(cx, place, Method::Passkey, Some(user), SignatureRefused::Wrong).await;
    }
    let party = ceremony::relying_party(cx)?;
    match party.authenticate_single_credential(&answer, &state, &on_top(&found)?) {
        Ok(result) => {
            let user_verified = result.user_verified();
            let verified =
                Verified::Passkey { passkey: found.id, how: how(&result), user_verified, is_further: true, challenge };
            Ok(Ok(Proven { user: user.clone(), verified, remember: form.remember }))
        }
        Err(why) => refused(cx, place, user, &why).await,
    }
}

/// What the form brought back.
#[derive(Debug, Clone, Copy)]
pub struct FurtherForm<'a> {
    /// What was asked, sealed.
    pub sealed: &'a str,
    /// What the browser answered.
    pub answer: &'a str,
    /// Whether the session outlives the browser.
    pub remember: bool,
}

/// A passkey whose touch is enough, unless the question says otherwise: something else was proven before.
fn on_top(row: &Passkey) -> Result<Credential, Error> {
    let registration_policy = UserVerificationPolicy::Preferred;
    Ok(Credential { user_verified: false, registration_policy, ..credential(row)? })
}
