//! One's own account: who am I, where am I signed in, which apps may see what.

use axum::{extract::State, http::StatusCode, response::Response};
use serde_json::Value;

use super::{check_form, client_card, form_token, person};
use crate::{
    base::id::SessionId,
    domain::{
        accounts,
        audit::By,
        claims, clients, consents,
        error::Error,
        sessions::{self, SignedIn},
    },
    http::{
        Shared,
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            signed_out::{Next, go_on},
        },
        extract::{FormParams, QueryParams, Visit},
        middleware::headers::{ISOLATED_OPENER, OPENER_POLICY},
    },
    protocol::{client::ClientId, initiate_login, params::Params, scope::Scopes},
    render::{
        Locale,
        pages::{Account, AccountUrls, AppRow, ClaimRow, Flash, SessionRow},
        scopes::{self, AskedScope, Facts},
    },
    store::{consents as consent_rows, sessions as session_rows},
};

/// The forms' purpose.
const FORM: &str = "account";

/// The account that signed in last in this browser.
async fn current(app: &Shared, visit: &Visit) -> Result<Option<SignedIn>, Error> {
    let Some(browser) = visit.known_browser() else { return Ok(None) };
    let mut conn = app.db.read().await?;
    let accounts = sessions::signed_in(&mut conn, browser, None, app.clock.now()).await?;
    Ok(accounts.into_iter().max_by_key(|one| one.session.auth_time))
}

/// `GET /account`
pub async fn get(State(app): State<Shared>, visit: Visit, QueryParams(params): QueryParams) -> Response {
    match show(&app, &visit, &params.unwrap_or_default()).await {
        Ok(response) => response,
        Err(error) => PageError::from(error).answer(&app, &visit),
    }
}

async fn show(app: &Shared, visit: &Visit, params: &Params) -> Result<Response, Error> {
    let Some(me) = current(app, visit).await? else { return Ok(see_other(&visit.issuer.url.join("/login"))) };
    let locale = visit.locale(None);
    let account = Account {
        frame: app.site.frame(locale, form_token(visit, FORM)).at(visit.issuer.url.join("/account")),
        person: person(&me.user),
        claims: claim_rows(locale, &me),
        sessions: session_list(app, &me).await?,
        apps: apps(app, visit, locale, &me).await?,
        flash: match params.get("done") {
            Some("session") => Some(Flash::SessionEnded),
            Some("app") => Some(Flash::AppRemoved { name: removed_name(app, visit, params).await }),
            _ => None,
        },
        urls: AccountUrls::below(visit.issuer.url.as_str()),
    };
    let mut response = page::show(StatusCode::OK, &account);
    response.headers_mut().insert(OPENER_POLICY, ISOLATED_OPENER);
    Ok(response)
}

async fn removed_name(app: &Shared, visit: &Visit, params: &Params) -> String {
    let id = ClientId::new(params.get("app").unwrap_or_default());
    let found = clients::find(app, &visit.issuer, &id).await.ok().flatten();
    found.map(|client| client.client.display_name().to_owned()).unwrap_or_default()
}

fn claim_rows(locale: Locale, me: &SignedIn) -> Vec<ClaimRow> {
    let known = claims::known(&me.user);
    let order = crate::protocol::scope::STANDARD.iter().flat_map(|scope| scope.claims.iter());
    order
        .filter(|name| !matches!(**name, "sub" | "updated_at" | "email_verified" | "phone_number_verified"))
        .filter_map(|name| {
            let text = match known.get(*name)? {
                Value::String(text) => text.clone(),
                Value::Object(address) => {
                    let parts = ["street_address", "postal_code", "locality", "region", "country"];
                    let formatted = address.get("formatted").and_then(Value::as_str).map(str::to_owned);
                    formatted.unwrap_or_else(|| {
                        parts.iter().filter_map(|part| address.get(*part)?.as_str()).collect::<Vec<_>>().join(", ")
                    })
                }
                other => other.to_string(),
            };
            Some(ClaimRow::of(locale, name, text))
        })
        .collect()
}

async fn session_list(app: &Shared, me: &SignedIn) -> Result<Vec<SessionRow>, Error> {
    let mut conn = app.db.read().await?;
    let rows = session_rows::list_live_for_user(&mut conn, &me.user.id, app.clock.now()).await?;
    Ok(rows
        .into_iter()
        .map(|row| SessionRow {
            current: row.id == me.session.id,
            id: row.id.to_string(),
            browser: row.user_agent.as_deref().and_then(browser_name),
            place: row.ip,
            since: row.auth_time,
        })
        .collect())
}

