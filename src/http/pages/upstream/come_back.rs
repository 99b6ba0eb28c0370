//! The way back from a provider.

use std::sync::Arc;

use axum::{extract::Path, response::Response};

use super::{
    leave, prove, silent,
    trouble::{self, Trouble},
    ways::{chosen, last_used},
};
use crate::{
    domain::{
        flows::journey::upstream::{Arrived, add_identity, arrive},
        kernel::Error,
        login::upstream::{CameBack, UpstreamAnswer, come_back, hand_on, handed_on},
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            step::{go, with_browser},
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{security::identity, sign_up},
    },
    protocol::{params::Params, upstream::callback},
    render::pages::UpstreamProblem,
};

/// What of an answer is looked at.
const ANSWER: [&str; 6] = ["state", "code", "error", "error_description", "iss", "user"];
/// Longest answer that a form is turned into an address of.
const LONGEST: usize = 6000;

/// `POST …/callback` (OAuth 2.0 Form Post Response Mode): the same by GET.
///
/// The cookies of our browser are SameSite=Lax: a form on the provider's page does not bring them, one redirect later they
/// are there. Whether the answer was meant for this browser is looked at then, as with any.
pub async fn come_back_by_form(Path(name): Path<String>, PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let query = Params::from_pairs(ANSWER.into_iter().filter_map(|field| Some((field, params.get(field)?)))).to_query();
    let outcome = if query.len() > LONGEST || !is_name(&name) {
        trouble::show(&call, &Trouble::of(UpstreamProblem::Untrusted))
    } else {
        Ok(see_other(&format!("{}?{query}", callback(&call.issuer.url, &name))))
    };
    page::answered(&call, outcome)
}

/// Nothing else is written into an address.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// `GET …/callback`
pub async fn get(Path(name): Path<String>, call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, came(&call, &name, &params.unwrap_or_default()).await)
}

async fn came(call: &PageCall, name: &str, params: &Params) -> Result<Response, PageError> {
    let text = |field| params.get(field);
    // RFC 6749 §4.1.2: what is not recognized is ignored; a ticket is none where nobody hands answers on.
    if let Some(ticket) = text("ticket").filter(|_| call.app.config.relay.via.is_some()) {
        return match handed_on(&call.cx(), ticket) {
            Ok(handed) => taken(call, handed.of(name)).await,
            Err(fault) => trouble::show(call, &Trouble::of_fault(call, fault)?),
        };
    }
    let answer = UpstreamAnswer {
        upstream: name,
        state: text("state"),
        code: text("code"),
        error: text("error"),
        error_description: text("error_description"),
        iss: text("iss"),
        user: text("user"),
    };
    match hand_on(&call.cx(), &answer) {
        Ok(Some(address)) => Ok(see_other(&address)),
        Ok(None) => taken(call, answer).await,
        Err(fault) => trouble::show(call, &Trouble::of_fault(call, fault)?),
    }
}

/// Takes an answer for this instance.
async fn taken(call: &PageCall, answer: UpstreamAnswer<'_>) -> Result<Response, PageError> {
    let browser = call.found_browser()?;
    match Box::pin(come_back(&call.cx(), browser, answer)).await {
        Err(fault) => {
            if let Some(response) = silent::answer_fault(call, &fault).await? {
                return Ok(response);
            }
            let interaction = fault.interaction.clone();
            let ours = |cause: Error| PageError { interaction, ..PageError::from(cause) };
            trouble::show(call, &Trouble::of_fault(call, fault).map_err(ours)?)
        }
        Ok(came) if came.session.is_some() => connected(call, came).await,
        Ok(came) => arrived(call, came).await,
    }
}

/// Somebody came back to sign in.
pub(super) async fn arrived(call: &PageCall, came: CameBack) -> Result<Response, PageError> {
    let (upstream, id) = (Arc::clone(&came.upstream), came.interaction.clone());
    let paused = leave::paused(call, id.as_ref()).await?;
    let response = match Box::pin(arrive(&call.cx(), &call.visitor(None), paused, came)).await? {
        Arrived::Step(step) => go(call, step, None)?,
        Arrived::ProveAccount(offer) => {
            let response = see_other(&call.issuer.url.join(&prove::path(&offer.interaction)));
            with_browser(call, response, Some(&offer.browser))
        }
        Arrived::SignUp(new) => {
            let response = see_other(&call.issuer.url.join(&sign_up::path_at_upstream(&new)));
            with_browser(call, response, new.browser.as_ref())
        }
        Arrived::Refused(why) => {
            return trouble::show(call, &Trouble::of_refusal(call, why).of_upstream(&upstream).on_journey(id));
        }
    };
    Ok(chosen(call, last_used(call, response, &upstream)))
}

/// Somebody came back to connect an account.
async fn connected(call: &PageCall, came: CameBack) -> Result<Response, PageError> {
    let (upstream, session) = (Arc::clone(&came.upstream), came.session.clone());
    let me = session.as_ref().and_then(|session| call.accounts.find(session)).ok_or(Error::SignedOut)?;
    match Box::pin(add_identity(&call.cx(), &call.visitor(None), came)).await? {
        Ok(_) => Ok(chosen(call, identity::connected(call, me))),
        Err(why) => {
            trouble::show(call, &Trouble::of_refusal(call, why).of_upstream(&upstream).of_account(session.clone()))
        }
    }
}
