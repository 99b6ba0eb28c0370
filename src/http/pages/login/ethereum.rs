//! Signing in with a wallet: what it is asked to sign, and its signature.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{
    FORM,
    enter::{Entry, NotEntered, enter, signed_in},
    repeated::{Repeated, sent_again},
    show::{Shown, show_again},
};
use crate::{
    domain::{
        interactions::{self, Journey, Paused, Stopped},
        kernel::{Error, Feature},
        login::{
            password::Place,
            wallets::{self, MessageToSign, Said, WalletRefused},
        },
        sessions::outcomes::Sent,
    },
    http::{
        answer::{
            device::remember_signed_in,
            page::{self, PageError},
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{again, check_form, interaction, minutes, with_retry_after},
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
    let Some(browser) = call.known_browser() else { return StatusCode::BAD_REQUEST.into_response() };
    told(&call, wallets::offer(&call.cx(), &browser.id, said(&params)))
}

/// What the page's script is told: the message, or that the wallet's chain is not wanted here.
pub fn told(call: &PageCall, asked: Result<MessageToSign, Error>) -> Response {
    match asked {
        Ok(MessageToSign { message, sealed }) => Json(json!({"message": message, "sealed": sealed})).into_response(),
        Err(Error::Conflict(_)) => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
        Err(Error::NotFound) => StatusCode::BAD_REQUEST.into_response(),
        Err(error) => page::answered(call, Err(error.into())),
    }
}

/// `POST /login/ethereum`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/login", &params);
    page::answered(&call, submitted(&call, &params).await)
}

async fn submitted(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let sent = &Sent::of("wallet", params);
    let repeated = Repeated { params, form: FORM, page: "/login", sent };
    call.found_browser()?;
    let id = interaction(params);
    let checked = check_form(call, params, FORM);
    let paused = match &id {
        None => Paused::begun(Journey::account()),
        Some(id) => match interactions::load(&call.cx(), id, call.known_browser()).await {
            Ok(paused) => paused,
            // Answered by the first of two presses, or its cookie replaced by it.
            Err(stopped) => return sent_again(call, repeated, stopped).await,
        },
    };
    if let Err(forged) = checked {
        if again::is_replaced(call).await {
            return sent_again(call, repeated, Stopped::OtherBrowser { client: None }).await;
        }
        return Err(forged);
    }
    let (problem, wait) = match Box::pin(try_wallet(call, sent, paused, params)).await {
        Ok(Ok(response)) => return Ok(response),
        Ok(Err(refused)) => (problem(refused), None),
        // The account is switched off.
        Err(NotEntered::Failed(Error::Forbidden)) => (SignInProblem::Wallet(WalletProblem::Wrong), None),
        // Spent, perhaps by the first of two presses.
        Err(NotEntered::Failed(Error::NotFound)) => {
            if let Some(first) = again::earlier_sign_in(call, params, FORM, sent).await? {
                return signed_in(call, sent, Entry::of(&first)).await;
            }
            (SignInProblem::Wallet(WalletProblem::Expired), None)
        }
        Err(NotEntered::Failed(Error::TooMany { retry_after })) => {
            (SignInProblem::TooMany { minutes: minutes(retry_after) }, Some(retry_after))
        }
        Err(why) => return Err(why.into()),
    };
    let remember = params.get("remember") == Some("yes");
    let shown = Shown { remember, problem: Some(problem), another: params.has("another"), ..Shown::default() };
    Ok(with_retry_after(show_again(call, id, shown).await?, wait))
}

const fn problem(refused: WalletRefused) -> SignInProblem {
    SignInProblem::Wallet(match refused {
        WalletRefused::Expired => WalletProblem::Expired,
        WalletRefused::Unknown => WalletProblem::Unknown,
        WalletRefused::Wrong => WalletProblem::Wrong,
    })
}

async fn try_wallet(
    call: &PageCall,
    sent: &Sent,
    paused: Paused,
    params: &Params,
) -> Result<Result<Response, WalletRefused>, NotEntered> {
    let cx = &call.cx();
    let client = paused.journey.client().map(|client| client.client.id.clone());
    let place = Place { visitor: call.visitor(Some(sent)), client: client.as_ref() };
    let text = |name| params.get(name).unwrap_or_default();
    let remember = params.get("remember") == Some("yes");
    let proven = match wallets::verify(cx, &place, text("sealed"), text("signature"), remember).await? {
        Ok(proven) => proven,
        Err(refused) => return Ok(Err(refused)),
    };
    let response = Box::pin(enter(call, sent, paused, &proven)).await?;
    Ok(Ok(remember_signed_in(call, response, &proven.user).await))
}
