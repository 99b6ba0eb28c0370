//! Signing in with a wallet: what it is asked to sign, and its signature.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{
    show::{Shown, show_again},
    signature::{SignatureForm, Verification, remembers, submitted},
};
use crate::{
    base::id::InteractionId,
    domain::{
        kernel::{Cx, Error, Feature},
        login::{
            SignatureRefused,
            password::Place,
            wallets::{self, MessageToSign, Said},
        },
    },
    http::{
        answer::page::{self, PageError},
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::params::Params,
    render::pages::{SignInProblem, WalletOffer, WalletProblem},
};

/// Where the browser is told what the wallet signs, and where the signature goes.
pub const PATH: &str = "/login/ethereum";

/// What the sign-in page offers, if it does.
pub(super) fn offer(call: &PageCall) -> Option<WalletOffer> {
    let path = call.issuer.url.join(PATH);
    Feature::Ethereum.is_on(&call.app).then(|| WalletOffer { options_url: path.clone(), action: path })
}

/// Which wallet a script asks for.
pub fn said(params: &Params) -> Said<'_> {
    let text = |name| params.get(name).unwrap_or_default();
    Said { address: text("address"), chain: text("chain") }
}

/// `GET /login/ethereum`
pub async fn message(call: PageCall, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    let browser = match call.found_browser() {
        Ok(Some(browser)) => browser,
        Ok(None) => return StatusCode::BAD_REQUEST.into_response(),
        Err(error) => return page::script_failed(&call, error),
    };
    message_answer(&call, wallets::offer(&call.cx(), &browser.id, said(&params)))
}

/// What the page's script is told: the message, or that the wallet's chain is not wanted here.
pub fn message_answer(call: &PageCall, asked: Result<MessageToSign, Error>) -> Response {
    match asked {
        Ok(MessageToSign { message, sealed }) => Json(json!({"message": message, "sealed": sealed})).into_response(),
        Err(Error::Conflict(_)) => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
        Err(Error::NotFound) => StatusCode::BAD_REQUEST.into_response(),
        Err(error) => page::script_failed(call, error),
    }
}

/// `POST /login/ethereum`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/login", &params);
    let form = SignatureForm { name: "wallet", problem, signals: |_, _| None };
    page::answered(&call, submitted(form, &call, &params, verified).await)
}

async fn verified(cx: &Cx<'_>, place: &Place<'_>, params: &Params) -> Verification {
    let (sealed, signature) = (params.get("sealed").unwrap_or_default(), params.get("signature").unwrap_or_default());
    wallets::verify(cx, place, sealed, signature, remembers(params)).await
}

fn problem(call: &PageCall, refused: SignatureRefused) -> SignInProblem {
    SignInProblem::Wallet(match refused {
        SignatureRefused::Expired => WalletProblem::Expired,
        SignatureRefused::Unknown => WalletProblem::Unknown,
        SignatureRefused::Wrong => not_signed(call),
        SignatureRefused::Unanswered => WalletProblem::Unanswered,
    })
}

/// The sign-in page for somebody who makes an account of a wallet that another one has by now.
///
/// # Errors
/// What stopped the journey.
pub async fn taken(call: &PageCall, id: InteractionId) -> Result<Response, PageError> {
    let problem = Some(SignInProblem::Wallet(WalletProblem::Taken));
    show_again(call, Some(id), Shown { problem, ..Shown::default() }).await
}

/// That another wallet has signed, in words that know whether contracts may.
pub fn not_signed(call: &PageCall) -> WalletProblem {
    if wallets::takes_contracts(&call.cx()) { WalletProblem::NotSigned } else { WalletProblem::Wrong }
}