async fn apps(app: &Shared, visit: &Visit, locale: Locale, me: &SignedIn) -> Result<Vec<AppRow>, Error> {
    let mut conn = app.db.read().await?;
    let consents = consent_rows::list_for_user(&mut conn, &me.user.id).await?;
    drop(conn);
    let mut rows = Vec::new();
    for consent in consents {
        let Some(client) = clients::find(app, &visit.issuer, &consent.client_id).await? else { continue };
        let card = client_card(visit, &client.client, None);
        let scopes = Scopes::of(consent.scopes.iter().map(String::as_str));
        let hint = initiate_login::login_hint(&scopes, me.user.email.as_deref(), &me.user.username);
        let asked: Vec<AskedScope<'_>> =
            consent.scopes.iter().map(|scope| AskedScope { scope, described: None }).collect();
        rows.push(AppRow {
            id: consent.client_id.to_string(),
            name: card.name,
            logo_url: card.logo_url,
            open_url: initiate_login::url(&client.client.metadata, visit.issuer.url.as_str(), hint),
            may: scopes::lines(locale, &asked, &Facts::default()).into_iter().map(|line| line.sentence).collect(),
            since: consent.created_at,
        });
    }
    Ok(rows)
}

/// `POST /account/sessions/end`
pub async fn end_session(State(app): State<Shared>, visit: Visit, FormParams(params): FormParams) -> Response {
    act(&app, &visit, params.unwrap_or_default(), Act::EndSession).await
}

/// `POST /account/apps/remove`
pub async fn remove_app(State(app): State<Shared>, visit: Visit, FormParams(params): FormParams) -> Response {
    act(&app, &visit, params.unwrap_or_default(), Act::RemoveApp).await
}

/// `POST /account/sign-out`
pub async fn sign_out(State(app): State<Shared>, visit: Visit, FormParams(params): FormParams) -> Response {
    act(&app, &visit, params.unwrap_or_default(), Act::SignOut).await
}

/// `POST /account/sign-out-everywhere`
pub async fn sign_out_everywhere(State(app): State<Shared>, visit: Visit, FormParams(params): FormParams) -> Response {
    act(&app, &visit, params.unwrap_or_default(), Act::SignOutEverywhere).await
}

enum Act {
    EndSession,
    RemoveApp,
    SignOut,
    SignOutEverywhere,
}

/// What was done.
struct Done {
    /// Where to go on.
    next: String,
    /// A session of this browser that ended.
    ended: Option<SessionId>,
}

impl Done {
    fn at(next: impl Into<String>) -> Self {
        Self { next: next.into(), ended: None }
    }
}

async fn act(app: &Shared, visit: &Visit, params: Params, act: Act) -> Response {
    if let Some(forged) = check_form(app, visit, &params, FORM).await {
        return forged.answer(app, visit);
    }
    match done(app, visit, &params, act).await {
        Ok(done) => {
            let next = Next::Address(visit.issuer.url.join(&done.next), None);
            go_on(app, visit, done.ended.as_slice(), next, visit.locale(None)).await
        }
        Err(error) => PageError::from(error).answer(app, visit),
    }
}

async fn done(app: &Shared, visit: &Visit, params: &Params, act: Act) -> Result<Done, Error> {
    let Some(me) = current(app, visit).await? else { return Ok(Done::at("/login")) };
    let mine = || Done { next: "/".to_owned(), ended: Some(me.session.id.clone()) };
    let actor = format!("user:{}", me.user.id);
    match act {
        Act::EndSession => {
            let id = params.get("session").and_then(|text| text.parse().ok()).ok_or(Error::NotFound)?;
            let mut conn = app.db.read().await?;
            let session = session_rows::find(&mut conn, &id).await?;
            drop(conn);
            // Only one's own.
            let session = session.filter(|session| session.user_id == me.user.id).ok_or(Error::NotFound)?;
            sessions::end(app, &visit.issuer, &session, &actor, &visit.origin).await?;
            Ok(if session.id == me.session.id { mine() } else { Done::at("/account?done=session") })
        }
        Act::RemoveApp => {
            let client = ClientId::new(params.get("app").unwrap_or_default());
            consents::withdraw(app, &visit.issuer, &me.user.id, &client, &visit.origin).await?;
            let id: String = url::form_urlencoded::byte_serialize(client.as_str().as_bytes()).collect();
            Ok(Done::at(format!("/account?done=app&app={id}")))
        }
        Act::SignOut => {
            sessions::end(app, &visit.issuer, &me.session, &actor, &visit.origin).await?;
            Ok(mine())
        }
        Act::SignOutEverywhere => {
            let by = By { actor: &actor, origin: &visit.origin };
            accounts::sign_out(app, &visit.issuer, &me.user.id, by).await?;
            Ok(mine())
        }
    }
}

/// A browser and system in two words: enough to recognize one's own, too coarse to be wrong.
fn browser_name(agent: &str) -> Option<String> {
    let first = |names: &[(&'static str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ])?;
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    Some(system.map_or_else(|| browser.to_owned(), |system| format!("{browser} · {system}")))
}
