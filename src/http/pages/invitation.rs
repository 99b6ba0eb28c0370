//! The link of an invitation: it leads to the steps of a sign-up, with the address that the operator named.
//!
//! Opening it spends nothing, so that whoever looks at links before people do ends no invitation; the button leads on in
//! the browser that pressed it, and the invitation is spent with the account. Whoever has one by now signs in to it: an
//! invitation signs nobody in.

use axum::{http::StatusCode, response::Response};

use super::{again, browser_token, check_form, login, sign_up, spent_link, with_interaction};
use crate::{
    base::id::InteractionId,
    domain::{
        directory::accounts::invitations::{self, Invited},
        flows::journey::{Next, Step, decide},
        interactions::{self, Journey, Paused, Question},
        kernel::Error,
        login::mail_proof::{self, ByInvitation, InvitedAddress},
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            step::with_browser,
        },
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::params::Params,
    render::pages::InvitationPage,
};

/// Where the links lead.
pub const PATH: &str = invitations::PATH;
/// The form's purpose.
const FORM: &str = "invitation";

/// `GET /invitation`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, &params.unwrap_or_default()).await)
}

async fn show(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let token = params.get("token").unwrap_or_default();
    let invited = invitations::peek(&call.cx(), token).await.map_err(spent_link)?;
    shown(call, token, &invited).await
}

async fn shown(call: &PageCall, token: &str, invited: &Invited) -> Result<Response, PageError> {
    let (browser, fresh) = login::ensure_browser(call).await?;
    // Whoever has an account goes on with the request that waits here.
    let waiting = if invited.has_account {
        interactions::waiting_for_login(&call.cx(), &call.visitor(None)).await?.and_then(|paused| paused.id)
    } else {
        None
    };
    let page = InvitationPage {
        frame: call.frame(browser_token(&browser, FORM)),
        email: invited.row.email.clone(),
        has_account: invited.has_account,
        action: call.issuer.url.join(PATH),
        token: token.to_owned(),
        sign_in_url: call.issuer.url.join(&with_interaction("/login", waiting.as_ref())),
    };
    Ok(with_browser(call, page::show(StatusCode::OK, &page), fresh.then_some(&browser)))
}

/// `POST /invitation`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(PATH, &params);
    page::answered(&call, pressed(&call, &params).await)
}

async fn pressed(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let cx = &call.cx();
    call.found_browser()?;
    let token = params.get("token").unwrap_or_default();
    if let Err(forged) = check_form(call, params, FORM) {
        // Another tab signed in meanwhile: the page is shown once more.
        let again = see_other(&call.issuer.url.join(&format!("{PATH}?token={}", plain(token))));
        return if again::is_replaced(call).await { Ok(again) } else { Err(forged) };
    }
    let invited = invitations::peek(cx, token).await.map_err(spent_link)?;
    if invited.has_account {
        return shown(call, token, &invited).await;
    }
    let id = journey(call).await?;
    let row = invited.row;
    let invitation = ByInvitation { id: row.id, name: row.name, proves: row.mailed != 0 };
    let address = InvitedAddress { interaction: &id, email: &row.email, invitation };
    let proof = mail_proof::by_invitation(cx, address).await?;
    Ok(sign_up::to_details(call, &proof))
}

/// What of a secret may stand in an address; another form of it is no secret of ours.
fn plain(token: &str) -> String {
    token.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

/// The request that waits in this browser for somebody to sign in, or else the way to the account.
async fn journey(call: &PageCall) -> Result<InteractionId, PageError> {
    let visitor = call.visitor(None);
    if let Some(id) = interactions::waiting_for_login(&call.cx(), &visitor).await?.and_then(|paused| paused.id) {
        return Ok(id);
    }
    match decide(&call.cx(), &visitor, Paused::begun(Journey::account())).await? {
        Step { next: Next::Ask(id, Question::Login(_)), .. } => Ok(id),
        _ => Err(Error::internal("a way to the account that asks nobody to sign in").into()),
    }
}
