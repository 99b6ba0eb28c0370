//! The consent page (OIDC Core §3.1.2.4).

use std::sync::Arc;

use axum::{http::StatusCode, response::Response};

use super::{again, asking_card, check_form, form_token, interaction, login, person};
use crate::{
    base::{id::SessionId, text::undeceptive},
    domain::{
        flows::{
            authorize::{Offer, offer},
            journey::{Agreement, Answer, Next, Step, answer, resume},
        },
        interactions::{self, Authorization, Paused, Question, Standing, Stopped},
        kernel::{Cx, Error},
        registry::{
            attributes, resource_servers,
            upstreams::{self, Upstream},
        },
        sessions::{SignedIn, outcomes::Sent},
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            step::{go, question_url},
        },
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::{
        claims::attribute::Attribute,
        params::Params,
        scope::{Scopes, upstream},
    },
    render::{
        Locale,
        pages::{Confirm, ConsentPage, OrganizationChoice},
        scopes::{self, ActingFor, AskedClaim, AskedScope, Disclosed},
    },
};

/// The form's purpose.
const FORM: &str = "consent";
/// The purpose of the form that asks no more than to go on: a press there is no consent.
const CONFIRM: &str = "confirm";

/// `GET /consent`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, &params.unwrap_or_default()).await)
}

async fn show(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params).ok_or(Stopped::GONE)?;
    let browser = call.known_browser();
    let paused = interactions::load(&call.cx(), &id, browser).await?;
    let standing = interactions::standing(&call.cx(), &paused, &call.visitor(None)).await?;
    let account = match (&standing.question, &standing.account) {
        (Ok(Some(Question::Consent)), Some(account)) => account,
        (Ok(Some(Question::Confirm)), Some(account)) => {
            let page = confirm_page(call, paused.journey.asked()?, account, id.as_str());
            return Ok(page::show(StatusCode::OK, &page));
        }
        (Ok(Some(other)), _) => return Ok(see_other(&question_url(call, &id, other))),
        _ => return go(call, resume(&call.cx(), &call.visitor(None), &id).await?, None),
    };
    let consent = consent_page(call, &paused, &standing, account, id.as_str()).await?;
    Ok(page::show(StatusCode::OK, &consent))
}

fn confirm_page(call: &PageCall, asked: &Authorization, account: &SignedIn, id: &str) -> Confirm {
    let request = &asked.request;
    let locale = call.locale(request.ui_locales.as_deref());
    let here = call.issuer.url.join(&format!("/consent?interaction={id}"));
    Confirm {
        frame: call.bare_frame(locale, form_token(call, CONFIRM)).at(here),
        client: asking_card(call, asked),
        action: call.issuer.url.join("/consent"),
        interaction: id.to_owned(),
        account: account.session.id.to_string(),
        person: person(&account.user),
        switch_url: call.issuer.url.join(&format!("/accounts?interaction={id}")),
        offline: request.scopes.has("offline_access"),
    }
}

async fn consent_page(
    call: &PageCall,
    paused: &Paused,
    standing: &Standing,
    account: &SignedIn,
    id: &str,
) -> Result<ConsentPage, Stopped> {
    let cx = &call.cx();
    let asked = paused.journey.asked()?;
    let request = &asked.request;
    let locale = call.locale(request.ui_locales.as_deref());
    let Offer { organizations, has_more, selected, organization_name, claims } =
        offer(cx, paused, standing, account).await?;
    let shown = |name: &str| undeceptive(name).into_owned();
    let choices: Vec<OrganizationChoice> = organizations
        .iter()
        .map(|one| OrganizationChoice {
            id: one.organization_id.to_string(),
            name: shown(&one.name),
            roles: one.roles.join(locale.comma()),
            selected: selected.as_ref() == Some(&one.organization_id),
        })
        .collect();
    let acting_for = match organization_name {
        _ if choices.len() > 1 => ActingFor::ChosenHere,
        Some(name) => ActingFor::Organization(shown(&name)),
        None => ActingFor::Nobody,
    };
    let declared = Declared::by_operator(cx).await?;
    let providers = upstreams::offered(cx).await?;
    let servers = resource_servers::resolve(cx, &request.resources).await?;
    Ok(ConsentPage {
        frame: call
            .bare_frame(locale, form_token(call, FORM))
            .at(call.issuer.url.join(&format!("/consent?interaction={id}"))),
        client: asking_card(call, asked),
        action: call.issuer.url.join("/consent"),
        interaction: id.to_owned(),
        account: account.session.id.to_string(),
        person: person(&account.user),
        switch_url: Some(call.issuer.url.join(&format!("/accounts?interaction={id}"))),
        scopes: scopes::lines(
            locale,
            &asked_scopes(&declared.scopes(&request.scopes), &providers),
            &declared.claims(locale, &request.single_claims()),
            &Disclosed { claims, acting_for },
        ),
        resources: servers
            .iter()
            // What ours hands over stands there scope by scope.
            .filter(|server| server.builtin_at.is_none() && !server.is_account_api)
            .map(|server| shown(&server.name))
            .collect(),
        organizations: choices,
        has_more_organizations: has_more,
    })
}

