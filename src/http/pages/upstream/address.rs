//! A work address, whose domain says which provider signs somebody in.

use axum::{http::StatusCode, response::Response};

use super::{
    ADDRESS,
    leave::{Going, asked as asked_of, leave, paused},
    ways::domain_of,
};
use crate::{
    base::id::InteractionId,
    domain::{interactions::Paused, registry::upstreams},
    http::{
        answer::{
            page::{self, PageError},
            step::with_browser,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{again, asking_card, browser_token, cancel_form, check_form, interaction, login, with_interaction},
    },
    protocol::params::Params,
    render::pages::{UpstreamAddress, UpstreamAddressProblem},
};

/// The form's purpose.
const FORM: &str = "upstream_address";

/// `GET /sign-in/upstream`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    page::answered(&call, opened(&call, interaction(&params)).await)
}

async fn opened(call: &PageCall, id: Option<InteractionId>) -> Result<Response, PageError> {
    let paused = paused(call, id.as_ref()).await?;
    let hint = paused.journey.authorization().and_then(|asked| asked.request.login_hint.clone());
    let hint = hint.filter(|hint| hint.contains('@')).unwrap_or_default();
    show(call, &paused, &hint, None).await
}

/// `POST /sign-in/upstream`
pub async fn ask(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(ADDRESS, &params);
    page::answered(&call, asked(&call, &params).await)
}

async fn asked(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    call.found_browser()?;
    let id = interaction(params);
    if let Err(forged) = check_form(call, params, FORM) {
        return again::replaced_or(call, ADDRESS, id.as_ref(), forged).await;
    }
    let browser = call.found_browser()?.ok_or_else(PageError::no_cookie)?;
    let paused = paused(call, id.as_ref()).await?;
    let typed = params.get("email").unwrap_or_default().trim();
    let Some(domain) = domain_of(typed) else {
        return show(call, &paused, typed, Some(UpstreamAddressProblem::Invalid)).await;
    };
    let Some(upstream) = upstreams::of_domain(&call.cx(), &domain).await? else {
        return show(call, &paused, typed, Some(UpstreamAddressProblem::Unknown(domain))).await;
    };
    let mut ask = asked_of(call, &paused);
    ask.login_hint = Some(typed.to_owned());
    leave(call, &upstream, Going { browser, interaction: id.as_ref(), session: None, ask }).await
}

async fn show(
    call: &PageCall,
    paused: &Paused,
    email: &str,
    problem: Option<UpstreamAddressProblem>,
) -> Result<Response, PageError> {
    let (browser, fresh) = login::ensure_browser(call).await?;
    let client = paused.journey.authorization();
    let url = |path: &str| call.issuer.url.join(path);
    let id = paused.id.as_ref();
    let status = if problem.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let locale = call.locale(paused.journey.ui_locales());
    let page = UpstreamAddress {
        frame: call
            .issuer
            .branding
            .frame(locale, browser_token(&browser, FORM))
            .at(url(&with_interaction(ADDRESS, id))),
        client: client.map(|asked| asking_card(call, asked)),
        action: url(ADDRESS),
        interaction: id.map(ToString::to_string),
        email: email.to_owned(),
        problem,
        sign_in_url: url(&with_interaction("/login", id)),
        cancel: client.map(|_| cancel_form(call, Some(&browser))),
    };
    Ok(with_browser(call, page::show(status, &page), fresh.then_some(&browser)))
}
