//! The sign-in page itself.

use axum::{http::StatusCode, response::Response};

use super::{
    FORM, ethereum, name, passkey,
    ways::{StepFor, StepWanted, in_steps},
};
use crate::{
    base::id::InteractionId,
    config::login::PasswordProfile,
    domain::{
        flows::journey::{resume, upstream::what_waits},
        interactions::{self, Paused, Question},
        kernel::{Error, Feature},
        login::{by_upstream::WaitingFor, captcha, proof_of_work::Calculation},
        sessions::{self, Browser},
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            step::{go, question_url, with_browser},
        },
        extract::{PageCall, QueryParams},
        pages::{
            asking_card, browser_token, cancel_form, forgot, form_token, interaction, mail_sign_in, person, sign_up,
            upstream,
        },
    },
    protocol::authorize::interaction::LoginReason,
    render::{
        Frame,
        pages::{FixedAccount, PasskeySignals, PasswordRules, SignIn, SignInProblem, SignInStep, SignUpWay, WorkToDo},
    },
    store::users::User,
};

/// What the page shows besides the request.
#[derive(Default)]
pub struct Shown {
    /// What was typed as the name.
    pub username: String,
    /// Whether "remember me" was ticked.
    pub remember: bool,
    /// What was wrong.
    pub problem: Option<SignInProblem>,
    /// What the browser calculates before the next password is looked at.
    pub calculation: Option<Calculation>,
    /// What says that a captcha was passed; spent by the next password.
    pub passed: Option<String>,
    /// Whether somebody wants another account than the one that is signed in.
    pub another: bool,
    /// What the browser is told of a passkey.
    pub signals: Option<PasskeySignals>,
    /// What is asked for, where the page comes in two steps.
    pub step: StepWanted,
}

impl Shown {
    /// The status of the page. A wrong password is an answer like any other.
    fn status(&self) -> StatusCode {
        match self.problem {
            Some(SignInProblem::TooMany { .. } | SignInProblem::Work) => StatusCode::TOO_MANY_REQUESTS,
            Some(SignInProblem::Busy) => StatusCode::SERVICE_UNAVAILABLE,
            Some(
                SignInProblem::WrongCredentials
                | SignInProblem::WrongOrStopped
                | SignInProblem::ExpiredForm
                | SignInProblem::Passkey(_)
                | SignInProblem::Wallet(_)
                | SignInProblem::SessionEnded
                | SignInProblem::TookLong,
            )
            | None => StatusCode::OK,
        }
    }

    /// Whether somebody comes from a page whose session has ended.
    fn ended(&self) -> bool {
        self.problem == Some(SignInProblem::SessionEnded)
    }
}

/// `GET /login`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    let problem = params.has("ended").then_some(SignInProblem::SessionEnded);
    let passed = params.get("work").filter(|_| captcha::is_on(&call.cx())).map(str::to_owned);
    let (username, remember) = name::given(&call, &params).map(|one| (one.username, one.remember)).unwrap_or_default();
    let shown = Shown { another: params.has("another"), username, remember, problem, passed, ..Shown::default() };
    page::answered(&call, show_again(&call, interaction(&params), shown).await)
}

/// Shows the form, perhaps again with what was typed, never the password.
///
/// # Errors
/// What stopped the request that it is for.
pub async fn show_again(call: &PageCall, id: Option<InteractionId>, shown: Shown) -> Result<Response, PageError> {
    let Some(id) = id else { return own(call, shown).await };
    let paused = interactions::load(&call.cx(), &id, call.found_browser()?).await?;
    Box::pin(for_journey(call, &id, paused, shown)).await
}

