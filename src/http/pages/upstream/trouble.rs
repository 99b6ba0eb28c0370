//! Why somebody who went to a provider is not signed in, at an address of its own: the one that they came back to holds
//! what nobody should open again.

use axum::{
    http::{StatusCode, header},
    response::Response,
};
use serde::{Deserialize, Serialize};

use crate::{
    base::{
        id::{InteractionId, SessionId},
        text::printable,
    },
    domain::{
        interactions::Stopped,
        kernel::Error,
        login::upstream::{UpstreamFault, UpstreamFaultKind},
        registry::upstreams::Upstream,
    },
    http::{
        answer::{
            page::{self, PageError},
            reopened,
            response_mode::see_other,
        },
        cookies,
        extract::{PageCall, QueryParams},
        pages::with_interaction,
    },
    protocol::{params::Params, upstream::linking::LinkRefusal},
    render::pages::{UpstreamProblem, UpstreamProblemPage},
};

/// Where it is shown.
pub const PATH: &str = "/sign-in/upstream-problem";

/// Longest word of a provider that is shown: what is longer is no sentence for a person.
const LONGEST_WORD: usize = 160;

/// What the page shows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Trouble {
    problem: UpstreamProblem,
    name: Option<String>,
    said: Option<String>,
    reference: String,
    interaction: Option<InteractionId>,
    /// The session of whoever was about to connect an account.
    account: Option<SessionId>,
    /// The word for the provider, where another account there is the way on.
    #[serde(skip)]
    chooses_at: Option<String>,
}

impl Trouble {
    /// That this happened.
    pub fn of(problem: UpstreamProblem) -> Self {
        Self {
            problem,
            name: None,
            said: None,
            reference: String::new(),
            interaction: None,
            account: None,
            chooses_at: None,
        }
    }

    /// What stopped somebody on the way there or back.
    ///
    /// # Errors
    /// What of ours failed.
    pub fn of_fault(call: &PageCall, fault: UpstreamFault) -> Result<Self, Error> {
        if let Some(cause) = fault.cause {
            return Err(*cause);
        }
        let problem = match &fault.kind {
            UpstreamFaultKind::Cancelled => UpstreamProblem::Cancelled,
            UpstreamFaultKind::Expired => UpstreamProblem::Expired,
            UpstreamFaultKind::OtherBrowser => UpstreamProblem::OtherBrowser,
            UpstreamFaultKind::Unreachable => UpstreamProblem::Unreachable,
            UpstreamFaultKind::Misconfigured | UpstreamFaultKind::Ours => UpstreamProblem::Misconfigured,
            UpstreamFaultKind::Untrusted => UpstreamProblem::Untrusted,
            UpstreamFaultKind::NotFresh | UpstreamFaultKind::NotStrong => UpstreamProblem::NotFresh,
            UpstreamFaultKind::OtherTenant => UpstreamProblem::NotAllowed,
            UpstreamFaultKind::Refused(_) | UpstreamFaultKind::InteractionRequired(_) => UpstreamProblem::Refused,
        };
        let said = match &fault.kind {
            UpstreamFaultKind::Refused(said) => sayable(said),
            _ => None,
        };
        let trouble = Self { said, reference: call.request_id(), ..Self::of(problem) };
        let trouble = match &fault.upstream {
            Some(upstream) => trouble.of_upstream(upstream),
            None => trouble,
        };
        if fault.interaction.is_some() {
            return Ok(trouble.on_journey(fault.interaction));
        }
        // Somebody who is signed in and on the way to nothing connects an account.
        Ok(trouble.of_account(call.accounts.by_sign_in().last().map(|one| one.session.id.clone())))
    }

