//! One's own account: who am I, where am I signed in, which apps may see what.
//!
//! Of several accounts in one browser the page shows one, which its address may name; each of its
//! forms acts for the one that was shown.

use axum::{http::StatusCode, response::Response};

use super::{
    account_token, check_account_form, client_card,
    consent::{Declared, asked_scopes},
    devices, login, own_account, person,
};
use crate::{
    base::id::SessionId,
    domain::{
        approval::{
            access::{self, Access, AuthorizedApp},
            claims, consents,
        },
        directory::accounts::{self, Reach, picture},
        kernel::{Cx, Error, app_ids::AppIds},
        login::enrolment,
        registry::{clients, upstreams},
        sessions::{
            self, SignedIn,
            outcomes::{self, Ended, Sent},
            visitor::Visitor,
        },
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            signed_out::{AfterSignOut, go_on},
        },
        extract::{Caller, PageCall, PostedForm, QueryParams, look_of},
        middleware::headers::{ISOLATED_OPENER, OPENER_POLICY},
    },
    protocol::{client::ClientId, initiate_login, params::Params},
    render::{
        Locale,
        claims::Fact,
        pages::{AccountPage, AccountTab, AccountUrls, AppRow, ErrorKind, Flash, OtherAccount},
        scopes,
    },
};

/// The forms' purpose.
const FORM: &str = "account";

/// The page of one account.
fn page_of(session: &SessionId) -> String {
    format!("/account?account={session}")
}

/// `GET /account`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, &params.unwrap_or_default()).await.map_err(PageError::from))
}

async fn show(call: &PageCall, params: &Params) -> Result<Response, Error> {
    let Some(me) = shown(call, params) else { return Ok(see_other(&call.issuer.url.join("/login"))) };
    let mut accounts = call.accounts.by_sign_in();
    accounts.retain(|one| one.session.id != me.session.id);
    let cx = &call.cx().acting(me.actor());
    let locale = call.locale(None);
    let here = call.issuer.url.join(&page_of(&me.session.id));
    let factors = enrolment::of_person(cx, &me.user.id).await?;
    let token = account_token(call, FORM, &me.session.id);
    let account = AccountPage {
        frame: call.bare_frame(locale, token).at(here).seen(look_of(me)),
        ways: own_account::ways(call, me, AccountTab::Overview),
        person: person(&me.user),
        picture: shown_picture(cx, me),
        next: own_account::next_step(call, me, &factors),
        others: accounts
            .iter()
            .map(|one| OtherAccount { person: person(&one.user), url: call.issuer.url.join(&page_of(&one.session.id)) })
            .collect(),
        claims: claim_rows(cx, locale, me),
        sessions: devices::of_person(cx, locale, me).await?,
        apps: apps(cx, call, locale, me).await?,
        flash: match params.get("done") {
            Some("session") => Some(Flash::SessionEnded),
            Some("others") => Some(Flash::OthersEnded),
            Some("name") => Some(Flash::SessionNamed),
            Some("no_name") => Some(Flash::SessionNameRefused),
            Some("app") => removed_name(call, params).await.map(|name| Flash::AppRemoved { name }),
            _ => None,
        },
        urls: AccountUrls::below(call.issuer.url.as_str()),
    };
    let mut response = page::show(StatusCode::OK, &account);
    response.headers_mut().insert(OPENER_POLICY, ISOLATED_OPENER);
    Ok(response)
}

/// The account that a page shows: the one that its address names, else the one that signed in last.
pub fn shown<'a>(call: &'a PageCall, params: &Params) -> Option<&'a SignedIn> {
    let named = session_of(call, params).and_then(|id| call.accounts.find(&id));
    named.or_else(|| call.accounts.by_sign_in().last().copied())
}

/// The session that an address names: as we call it, or as the app does that led here.
fn session_of(call: &PageCall, params: &Params) -> Option<SessionId> {
    let text = params.get("account")?;
    match params.get("client_id") {
        Some(client) => AppIds::of(&call.cx(), &ClientId::new(client)).find(text).ok(),
        None => text.parse().ok(),
    }
}

