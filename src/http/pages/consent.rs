//! The consent page (OIDC Core §3.1.2.4).

use axum::{extract::State, http::StatusCode, response::Response};
use serde_json::Value;

use super::{check_form, client_card, form_token, interaction, person, with_present_cookie};
use crate::{
    domain::{
        authorize::{self, Paused, Question, Stopped},
        claims::MAX_ORGANIZATIONS,
        error::Error,
        resource_servers,
        sessions::SignedIn,
    },
    http::{
        Shared,
        answer::{
            page::{self, PageError},
            response_mode::{see_other, send},
        },
        extract::{FormParams, QueryParams, Visit},
        oauth::authorize::{go, question_url},
    },
    protocol::{authorize::AuthorizationRequest, params::Params, scope::concern_organization},
    render::{
        frame::return_host,
        pages::{Confirm, Consent, OrganizationChoice},
        scopes::{self, AskedClaim, AskedScope, Facts},
    },
    store::{claim_sources, memberships},
};

/// The form's purpose.
const FORM: &str = "consent";
/// The purpose of the form that asks no more than to go on: a press there is no consent.
const CONFIRM: &str = "confirm";

/// `GET /consent`
pub async fn get(State(app): State<Shared>, visit: Visit, QueryParams(params): QueryParams) -> Response {
    match show(&app, &visit, &params.unwrap_or_default()).await {
        Ok(response) => response,
        Err(stopped) => PageError::from(stopped).answer(&app, &visit),
    }
}

async fn show(app: &Shared, visit: &Visit, params: &Params) -> Result<Response, Stopped> {
    let id = interaction(params).ok_or(Stopped::Over { client: None, completed: false })?;
    let browser = visit.known_browser();
    let paused = authorize::load(app, &visit.issuer, &id, browser).await?;
    let standing = authorize::standing(app, &visit.issuer, &paused, browser).await?;
    let account = match (&standing.question, &standing.account) {
        (Ok(Some(Question::Consent)), Some(account)) => account,
        (Ok(Some(Question::Confirm)), Some(account)) => {
            return Ok(page::show(StatusCode::OK, &confirm_page(app, visit, &paused, account, id.as_str())));
        }
        (Ok(Some(other)), _) => return Ok(see_other(&question_url(visit, &id, other))),
        _ => {
            let step = authorize::resume(app, &visit.issuer, &id, browser, &visit.origin).await;
            return Ok(go(app, visit, step).await);
        }
    };
    let consent = consent_page(app, visit, &paused, account, id.as_str()).await?;
    Ok(page::show(StatusCode::OK, &consent))
}

fn confirm_page(app: &Shared, visit: &Visit, paused: &Paused, account: &SignedIn, id: &str) -> Confirm {
    let request = &paused.request;
    let locale = visit.locale(request.ui_locales.as_deref());
    let here = visit.issuer.url.join(&format!("/consent?interaction={id}"));
    Confirm {
        frame: app.site.frame(locale, form_token(visit, CONFIRM)).at(here),
        client: client_card(visit, &paused.client.client, return_host(request.address.redirect_uri())),
        action: visit.issuer.url.join("/consent"),
        interaction: id.to_owned(),
        account: account.session.id.to_string(),
        person: person(&account.user),
        switch_url: visit.issuer.url.join(&format!("/accounts?interaction={id}")),
        offline: request.scopes.has("offline_access"),
    }
}

