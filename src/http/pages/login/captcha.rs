//! The page of a captcha, after failures: it has no password on it, since a script of others runs there.

use axum::{http::StatusCode, response::Response};

use super::show::work;
use crate::{
    base::id::InteractionId,
    domain::{
        kernel::Error,
        login::{
            captcha::{self, CaptchaOutcome, CaptchaShown},
            proof_of_work::{Calculation, WorkKind, WorkPlace, WorkShown},
        },
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{check_form, form_token, interaction, with_interaction, with_retry_after},
    },
    protocol::params::Params,
    render::pages::{CaptchaPage, CaptchaProblem, CaptchaWidget},
};

/// Where the page is.
pub const PATH: &str = "/login/captcha";
/// The form's purpose.
const FORM: &str = "captcha";

/// Where somebody shows that they are a person, on a journey or on the way to their own account.
pub(super) fn captcha_url(call: &PageCall, interaction: Option<&InteractionId>) -> String {
    call.issuer.url.join(&with_interaction(PATH, interaction))
}

/// What the page shows besides the service's widget.
struct Asked {
    calculation: Calculation,
    is_fallback: bool,
    problem: Option<CaptchaProblem>,
}

/// `GET /login/captcha`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    page::answered(&call, show(&call, &params))
}

fn show(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params);
    let place = place(call, id.as_ref())?;
    let calculation = captcha::to_wait_for(&call.cx(), place);
    Ok(captcha_page(call, id.as_ref(), Asked { calculation, is_fallback: false, problem: None }))
}

/// For whom it is.
fn place<'a>(call: &'a PageCall, interaction: Option<&'a InteractionId>) -> Result<WorkPlace<'a>, PageError> {
    call.found_browser()?;
    if !captcha::is_on(&call.cx()) {
        return Err(Error::NotFound.into());
    }
    let browser = call.known_browser().ok_or_else(PageError::no_cookie)?;
    Ok(WorkPlace { browser: &browser.id, interaction, kind: WorkKind::CaptchaWait })
}

fn captcha_page(call: &PageCall, interaction: Option<&InteractionId>, asked: Asked) -> Response {
    let settings = &call.app.config.captcha;
    let status = match asked.problem {
        Some(CaptchaProblem::Later) => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::OK,
    };
    let facts = settings.driver.facts().filter(|_| !asked.is_fallback);
    let shown = CaptchaPage {
        frame: call.frame(form_token(call, FORM)),
        action: call.issuer.url.join(PATH),
        interaction: interaction.map(ToString::to_string),
        widget: facts.map(|facts| CaptchaWidget { facts, site_key: settings.site_key.clone().unwrap_or_default() }),
        calculation: Some(work(asked.calculation)),
        problem: asked.problem,
    };
    page::show(status, &shown)
}

/// `POST /login/captcha`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(PATH, &params);
    page::answered(&call, answered(&call, &params).await)
}

async fn answered(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params);
    let place = place(call, id.as_ref())?;
    check_form(call, params, FORM)?;
    let of = |name| params.get(name).unwrap_or_default();
    let field = call.app.config.captcha.driver.facts().map_or("", |facts| facts.field);
    let shown = CaptchaShown {
        answer: of(field),
        work: WorkShown { challenge: of("work"), answer: of("work_answer") },
        is_fallback: params.has("fallback"),
    };
    let again = |calculation, is_fallback, problem| {
        Ok(captcha_page(call, id.as_ref(), Asked { calculation, is_fallback, problem }))
    };
    let to_wait_for = || captcha::to_wait_for(&call.cx(), place);
    match captcha::look(&call.cx(), place, shown).await? {
        CaptchaOutcome::Passed(passed) => {
            let query =
                Params::from_pairs(id.iter().map(|id| ("interaction", id.as_str())).chain([("work", passed.as_str())]));
            Ok(see_other(&call.issuer.url.join(&format!("/login?{}", query.to_query()))))
        }
        CaptchaOutcome::Refused => again(to_wait_for(), false, Some(CaptchaProblem::Failed)),
        CaptchaOutcome::Waiting(left) => {
            let wait = Some(left.wait);
            again(left, false, Some(CaptchaProblem::Early)).map(|page| with_retry_after(page, wait))
        }
        CaptchaOutcome::Calculate(calculation) => again(calculation, true, Some(CaptchaProblem::Away)),
        CaptchaOutcome::Unreachable => again(to_wait_for(), false, Some(CaptchaProblem::Later)),
    }
}
