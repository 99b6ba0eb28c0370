//! The form with which somebody who has a link chooses a password.

use axum::{http::StatusCode, response::Response};

use super::LinkPages;
use crate::{
    domain::directory::accounts::set_by_link::{self, LinkHolder},
    http::{
        answer::{
            page::{self, PageError},
            step::with_browser,
        },
        extract::PageCall,
        pages::{browser_token, login, person},
    },
    protocol::params::Params,
    render::pages::{PasswordLinkPage, PasswordProblem},
};

pub(super) async fn show(
    call: &PageCall,
    pages: &LinkPages,
    params: &Params,
    problems: Vec<PasswordProblem>,
) -> Result<Response, PageError> {
    let link = pages.link(params);
    let LinkHolder { user, interaction } =
        set_by_link::peek(&call.cx(), link).await.map_err(|error| pages.spent(error))?;
    let (browser, fresh) = login::ensure_browser(call).await?;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PasswordLinkPage {
        frame: call.frame(browser_token(&browser, pages.form)),
        person: person(&user),
        username: user.username,
        action: call.issuer.url.join(pages.path),
        token: link.secret.to_owned(),
        interaction: interaction.map(|id| id.to_string()),
        rules: login::password_rules(call),
        problems,
    };
    Ok(with_browser(call, page::show(status, &page), fresh.then_some(&browser)))
}
