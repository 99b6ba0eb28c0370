//! What one has beside the password.

use axum::{http::StatusCode, response::Response};

use super::{FORMS, identity, passkey, wallet};
use crate::{
    domain::{
        kernel::Feature,
        login::{
            self,
            enrolment::{self, Factors},
        },
        sessions::SignedIn,
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, QueryParams},
        pages::{
            account,
            own_account::{self, frame_of, next_step, ways},
            passkey_signals, person, phone,
        },
    },
    protocol::params::Params,
    render::pages::{AccountTab, AuthenticatorRow, NextStepRow, Security, SecurityFlash, SecurityUrls, TextsWay},
};

/// `GET /account/security`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, &params.unwrap_or_default()).await)
}

async fn show(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let Some(me) = account::shown(call, params) else { return Ok(see_other(&call.issuer.url.join("/login"))) };
    let factors = enrolment::of_person(&call.cx().acting(me.actor()), &me.user.id).await?;
    let flash = match params.get("done") {
        Some("added") => Some(SecurityFlash::Added),
        Some("removed") => Some(SecurityFlash::Removed),
        Some("passkey_added") => Some(SecurityFlash::PasskeyAdded),
        Some("passkey_renamed") => Some(SecurityFlash::PasskeyRenamed),
        Some("passkey_removed") => Some(SecurityFlash::PasskeyRemoved),
        Some("password") => Some(SecurityFlash::PasswordChanged),
        Some("passkey_asked") => Some(SecurityFlash::PasskeyAsked),
        Some("passkey_not_asked") => Some(SecurityFlash::PasskeyNotAsked),
        Some("wallet_added") => Some(SecurityFlash::WalletAdded),
        Some("wallet_removed") => Some(SecurityFlash::WalletRemoved),
        Some("connected") => Some(SecurityFlash::Connected),
        Some("disconnected") => Some(SecurityFlash::Disconnected),
        _ => None,
    };
    let passkeys = passkey::shown(call, me, &factors);
    let signals = passkeys.is_some().then(|| passkey_signals::of_account(call, me, &factors.passkeys)).flatten();
    let wallets = wallet::shown(call, me, &factors);
    let connected = identity::shown(call, me, &factors).await?;
    let next = next_step(call, me, &factors);
    let page = Security { next, passkeys, signals, wallets, connected, ..security(call, me, factors, flash) };
    Ok(page::show(StatusCode::OK, &page))
}

fn security(call: &PageCall, me: &SignedIn, factors: Factors, flash: Option<SecurityFlash>) -> Security {
    let url = |path: &str| call.issuer.url.join(path);
    let account = &me.session.id;
    let has_room = i64::try_from(factors.apps.len()).is_ok_and(|apps| apps < enrolment::MOST_APPS);
    let add = (has_room && Feature::FurtherFactors.is_on(&call.app))
        .then(|| url(&format!("/account/security/app?account={account}")));
    Security {
        frame: frame_of(call, FORMS, me),
        ways: ways(call, me, AccountTab::Security),
        person: person(&me.user),
        next: NextStepRow { step: None },
        passkeys: None,
        signals: None,
        wallets: None,
        connected: None,
        apps: factors
            .apps
            .into_iter()
            .map(|app| AuthenticatorRow { id: app.id.to_string(), added: app.created_at, last_used: app.last_used_at })
            .collect(),
        texts: (factors.texts_to.is_some() || login::phone::is_offered(&call.cx()))
            .then(|| TextsWay { is_on: factors.texts_to.is_some(), url: own_account::page_of(call, phone::PAGE, me) }),
        has_codes: login::policy::may_have_codes(&call.cx(), &me.user),
        recovery_codes: u32::try_from(factors.recovery_codes).unwrap_or_default(),
        flash,
        urls: SecurityUrls {
            account: url(&format!("/account?account={account}")),
            password: url(&format!("/account/security/password?account={account}")),
            add,
            remove: url("/account/security/app/remove"),
            codes: url("/account/security/codes"),
        },
    }
}