/// Shows the page for a paused journey, if signing in is what it waits for.
async fn for_journey(call: &PageCall, id: &InteractionId, paused: Paused, shown: Shown) -> Result<Response, PageError> {
    let (status, step) = (shown.status(), shown.step);
    let standing = interactions::standing(&call.cx(), &paused, &call.visitor(None)).await?;
    let reason = match &standing.question {
        Ok(Some(Question::Login(reason))) => Some(*reason),
        // Somebody who is signed in may still want another account.
        _ if shown.another || (shown.problem.is_some() && !shown.ended()) => None,
        Ok(Some(other)) => return Ok(see_other(&question_url(call, id, other))),
        _ => return go(call, resume(&call.cx(), &call.visitor(None), id).await?, None),
    };
    let here = call.issuer.url.join(&format!("/login?interaction={id}"));
    let another = format!("{here}&another=1");
    let again = match (shown.another, shown.ended()) {
        (true, _) => another.clone(),
        (false, true) => call.issuer.url.join(&ended_path(Some(id))),
        (false, false) => here,
    };
    let is_first = shown.step == StepWanted::Name;
    let took_long = reason.is_some() && is_first && !shown.another && waited_too_long(call, &paused);
    let problem = shown.problem.or(took_long.then_some(SignInProblem::TookLong));
    let fixed = reason.filter(|_| !shown.another).and_then(|reason| fixed_account(call, &paused, reason));
    let asked = paused.journey.authorization();
    // The account that has to be proven before a provider is connected to it.
    let waiting = what_waits(&call.cx(), &call.visitor(None), &paused).await?;
    let to_prove = waiting.filter(|one| matches!(one.wants, WaitingFor::Account(_))).and_then(|one| one.email);
    let hint = to_prove.or_else(|| asked.and_then(|asked| asked.request.login_hint.clone())).unwrap_or_default();
    let username = if shown.username.is_empty() { hint } else { shown.username };
    let ways = upstream::OfferedTo {
        interaction: Some(id),
        name: Some(&username),
        idp_hint: asked.and_then(|asked| asked.request.idp_hint.as_deref()),
    };
    let upstreams = upstream::of_page(call, ways).await?;
    let frame = call.bare_frame(call.locale(paused.journey.ui_locales()), form_token(call, FORM)).at(again);
    let sign_in = SignIn {
        client: asked.map(|asked| asking_card(call, asked)),
        fixed_account: fixed.map(|user| FixedAccount { person: person(user), switch_url: Some(another) }),
        another: shown.another,
        upstreams,
        // On the way to one's own account there is nobody to go back to.
        cancel: asked.map(|_| cancel_form(call, call.known_browser())),
        ..sign_in(call, Some(id), frame, Shown { username, problem, ..shown })
    };
    let asked = StepFor { interaction: Some(id), fixed, wanted: step };
    Ok(page::show(status, &in_steps(call, sign_in, asked).await?))
}

/// Whether somebody proved something here, and took too long for the rest of it.
fn waited_too_long(call: &PageCall, paused: &Paused) -> bool {
    paused.progress.pending.as_ref().is_some_and(|pending| !pending.is_good(call.cx().now))
}

/// What the page shows whatever one signs in for.
fn sign_in(call: &PageCall, id: Option<&InteractionId>, frame: Frame, shown: Shown) -> SignIn {
    SignIn {
        frame,
        step: SignInStep::Whole,
        client: None,
        action: call.issuer.url.join("/login"),
        interaction: id.map(ToString::to_string),
        forgot_url: forgot_url(call, id),
        username: shown.username,
        fixed_account: None,
        another: false,
        remember: Some(shown.remember),
        passkey: passkey::offer(call),
        wallet: ethereum::offer(call),
        upstreams: None,
        problem: shown.problem,
        signals: shown.signals,
        calculation: shown.calculation.map(work),
        passed: shown.passed,
        demo: call.app.demo,
        mail_url: mail_url(call, id),
        sign_up: sign_up(call, id),
        cancel: None,
    }
}

/// What the page asks of the browser.
pub(super) fn work(calculation: Calculation) -> WorkToDo {
    let Calculation { challenge, bits, wait } = calculation;
    WorkToDo { challenge, bits, seconds: u32::try_from(wait.0).unwrap_or_default() }
}