/// What the operator declared besides the claims of the standards.
pub struct Declared(Arc<Vec<Attribute>>);

impl Declared {
    /// Everything.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn by_operator(cx: &Cx<'_>) -> Result<Self, Error> {
        Ok(Self(attributes::all(cx).await?))
    }

    /// Scopes without those that bring nothing but what is declared: that stands on the page claim by claim.
    pub fn scopes(&self, scopes: &Scopes) -> Scopes {
        scopes.filter(|scope| !self.0.iter().any(|one| one.scope == scope))
    }

    /// Single claims with the operator's words for them.
    pub fn claims<'a>(&'a self, locale: Locale, names: &[&'a str]) -> Vec<AskedClaim<'a>> {
        let described = |name: &str| self.0.iter().find(|one| one.name == name).map(|one| one.described(locale.tag()));
        names.iter().map(|name| AskedClaim { name, described: described(name) }).collect()
    }
}

/// Scopes with the claims that each brings, and the provider that it names, as its button has it.
pub fn asked_scopes<'a>(scopes: &'a Scopes, providers: &'a [Arc<Upstream>]) -> Vec<AskedScope<'a>> {
    let label = |scope| {
        let name = upstream::name_of(upstream::named(scope)?);
        providers.iter().find(|one| one.name == name).map(|one| one.label.as_str())
    };
    let asked = |scope| AskedScope { scope, described: label(scope), claims: Scopes::of([scope]).claims() };
    scopes.iter().map(asked).collect()
}

/// `POST /consent`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/consent", &params);
    page::answered(&call, decided(&call, &params).await)
}

async fn decided(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params).ok_or(Stopped::GONE)?;
    call.found_browser()?;
    // Each of the two pages has a token of its own: no answer to one of them passes for one to the other.
    let form = if params.get("question") == Some(CONFIRM) { CONFIRM } else { FORM };
    let sent = Sent::of(form, params);
    let visitor = call.visitor(Some(&sent));
    let checked = check_form(call, params, form);
    if checked.is_err() && again::is_replaced(call).await {
        // Another tab signed in; the page tells how things stand.
        return again::by_get(call, "/consent", Some(&id)).ok_or_else(PageError::no_cookie);
    }
    // An interaction that is over, or another browser's, says so first: that is no forgery.
    let paused = match interactions::load(&call.cx(), &id, visitor.browser).await {
        Ok(paused) => paused,
        Err(stopped) if checked.is_ok() => return again::stopped(call, &visitor, stopped).await,
        Err(stopped) => return Err(stopped.into()),
    };
    checked?;
    let shown: Option<SessionId> = params.get("account").and_then(|text| text.parse().ok());
    let decision = match (params.get("decision"), form) {
        (Some("allow"), CONFIRM) => Answer::Confirmed(shown.clone()),
        (Some("allow"), _) => {
            let organization = params.get("organization").and_then(|text| text.parse().ok());
            Answer::Consented(Agreement { shown: shown.clone(), organization })
        }
        _ => Answer::Denied,
    };
    let step = answer(&call.cx(), &visitor, paused, decision).await;
    if let (Ok(Step { next: Next::Ask(id, Question::Login(_)), .. }), Some(shown)) = (&step, &shown)
        && call.accounts.find(shown).is_none()
    {
        return Ok(see_other(&call.issuer.url.join(&login::ended_path(Some(id)))));
    }
    again::go_or_again(call, &visitor, step).await
}
