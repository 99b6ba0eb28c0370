//! Signing in with a passkey: what the browser is asked, and its answer.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::signature::{SignatureForm, Verification, remembers, submitted};
use crate::{
    domain::{
        kernel::{Cx, Error, Feature},
        login::{
            SignatureRefused, Signer,
            passkeys::{self, Options},
            password::Place,
        },
    },
    http::{
        answer::page,
        extract::{PageCall, PostedForm},
        pages::{passkey_signals, suggest_passkey},
    },
    protocol::params::Params,
    render::pages::{PasskeyOffer, PasskeyProblem, SignInProblem},
};

/// Where the browser is told what to ask for, and where the answer goes.
pub const PATH: &str = "/login/passkey";

/// What the sign-in page offers, if it does.
pub(super) fn offer(call: &PageCall) -> Option<PasskeyOffer> {
    let path = call.issuer.url.join(PATH);
    Feature::Passkeys.is_on(&call.app).then(|| PasskeyOffer {
        options_url: path.clone(),
        action: path,
        asks_browser: suggest_passkey::may_ask(call),
    })
}

/// `GET /login/passkey`
pub async fn options(call: PageCall) -> Response {
    let browser = match call.found_browser() {
        Ok(Some(browser)) => browser,
        Ok(None) => return StatusCode::BAD_REQUEST.into_response(),
        Err(error) => return page::script_failed(&call, error),
    };
    match passkeys::offer(&call.cx(), &browser.id) {
        Ok(asked) => options_answer(&asked),
        Err(Error::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => page::script_failed(&call, error),
    }
}

/// What the page's script is told.
pub fn options_answer(asked: &Options) -> Response {
    let body = json!({"public_key": asked.public_key, "sealed": asked.sealed}).to_string();
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// `POST /login/passkey`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/login", &params);
    let form = SignatureForm {
        name: "passkey",
        problem: |_, refused| SignInProblem::Passkey(problem(refused)),
        signals: |call, params| passkey_signals::of_unknown(call, params.get("answer").unwrap_or_default()),
    };
    page::answered(&call, submitted(form, &call, &params, verified).await)
}

async fn verified(cx: &Cx<'_>, place: &Place<'_>, params: &Params) -> Verification {
    let (sealed, answer) = (params.get("sealed").unwrap_or_default(), params.get("answer").unwrap_or_default());
    passkeys::verify(cx, place, sealed, answer, remembers(params)).await.map(Signer::from)
}

/// What the page says of it.
pub const fn problem(refused: SignatureRefused) -> PasskeyProblem {
    match refused {
        SignatureRefused::Expired => PasskeyProblem::Expired,
        SignatureRefused::Unknown => PasskeyProblem::Unknown,
        // Nobody else is asked about a passkey.
        SignatureRefused::Wrong | SignatureRefused::Unanswered => PasskeyProblem::Wrong,
    }
}