/// The one account that has to sign in again.
fn fixed_account<'a>(call: &'a PageCall, paused: &Paused, reason: LoginReason) -> Option<&'a User> {
    if !matches!(reason, LoginReason::Prompted | LoginReason::TooOld | LoginReason::TooWeak) {
        return None;
    }
    let accounts = &call.accounts.all;
    let selected = accounts.iter().find(|one| Some(&one.session.id) == paused.progress.selected.as_ref());
    let only = if let [only] = accounts.as_slice() { Some(only) } else { None };
    selected.or(only).map(|one| &one.user)
}

/// Signing in to one's own account: no client, but a browser to bind the form to.
async fn own(call: &PageCall, shown: Shown) -> Result<Response, PageError> {
    let (status, wanted) = (shown.status(), shown.step);
    let (browser, fresh) = ensure_browser(call).await?;
    let here = if shown.ended() { ended_path(None) } else { "/login".to_owned() };
    let ways = upstream::OfferedTo { name: Some(&shown.username), ..upstream::OfferedTo::default() };
    let upstreams = upstream::of_page(call, ways).await?;
    let frame = call.bare_frame(call.locale(None), browser_token(&browser, FORM)).at(call.issuer.url.join(&here));
    let sign_in = SignIn { upstreams, ..sign_in(call, None, frame, shown) };
    let sign_in = in_steps(call, sign_in, StepFor { interaction: None, fixed: None, wanted }).await?;
    Ok(with_browser(call, page::show(status, &sign_in), fresh.then_some(&browser)))
}

/// The sign-in page for somebody whose session ended while another page was open: it says so.
pub fn ended_path(interaction: Option<&InteractionId>) -> String {
    let interaction = interaction.map(|id| format!("interaction={id}&")).unwrap_or_default();
    format!("/login?{interaction}ended=1")
}

/// Where somebody goes who forgot the password: the operator's own page, ours where mail can be sent, or where there is
/// help.
fn forgot_url(call: &PageCall, interaction: Option<&InteractionId>) -> Option<String> {
    let config = &call.app.config;
    if config.login.forgot_password_url.is_none() && Feature::PasswordRecovery.is_on(&call.app) {
        return Some(call.issuer.url.join(&forgot::path(interaction)));
    }
    let own = config.login.forgot_password_url.as_ref();
    own.or(config.branding.support_url.as_ref()).map(|url| url.as_str().to_owned())
}

/// Where somebody goes who would rather be mailed a code; none where that is off.
fn mail_url(call: &PageCall, id: Option<&InteractionId>) -> Option<String> {
    let path = mail_sign_in::path(id);
    Feature::MailSignIn.is_on(&call.app).then(|| call.issuer.url.join(&path))
}

/// What people without an account are told: where they make one, or whom to ask.
fn sign_up(call: &PageCall, id: Option<&InteractionId>) -> Option<SignUpWay> {
    if Feature::SignUp.is_on(&call.app) {
        return Some(SignUpWay::Url(call.issuer.url.join(&sign_up::path(id))));
    }
    call.app.config.sign_up.help.clone().map(SignUpWay::Help)
}

/// The browser, made known if it is not yet; the flag says that its cookie must be set.
///
/// # Errors
/// When the database fails.
pub async fn ensure_browser(call: &PageCall) -> Result<(Browser, bool), Error> {
    match call.found_browser()? {
        Some(known) => Ok((known.clone(), false)),
        None => sessions::make_browser(&call.cx()).await.map(|browser| (browser, true)),
    }
}

/// What is asked of a new password.
pub fn password_rules(call: &PageCall) -> PasswordRules {
    let login = &call.app.config.login;
    PasswordRules {
        min: login.password_min_length,
        max: login.password_max_length,
        classes: login.password_profile == PasswordProfile::Classes,
    }
}
