//! Wallets on the page of how one signs in: added, removed.

use axum::{http::StatusCode, response::Response};

use super::{FORM, changed, done, fresh, on_form, page_of};
use crate::{
    base::id::WalletId,
    domain::{
        kernel::{Error, Feature},
        login::{
            enrolment::Factors,
            wallets::{self, AddedWallet},
            ways::Ways,
        },
        sessions::{self, SignedIn},
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{
            account,
            login::ethereum::{message_answer, not_signed, said},
            own_account::bare_frame,
        },
    },
    protocol::{ethereum::WalletAddress, params::Params},
    render::pages::{NewWallet, WalletProblem, WalletRow, Wallets},
};

/// Where one is added.
pub const PATH: &str = "/account/security/wallet";
/// Where the page's script is told what the wallet signs.
pub const MESSAGE: &str = "/account/security/wallet/message";
/// Where one is taken away.
pub const REMOVE: &str = "/account/security/wallet/remove";

/// What a page of one's own shows of wallets; nothing while they are switched off.
pub(super) fn shown(call: &PageCall, me: &SignedIn, factors: &Factors) -> Option<Wallets> {
    if !Feature::Ethereum.is_on(&call.app) {
        return None;
    }
    let all = &factors.wallets;
    let has_room = i64::try_from(all.len()).is_ok_and(|count| count < wallets::MOST);
    let row = |one: &crate::store::wallets::Wallet| WalletRow {
        id: one.id.to_string(),
        address: WalletAddress::parse(&one.address).map_or_else(|| one.address.clone(), |address| address.to_string()),
        added: one.created_at,
        last_used: one.last_used_at,
    };
    Some(Wallets {
        rows: all.iter().map(row).collect(),
        add_url: has_room.then(|| call.issuer.url.join(&format!("{PATH}?account={}", me.session.id))),
        remove_url: call.issuer.url.join(REMOVE),
        may_remove: Ways::of(&call.cx(), &me.user, factors).may_lose_wallet(),
    })
}

/// `GET /account/security/wallet`
pub async fn add(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, begin(&call, &params.unwrap_or_default()).await)
}

async fn begin(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    Ok(fresh(call, params).await?.map_or_else(|first| first, |me| show(call, me, None)))
}

fn show(call: &PageCall, me: &SignedIn, problem: Option<WalletProblem>) -> Response {
    let own = |path: &str| call.issuer.url.join(&format!("{path}?account={}", me.session.id));
    let page = NewWallet {
        frame: bare_frame(call, FORM, me).at(own(PATH)),
        options_url: own(MESSAGE),
        problem,
        action: call.issuer.url.join(PATH),
        back_url: page_of(call, me),
    };
    page::show(StatusCode::OK, &page)
}

/// `GET /account/security/wallet/message`
pub async fn message(call: PageCall, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    if let Err(error) = call.found_browser() {
        return page::script_failed(&call, error);
    }
    let me = account::shown(&call, &params).filter(|me| sessions::is_fresh(&call.cx(), me));
    let asked = match me {
        Some(me) => wallets::begin(&call.cx().acting(me.actor()), me, said(&params)),
        None => Err(Error::NotFound),
    };
    message_answer(&call, asked)
}

/// `POST /account/security/wallet`
pub async fn confirm(form: PostedForm) -> Response {
    on_form(form, confirmed).await
}

async fn confirmed(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let text = |name| params.get(name).unwrap_or_default();
    match wallets::add(&call.cx().acting(me.actor()), me, text("sealed"), text("signature")).await {
        Ok(AddedWallet::Wallet) => Ok(done(call, me, "wallet_added")),
        Ok(AddedWallet::Expired) => Ok(show(call, me, Some(WalletProblem::Expired))),
        Ok(AddedWallet::Wrong) => Ok(show(call, me, Some(not_signed(call)))),
        Ok(AddedWallet::Unanswered) => Ok(show(call, me, Some(WalletProblem::Unanswered))),
        Ok(AddedWallet::Taken) => Ok(show(call, me, Some(WalletProblem::Taken))),
        // One too many: the page tells.
        Err(Error::Conflict(_)) => Ok(see_other(&page_of(call, me))),
        Err(error) => Err(error.into()),
    }
}

/// `POST /account/security/wallet/remove`
pub async fn remove(form: PostedForm) -> Response {
    on_form(form, removed).await
}

async fn removed(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let wallet: Option<WalletId> = params.get("wallet").and_then(|text| text.parse().ok());
    let Some(wallet) = wallet else { return Ok(see_other(&page_of(call, me))) };
    let outcome = wallets::remove(&call.cx().acting(me.actor()), &me.user.id, &wallet).await;
    changed(call, me, outcome, "wallet_removed")
}