/// Only of an app that exists: the address is anybody's to write.
async fn removed_name(call: &PageCall, params: &Params) -> Option<String> {
    let id = ClientId::new(params.get("app").unwrap_or_default());
    let found = clients::find(&call.cx(), &id).await.ok().flatten();
    found.map(|client| client.client.display_name().to_owned())
}

/// The address of a picture that is shown here: one of our own.
fn shown_picture(cx: &Cx<'_>, me: &SignedIn) -> Option<String> {
    let shown = me.user.claim("picture");
    shown.filter(|_| picture::is_ours(cx, &me.user)).map(str::to_owned)
}

fn claim_rows(cx: &Cx<'_>, locale: Locale, me: &SignedIn) -> Vec<Fact> {
    let known = claims::known(&me.user);
    let order = crate::protocol::scope::STANDARD.iter().flat_map(|scope| scope.claims.iter());
    order
        .filter(|name| !matches!(**name, "sub" | "updated_at" | "email_verified" | "phone_number_verified"))
        .filter(|name| **name != "picture" || !picture::is_ours(cx, &me.user))
        .filter_map(|name| Some(Fact::of(locale, name, known.get(*name)?)))
        .collect()
}

async fn apps(cx: &Cx<'_>, call: &PageCall, locale: Locale, me: &SignedIn) -> Result<Vec<AppRow>, Error> {
    let declared = Declared::by_operator(cx).await?;
    let providers = upstreams::offered(cx).await?;
    let mut rows = Vec::new();
    for AuthorizedApp { client, access: Access { scopes, claims, since } } in access::apps(cx, &me.user.id).await? {
        let card = client_card(call, &client.client, None);
        let hint = initiate_login::login_hint(&scopes, me.user.email.as_deref(), &me.user.username);
        let single: Vec<&str> = claims.iter().map(String::as_str).collect();
        let (scopes, single) = (declared.scopes(&scopes), declared.claims(locale, &single));
        rows.push(AppRow {
            id: client.client.id.to_string(),
            name: card.name,
            logo_url: card.logo_url,
            open_url: initiate_login::url(&client.client.metadata, call.issuer.url.as_str(), hint),
            may: scopes::sentences(locale, &asked_scopes(&scopes, &providers), &single),
            since,
        });
    }
    Ok(rows)
}

/// `POST /account/sessions/end`
pub async fn end_session(form: PostedForm) -> Response {
    act(form, Act::EndSession).await
}

/// `POST /account/sessions/name`
pub async fn name_session(form: PostedForm) -> Response {
    act(form, Act::NameSession).await
}

/// `POST /account/sessions/end-others`
pub async fn end_others(form: PostedForm) -> Response {
    act(form, Act::EndOthers).await
}

/// `POST /account/apps/remove`
pub async fn remove_app(form: PostedForm) -> Response {
    act(form, Act::RemoveApp).await
}

/// `POST /account/sign-out`
pub async fn sign_out(form: PostedForm) -> Response {
    act(form, Act::SignOut).await
}

/// `POST /account/sign-out-everywhere`
pub async fn sign_out_everywhere(form: PostedForm) -> Response {
    act(form, Act::SignOutEverywhere).await
}

/// `GET` of a form's address: the browser keeps it when the form fails.
pub async fn reopened(caller: Caller) -> Response {
    see_other(&caller.issuer.url.join("/account"))
}

#[derive(Clone, Copy)]
enum Act {
    EndSession,
    NameSession,
    EndOthers,
    RemoveApp,
    SignOut,
    SignOutEverywhere,
}

impl Act {
    /// What its form is for, since two of them have the same fields.
    const fn purpose(self) -> &'static str {
        match self {
            Self::EndSession => "account end-session",
            Self::NameSession => "account name-session",
            Self::EndOthers => "account end-others",
            Self::RemoveApp => "account remove-app",
            Self::SignOut => "account sign-out",
            Self::SignOutEverywhere => "account sign-out-everywhere",
        }
    }
}

