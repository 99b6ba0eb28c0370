//! Setting a password by a one-time link: the operator's, or one for somebody who forgot theirs. Opening it spends
//! nothing, so that whoever looks at links before people do does not end it.

mod chosen;
mod done;
mod form;

use axum::{http::StatusCode, response::Response};

pub use chosen::in_words;

use crate::{
    domain::{
        directory::accounts::{password_link, recovery, set_by_link::ShownLink},
        kernel::{Error, one_time::Purpose},
    },
    http::{
        answer::page::{self, PageError},
        extract::{PageCall, PostedForm, QueryParams},
        pages::spent_link,
    },
    protocol::params::Params,
    render::pages::ErrorKind,
};

/// The pages of one kind of link.
pub struct LinkPages {
    /// What the link is for.
    purpose: Purpose,
    /// Where it leads, and where its form goes.
    path: &'static str,
    /// Where one goes from there.
    pub done: &'static str,
    /// The form's purpose.
    form: &'static str,
}

/// The operator's links.
pub const OF_OPERATOR: LinkPages =
    LinkPages { purpose: Purpose::Password, path: password_link::PATH, done: "/password/done", form: "password" };

/// Links for those who forgot their password.
pub const OF_RECOVERY: LinkPages =
    LinkPages { purpose: Purpose::Recovery, path: recovery::PATH, done: "/reset/done", form: "reset" };

impl LinkPages {
    /// The link of a form or an address.
    fn link<'a>(&self, params: &'a Params) -> ShownLink<'a> {
        ShownLink { purpose: self.purpose, secret: params.get("token").unwrap_or_default() }
    }

    /// What stopped it: whoever forgot their password asks for another link, of the operator's only they make one.
    fn spent(&self, error: Error) -> PageError {
        if self.purpose == Purpose::Recovery && matches!(error, Error::NotFound) {
            return PageError::of(StatusCode::NOT_FOUND, ErrorKind::SpentResetLink);
        }
        spent_link(error)
    }
}

/// `GET /password`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, form::show(&call, &OF_OPERATOR, &params.unwrap_or_default(), Vec::new()).await)
}

/// `POST /password`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    posted(&OF_OPERATOR, call, &params.unwrap_or_default()).await
}

/// `GET /password/done`
pub async fn done(call: PageCall, QueryParams(params): QueryParams) -> Response {
    done::show(&call, &OF_OPERATOR, &params.unwrap_or_default()).await
}

/// `GET /reset`
pub async fn reset(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, form::show(&call, &OF_RECOVERY, &params.unwrap_or_default(), Vec::new()).await)
}

/// `POST /reset`
pub async fn post_reset(PostedForm { call, params }: PostedForm) -> Response {
    posted(&OF_RECOVERY, call, &params.unwrap_or_default()).await
}

/// `GET /reset/done`
pub async fn reset_done(call: PageCall, QueryParams(params): QueryParams) -> Response {
    done::show(&call, &OF_RECOVERY, &params.unwrap_or_default()).await
}

async fn posted(pages: &LinkPages, call: PageCall, params: &Params) -> Response {
    let call = call.of_form(pages.path, params);
    page::answered(&call, chosen::chosen(&call, pages, params).await)
}
