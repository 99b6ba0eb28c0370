//! An account has the address of whoever came back: they sign in to it in another way, then the provider opens it.

use axum::{http::StatusCode, response::Response};

use crate::{
    base::id::InteractionId,
    domain::{
        flows::journey::{resume, upstream::what_waits},
        interactions::{self, Stopped},
        login::by_upstream::WaitingFor,
    },
    http::{
        answer::{
            page::{self, PageError},
            step::go,
        },
        extract::{PageCall, QueryParams},
        pages::{interaction, with_interaction},
    },
    protocol::params::Params,
    render::pages::ProveAccount,
};

/// Where it is asked.
pub const PATH: &str = "/sign-in/upstream-account";

/// [`PATH`] on a journey.
pub(super) fn path(id: &InteractionId) -> String {
    with_interaction(PATH, Some(id))
}

/// `GET /sign-in/upstream-account`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, shown(&call, &params.unwrap_or_default()).await)
}

async fn shown(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params).ok_or(Stopped::GONE)?;
    let (cx, visitor) = (&call.cx(), &call.visitor(None));
    let paused = interactions::load(cx, &id, visitor.browser).await?;
    let waiting = what_waits(cx, visitor, &paused).await?;
    let Some(waiting) = waiting.filter(|one| matches!(one.wants, WaitingFor::Account(_))) else {
        return go(call, resume(cx, visitor, &id).await?, None);
    };
    let page = ProveAccount {
        frame: call.frame_in(call.locale(paused.journey.ui_locales()), ""),
        name: waiting.upstream.label.clone(),
        email: waiting.email.unwrap_or_default(),
        sign_in_url: call.issuer.url.join(&with_interaction("/login", Some(&id))),
    };
    Ok(page::show(StatusCode::OK, &page))
}