    /// Why somebody who came back opens nothing.
    pub fn of_refusal(call: &PageCall, refusal: LinkRefusal) -> Self {
        let problem = match refusal {
            LinkRefusal::Rule | LinkRefusal::OutsideDomains => UpstreamProblem::NotAllowed,
            LinkRefusal::BelongsToAnother => UpstreamProblem::Taken,
            LinkRefusal::OtherIdentity => UpstreamProblem::OtherIdentity,
            LinkRefusal::Disabled => UpstreamProblem::Disabled,
            LinkRefusal::Administrator => UpstreamProblem::Administrator,
            LinkRefusal::SeveralAccounts => UpstreamProblem::Several,
            LinkRefusal::OnlyLinks | LinkRefusal::Closed | LinkRefusal::Invitation => UpstreamProblem::Closed,
            LinkRefusal::Domain | LinkRefusal::Disposable => UpstreamProblem::AddressRefused,
            LinkRefusal::UnprovenAddress => UpstreamProblem::TooLittle,
            LinkRefusal::NotFresh => UpstreamProblem::NotFresh,
            LinkRefusal::LastWayIn | LinkRefusal::Gone => UpstreamProblem::Gone,
        };
        Self { reference: call.request_id(), ..Self::of(problem) }
    }

    /// Names the provider.
    #[must_use]
    pub fn of_upstream(mut self, upstream: &Upstream) -> Self {
        self.name = Some(upstream.label.clone());
        // It would answer with the same account again.
        let wants_other = matches!(
            self.problem,
            UpstreamProblem::Taken | UpstreamProblem::NotAllowed | UpstreamProblem::OtherIdentity
        );
        self.chooses_at = wants_other.then(|| upstream.name.clone());
        self
    }

    /// Leads back to what somebody signs in for.
    #[must_use]
    pub fn on_journey(mut self, interaction: Option<InteractionId>) -> Self {
        self.interaction = interaction.or(self.interaction);
        self
    }

    /// Leads back to the account of whoever connects one.
    #[must_use]
    pub fn of_account(mut self, session: Option<SessionId>) -> Self {
        self.account = session.or(self.account);
        self
    }

    const fn status(&self) -> StatusCode {
        match self.problem {
            UpstreamProblem::Cancelled => StatusCode::OK,
            UpstreamProblem::Expired | UpstreamProblem::Gone => StatusCode::GONE,
            UpstreamProblem::OtherBrowser | UpstreamProblem::Untrusted | UpstreamProblem::TooLittle => {
                StatusCode::BAD_REQUEST
            }
            UpstreamProblem::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
            UpstreamProblem::Misconfigured => StatusCode::INTERNAL_SERVER_ERROR,
            UpstreamProblem::NotFresh
            | UpstreamProblem::Refused
            | UpstreamProblem::NotAllowed
            | UpstreamProblem::Closed
            | UpstreamProblem::Disabled
            | UpstreamProblem::Administrator
            | UpstreamProblem::AddressRefused => StatusCode::FORBIDDEN,
            UpstreamProblem::Taken | UpstreamProblem::OtherIdentity | UpstreamProblem::Several => StatusCode::CONFLICT,
        }
    }
}

/// What a provider said, if a person can do something with it. It is shown as text, whatever it holds.
fn sayable(said: &str) -> Option<String> {
    let said = printable(said.trim(), |_| false);
    (!said.is_empty() && said.len() <= LONGEST_WORD).then_some(said)
}

/// To the page that says it.
///
/// # Errors
/// When what is shown cannot be written.
pub fn show(call: &PageCall, trouble: &Trouble) -> Result<Response, PageError> {
    let mut response = see_other(&reopened::address(call, PATH, trouble)?);
    let chooses = trouble.chooses_at.as_deref().and_then(|name| cookies::set_other_account(&call.issuer.url, name));
    if let Some(cookie) = chooses {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `GET /sign-in/upstream-problem`
pub async fn problem(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, shown(&call, &params.unwrap_or_default()))
}

fn shown(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let trouble: Trouble = reopened::shown(call, PATH, params).ok_or(Stopped::GONE)?;
    let back = match &trouble.account {
        Some(session) => format!("/account/security?account={session}"),
        None => with_interaction("/login", trouble.interaction.as_ref()),
    };
    let help = call.app.config.sign_up.help.clone().filter(|_| trouble.problem == UpstreamProblem::Closed);
    let status = trouble.status();
    let page = UpstreamProblemPage {
        frame: reopened::frame_again(call, None),
        problem: trouble.problem,
        name: trouble.name,
        said: trouble.said,
        help,
        reference: trouble.reference,
        back_url: call.issuer.url.join(&back),
        is_account: trouble.account.is_some(),
    };
    Ok(page::show(status, &page))
}
