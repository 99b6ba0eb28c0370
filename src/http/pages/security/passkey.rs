//! Passkeys on the page of how one signs in: added, renamed, removed.

use axum::{http::StatusCode, response::Response};

use super::{FORM, app::codes_page, changed, done, done_at, fresh, on_form, page_of};
use crate::{
    base::id::PasskeyId,
    domain::{
        kernel::{Error, Feature},
        login::{
            enrolment::{self, Factors},
            passkeys::{self, Added, AnsweredForm, Options},
            policy,
            ways::Ways,
        },
        sessions::{SignedIn, outcomes::Sent},
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{devices, own_account::bare_frame},
    },
    protocol::{params::Params, passkey::provider},
    render::pages::{AfterPassword, NewPasskey, NewPasskeyProblem, PasskeyRow, Passkeys},
};

/// What a page of one's own shows of passkeys; nothing while they are switched off.
pub(super) fn shown(call: &PageCall, me: &SignedIn, factors: &Factors) -> Option<Passkeys> {
    if !Feature::Passkeys.is_on(&call.app) {
        return None;
    }
    let all = &factors.passkeys;
    let url = |path: &str| call.issuer.url.join(path);
    let has_room = i64::try_from(all.len()).is_ok_and(|count| count < passkeys::MOST);
    // Where a further factor is required, they are asked for a passkey whatever they would like.
    let is_chosen = factors.has_password
        && factors.apps.is_empty()
        && !all.is_empty()
        && !policy::is_required(&call.cx(), &me.user);
    Some(Passkeys {
        may_remove: Ways::of(&call.cx(), &me.user, factors).may_lose_passkey(),
        after_password: is_chosen.then(|| AfterPassword {
            asked: me.user.second_factor_at.is_some(),
            url: url("/account/security/passkey/ask"),
        }),
        rows: all
            .iter()
            .map(|one| PasskeyRow {
                id: one.id.to_string(),
                name: one.name.clone(),
                provider: one.aaguid.as_deref().and_then(provider),
                backup: one.backup,
                added: one.created_at,
                last_used: one.last_used_at,
            })
            .collect(),
        add_url: has_room.then(|| url(&format!("/account/security/passkey?account={}", me.session.id))),
        rename_url: url("/account/security/passkey/rename"),
        remove_url: url("/account/security/passkey/remove"),
    })
}

/// `GET /account/security/passkey`
pub async fn add(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, begin(&call, &params.unwrap_or_default()).await)
}

async fn begin(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    match fresh(call, params).await? {
        Ok(me) => ask(call, me, None).await,
        Err(first) => Ok(first),
    }
}

async fn ask(call: &PageCall, me: &SignedIn, problem: Option<NewPasskeyProblem>) -> Result<Response, PageError> {
    let Options { public_key, sealed } = match passkeys::begin(&call.cx().acting(me.actor()), me).await {
        Ok(options) => options,
        // One too many: the page tells.
        Err(Error::Conflict(_)) => return Ok(see_other(&page_of(call, me))),
        Err(error) => return Err(error.into()),
    };
    let new = NewPasskey {
        // Without an address: opened again, it would ask for another one.
        frame: bare_frame(call, FORM, me),
        public_key,
        sealed,
        problem,
        action: call.issuer.url.join("/account/security/passkey"),
        back_url: page_of(call, me),
    };
    Ok(page::show(StatusCode::OK, &new))
}

/// `POST /account/security/passkey`
pub async fn confirm(form: PostedForm) -> Response {
    on_form(form, confirmed).await
}

async fn confirmed(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let (sealed, answer) = (params.get("sealed").unwrap_or_default(), params.get("answer").unwrap_or_default());
    let (sent, name) = (Sent::of(FORM, params), name_here(call));
    let form = AnsweredForm { sealed, answer, name: &name };
    match passkeys::confirm(&call.cx().acting(me.actor()), &call.visitor(Some(&sent)), me, form).await {
        Ok(Added::Passkey(codes)) if codes.is_empty() => Ok(done(call, me, "passkey_added")),
        Ok(Added::Passkey(codes)) => {
            Ok(page::show(StatusCode::OK, &codes_page(call, codes, done_at(call, me, "passkey_added"))))
        }
        Ok(Added::Expired) => ask(call, me, Some(NewPasskeyProblem::Expired)).await,
        Ok(Added::Refused) => ask(call, me, Some(NewPasskeyProblem::Refused)).await,
        Ok(Added::NotAllowed) => ask(call, me, Some(NewPasskeyProblem::NotAllowed)).await,
        Err(Error::Conflict(_)) => Ok(see_other(&page_of(call, me))),
        Err(error) => Err(error.into()),
    }
}

/// What a passkey that is made here is called where nobody knows who keeps it.
pub fn name_here(call: &PageCall) -> String {
    let agent = call.origin.user_agent.as_deref().and_then(devices::name);
    agent.unwrap_or_else(|| NewPasskey::name(&call.frame("")))
}

/// `POST /account/security/passkey/rename`
pub async fn rename(form: PostedForm) -> Response {
    on_form(form, renamed).await
}

async fn renamed(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let Some(id) = named(params) else { return Ok(see_other(&page_of(call, me))) };
    let name = params.get("name").unwrap_or_default();
    let outcome = passkeys::rename(&call.cx().acting(me.actor()), &me.user.id, &id, name).await;
    changed(call, me, outcome, "passkey_renamed")
}

/// `POST /account/security/passkey/remove`
pub async fn remove(form: PostedForm) -> Response {
    on_form(form, removed).await
}

async fn removed(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let Some(id) = named(params) else { return Ok(see_other(&page_of(call, me))) };
    let outcome = passkeys::remove(&call.cx().acting(me.actor()), &me.user.id, &id).await;
    changed(call, me, outcome, "passkey_removed")
}

/// The passkey that a form is about.
fn named(params: &Params) -> Option<PasskeyId> {
    params.get("passkey").and_then(|text| text.parse().ok())
}

/// `POST /account/security/passkey/ask`
pub async fn ask_after_password(form: PostedForm) -> Response {
    on_form(form, asked).await
}

async fn asked(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let cx = &call.cx().acting(me.actor());
    let sent = Sent::of(FORM, params);
    let codes = match params.get("on") {
        Some("yes") => enrolment::ask_for_passkey(cx, &call.visitor(Some(&sent)), &me.user.id).await.map(Some),
        _ => enrolment::ask_for_nothing(cx, &me.user.id).await.map(|()| None),
    };
    match codes {
        Ok(Some(codes)) if codes.is_empty() => Ok(done(call, me, "passkey_asked")),
        Ok(Some(codes)) => Ok(page::show(StatusCode::OK, &codes_page(call, codes, done_at(call, me, "passkey_asked")))),
        Ok(None) => Ok(done(call, me, "passkey_not_asked")),
        // Without a passkey by now, or with an app: the page tells.
        Err(Error::Conflict(_)) => Ok(see_other(&page_of(call, me))),
        Err(error) => Err(error.into()),
    }
}