/// What was done.
struct Done {
    /// Where to go on.
    next: String,
    /// The sessions of this browser that ended.
    ended: Vec<SessionId>,
}

impl Done {
    fn at(next: impl Into<String>) -> Self {
        Self { next: next.into(), ended: Vec::new() }
    }

    fn signed_out(ended: Vec<SessionId>) -> Self {
        Self { next: "/".to_owned(), ended }
    }
}

async fn act(PostedForm { call, params }: PostedForm, act: Act) -> Response {
    let params = params.unwrap_or_default();
    let call = &call.of_form("/account", &params);
    page::answered(call, acted(call, &params, act).await)
}

async fn acted(call: &PageCall, params: &Params, act: Act) -> Result<Response, PageError> {
    let shown = check_account_form(call, params, FORM)?;
    let done = done(call, &shown, params, act).await.map_err(|error| match error {
        Error::NotFound => PageError::of(StatusCode::NOT_FOUND, ErrorKind::NoSuchSession),
        other => other.into(),
    })?;
    let next = AfterSignOut::Address(call.issuer.url.join(&done.next), None);
    go_on(call, &done.ended, next, call.locale(None)).await
}

async fn done(call: &PageCall, shown: &SessionId, params: &Params, act: Act) -> Result<Done, Error> {
    let sent = Sent::of(act.purpose(), params);
    let visitor = call.visitor(Some(&sent));
    let cx = &call.cx();
    let Some(me) = call.accounts.find(shown) else {
        // Whoever was shown has signed out: by this very form, pressed twice; or elsewhere, and to act for
        // somebody else here is what nobody asked for.
        let before = outcomes::ended_before(cx, &visitor).await?;
        return Ok(before
            .map_or_else(|| Done::at(login::ended_path(None)), |Ended { sessions, .. }| Done::signed_out(sessions)));
    };
    let cx = &cx.acting(me.actor());
    match act {
        Act::EndSession => {
            let id = params.get("session").and_then(|text| text.parse().ok()).ok_or(Error::NotFound)?;
            let session = sessions::find_own(cx, &me.user.id, &id).await?;
            if session.id == me.session.id {
                return leave(cx, &visitor, me, Reach::Here).await;
            }
            sessions::end(cx, &session).await?;
            Ok(Done::at(format!("{}&done=session", page_of(&me.session.id))))
        }
        Act::NameSession => {
            let id = params.get("session").and_then(|text| text.parse().ok()).ok_or(Error::NotFound)?;
            let said = match sessions::set_label(cx, &me.user.id, &id, params.get("name").unwrap_or_default()).await {
                Ok(()) => "name",
                Err(Error::Invalid(_)) => "no_name",
                Err(error) => return Err(error),
            };
            Ok(Done::at(format!("{}&done={said}", page_of(&me.session.id))))
        }
        Act::EndOthers => {
            sessions::end_others(cx, &me.session).await?;
            Ok(Done::at(format!("{}&done=others", page_of(&me.session.id))))
        }
        Act::RemoveApp => {
            let client = ClientId::new(params.get("app").unwrap_or_default());
            consents::withdraw(cx, &me.user.id, &client).await?;
            let id: String = url::form_urlencoded::byte_serialize(client.as_str().as_bytes()).collect();
            Ok(Done::at(format!("{}&done=app&app={id}", page_of(&me.session.id))))
        }
        Act::SignOut => leave(cx, &visitor, me, Reach::Here).await,
        Act::SignOutEverywhere => leave(cx, &visitor, me, Reach::Everywhere).await,
    }
}

async fn leave(cx: &Cx<'_>, visitor: &Visitor<'_>, me: &SignedIn, reach: Reach) -> Result<Done, Error> {
    accounts::leave(cx, visitor, me, reach).await?;
    Ok(Done::signed_out(vec![me.session.id.clone()]))
}