async fn consent_page(
    app: &Shared,
    visit: &Visit,
    paused: &Paused,
    account: &SignedIn,
    id: &str,
) -> Result<Consent, Error> {
    let request = &paused.request;
    let locale = visit.locale(request.ui_locales.as_deref());
    let mut conn = app.db.read().await?;
    let memberships = if concern_organization(&request.scopes) {
        memberships::list_for_user(&mut conn, &account.user.id, MAX_ORGANIZATIONS).await?
    } else {
        Vec::new()
    };
    drop(conn);
    let servers = resource_servers::resolve(app, &visit.issuer, &request.resources).await?;
    let text = |name: &str| account.user.claims.get(name).and_then(Value::as_str).map(str::to_owned);
    let facts = Facts {
        name: text("name"),
        email: account.user.email.clone(),
        phone: account.user.phone_number.clone(),
        address: account
            .user
            .claims
            .get("address")
            .and_then(|one| one.get("formatted"))
            .and_then(Value::as_str)
            .map(str::to_owned),
        organizations: memberships.iter().map(|one| one.name.clone()).collect(),
    };
    let asked: Vec<AskedScope<'_>> = request.scopes.iter().map(|scope| AskedScope { scope, described: None }).collect();
    let mut lines = scopes::lines(locale, &asked, &facts);
    lines.extend(scopes::claim_lines(locale, &single_claims(app, request, account).await?));
    let selected = paused.progress.organization.as_ref().or(account.session.organization_id.as_ref());
    Ok(Consent {
        frame: app
            .site
            .frame(locale, form_token(visit, FORM))
            .at(visit.issuer.url.join(&format!("/consent?interaction={id}"))),
        client: client_card(visit, &paused.client.client, return_host(request.address.redirect_uri())),
        action: visit.issuer.url.join("/consent"),
        interaction: id.to_owned(),
        account: account.session.id.to_string(),
        person: person(&account.user),
        switch_url: Some(visit.issuer.url.join(&format!("/accounts?interaction={id}"))),
        scopes: lines,
        resources: servers
            .iter()
            .filter(|server| server.builtin_at.is_none())
            .map(|server| server.name.clone())
            .collect(),
        organizations: memberships
            .iter()
            .map(|one| OrganizationChoice {
                id: one.organization_id.to_string(),
                name: one.name.clone(),
                selected: selected == Some(&one.organization_id),
            })
            .collect(),
    })
}

/// The claims that are asked for one by one, with the values that would be told.
async fn single_claims(
    app: &Shared,
    request: &AuthorizationRequest,
    account: &SignedIn,
) -> Result<Vec<AskedClaim>, Error> {
    let names = request.single_claims();
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let known = crate::domain::claims::known(&account.user);
    let shown = |name: &str| match known.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Object(address)) => address.get("formatted").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    let mut conn = app.db.read().await?;
    let others = claim_sources::list_for_user(&mut conn, &account.user.id).await?;
    let vouched = |name: &str| {
        let source = others.iter().find(|source| source.claims.iter().any(|claim| claim == name));
        source.map(|source| source.name.clone())
    };
    let asked = |name: &&str| AskedClaim { name: (*name).to_owned(), value: shown(name).or_else(|| vouched(name)) };
    Ok(names.iter().map(asked).collect())
}

/// `POST /consent`
pub async fn post(State(app): State<Shared>, visit: Visit, FormParams(params): FormParams) -> Response {
    let params = params.unwrap_or_default();
    if let Some(again) = with_present_cookie(&visit, "/consent", &params) {
        return again;
    }
    let Some(id) = interaction(&params) else {
        return PageError::from(Stopped::Over { client: None, completed: false }).answer(&app, &visit);
    };
    let browser = visit.known_browser();
    // An interaction that is over says so first: a second press is no forgery.
    if let Err(stopped) = authorize::load(&app, &visit.issuer, &id, browser).await {
        return PageError::from(stopped).answer(&app, &visit);
    }
    // Each of the two pages has a token of its own: no answer to one of them passes for one to the other.
    let form = if params.get("question") == Some(CONFIRM) { CONFIRM } else { FORM };
    if let Some(forged) = check_form(&app, &visit, &params, form).await {
        return forged.answer(&app, &visit);
    }
    if params.get("decision") != Some("allow") {
        return match authorize::deny(&app, &visit.issuer, &id, browser).await {
            Ok(told) => send(&app, &visit, &told),
            Err(stopped) => PageError::from(stopped).answer(&app, &visit),
        };
    }
    let organization = params.get("organization").and_then(|text| text.parse().ok());
    let shown = params.get("account").and_then(|text| text.parse().ok());
    let approved = if form == CONFIRM {
        authorize::confirm(&app, &visit.issuer, &id, browser, shown.as_ref()).await
    } else {
        let answered = (shown.as_ref(), organization, &visit.origin);
        authorize::approve(&app, &visit.issuer, &id, browser, answered).await
    };
    if let Err(stopped) = approved {
        return PageError::from(stopped).answer(&app, &visit);
    }
    let step = authorize::resume(&app, &visit.issuer, &id, browser, &visit.origin).await;
    go(&app, &visit, step).await
}
