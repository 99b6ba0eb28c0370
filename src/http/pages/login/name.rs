//! The name before anything else, where the operator wants it (`login.page`): it is posted, and the ways to sign in
//! stand at an address of their own, where the name is sealed.

use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::{
    FORM,
    show::{Shown, show_again},
    signature::remembers,
    ways::StepWanted,
};
use crate::{
    app::App,
    base::id::InteractionId,
    config::login::SignInPage,
    domain::{kernel::Error, login::captcha},
    http::{
        answer::{
            page::{self, PageError},
            reopened,
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{again, check_form, interaction, with_interaction},
    },
    protocol::params::Params,
};

/// Where the name is posted.
pub const NAME: &str = "/login/name";
/// Where the ways to sign in stand.
pub const WAYS: &str = "/login/ways";
/// The sign-in page, where the name is typed.
const SIGN_IN: &str = "/login";
/// Longest name that is taken along, in characters. No account has one as long.
const LONGEST_NAME: usize = 400;

/// What was typed on the first page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenName {
    /// The name.
    pub username: String,
    /// Whether "keep me signed in" was ticked.
    pub remember: bool,
}

/// What an address of these pages says besides the name.
#[derive(Clone, Copy, Default)]
pub(super) struct NameAddress<'a> {
    /// The paused request.
    pub interaction: Option<&'a InteractionId>,
    /// Whether another account is wanted than the one that is signed in.
    pub another: bool,
    /// Whether every way is wanted, and not those of one account.
    pub all: bool,
    /// What says that a captcha was passed.
    pub passed: Option<&'a str>,
}

/// Whether the name is asked for first.
pub fn is_there(app: &App) -> bool {
    app.config.login.page == SignInPage::NameFirst
}

/// The name that was typed on the first page, sealed for the addresses and forms of the second.
///
/// # Errors
/// When it cannot be written.
pub(super) fn sealed(call: &PageCall, given: &GivenName) -> Result<String, Error> {
    reopened::sealed(call, WAYS, given)
}

/// The name that an address or a form has sealed; none that is too old.
pub fn given(call: &PageCall, params: &Params) -> Option<GivenName> {
    params.get("shown").filter(|_| is_there(&call.app)).and_then(|sealed| reopened::opened(call, WAYS, sealed))
}

/// A page at a path that knows the name.
pub(super) fn address(call: &PageCall, path: &str, shown: &str, rest: NameAddress<'_>) -> String {
    let flag = |name, is_set: bool| is_set.then_some((name, "1"));
    let pairs = [
        rest.interaction.map(|id| ("interaction", id.as_str())),
        Some(("shown", shown)),
        flag("another", rest.another),
        flag("all", rest.all),
        rest.passed.map(|passed| ("work", passed)),
    ];
    let query = Params::from_pairs(pairs.into_iter().flatten()).to_query();
    call.issuer.url.join(&format!("{path}?{query}"))
}

/// The sign-in page, for a page that leads back to it: the ways of the name that it was shown with, if it was.
pub fn back_to_ways(call: &PageCall, id: &InteractionId, shown: Option<&str>) -> String {
    match shown {
        Some(shown) => address(call, WAYS, shown, NameAddress { interaction: Some(id), ..NameAddress::default() }),
        None => call.issuer.url.join(&with_interaction(SIGN_IN, Some(id))),
    }
}

/// What the page shows of a form or an address that has the name sealed: the ways of that name.
pub(super) fn shown(call: &PageCall, params: &Params) -> Shown {
    let Some(GivenName { username, remember }) = given(call, params) else { return Shown::default() };
    Shown { username, remember, step: StepWanted::ways(params), ..Shown::default() }
}

/// `POST /login/name`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(SIGN_IN, &params);
    page::answered(&call, named(&call, &params).await)
}

async fn named(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    call.found_browser()?;
    let id = interaction(params);
    if let Err(forged) = check_form(call, params, FORM) {
        return again::replaced_or(call, SIGN_IN, id.as_ref(), forged).await;
    }
    let username: String = params.get("username").unwrap_or_default().trim().chars().take(LONGEST_NAME).collect();
    if username.is_empty() {
        return Ok(first_page(call, id.as_ref()));
    }
    let sealed = sealed(call, &GivenName { username, remember: remembers(params) })?;
    let rest = NameAddress {
        interaction: id.as_ref(),
        another: params.has("another"),
        all: false,
        passed: params.get("work").filter(|_| captcha::is_on(&call.cx())),
    };
    Ok(see_other(&address(call, WAYS, &sealed, rest)))
}

/// `GET /login/name`: a reload, or the language of the page that it leads to.
pub async fn reopened(call: PageCall, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    first_page(&call, interaction(&params).as_ref())
}

fn first_page(call: &PageCall, id: Option<&InteractionId>) -> Response {
    see_other(&call.issuer.url.join(&with_interaction(SIGN_IN, id)))
}

/// `GET /login/ways`
pub async fn ways(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, ways_of_name(&call, &params.unwrap_or_default()).await)
}

async fn ways_of_name(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params);
    let named = shown(call, params);
    if named.username.is_empty() {
        return Ok(first_page(call, id.as_ref()));
    }
    let passed = params.get("work").filter(|_| captcha::is_on(&call.cx())).map(str::to_owned);
    show_again(call, id, Shown { another: params.has("another"), passed, ..named }).await
}
