//! What a new account has besides its address.

use std::sync::Arc;

use axum::{http::StatusCode, response::Response};
use serde_json::{Map, json};

use super::{
    DETAILS_PATH, FORM,
    address::ended,
    at_upstream::{Newcomer, make_at_upstream, newcomer},
    fields::{AskedFields, SignUpFields},
    way_in,
};
use crate::{
    base::id::InteractionId,
    domain::{
        directory::accounts::{self, NewUser},
        flows::journey::{Answer, NewAccount, Next, Step, answer, upstream::takes_an_invitation},
        interactions::{self, Paused, Stopped},
        kernel::{Error, Feature},
        login::{
            mail_proof::{self, NewAddress, OpenProof, ProvenAddress},
            wallets::{self, WaitingWallet},
        },
        registry::attributes,
        sessions::outcomes::Sent,
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            step::go,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{
            again, asking_card, cancel_form, form_token, interaction,
            login::{self, Repeated, ethereum},
            mail_sign_in::{paused_of, sent_again},
            setup::problem,
            spent_link, terms,
            upstream::{Trouble, last_used, show_trouble},
            with_interaction, with_retry_after,
        },
    },
    protocol::params::Params,
    render::{
        Locale,
        locale::Arg,
        pages::{ErrorKind, InvitationPage, SetupProblem, SignUpDetails, UpstreamProblem},
    },
};

/// Somebody has shown that the address is theirs: code and link are spent, and the page that asked goes on.
///
/// # Errors
/// What stopped it.
pub async fn proved(
    call: &PageCall,
    paused: Paused,
    proof: &OpenProof,
    address: &NewAddress,
) -> Result<Response, PageError> {
    match mail_proof::prove(&call.cx(), address).await {
        Ok(()) => Ok(to_details(call, proof)),
        Err(Error::NotFound) => ended(call, &paused, proof.interaction()).await,
        Err(error) => Err(error.into()),
    }
}

/// To the page that makes the account, for whoever has proven its address.
pub fn to_details(call: &PageCall, proof: &OpenProof) -> Response {
    let ticket = proof.proven_ticket(&call.cx());
    see_other(&details_url(call, proof.interaction().as_str(), ticket.expose()))
}

fn details_url(call: &PageCall, id: &str, ticket: &str) -> String {
    call.issuer.url.join(&format!("{DETAILS_PATH}?interaction={id}&ticket={ticket}"))
}

/// `GET /sign-up/details`
pub async fn show(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, shown(&call, &params.unwrap_or_default()).await)
}

async fn shown(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let id = interaction(params).ok_or(Stopped::GONE)?;
    let paused = interactions::load(&call.cx(), &id, call.found_browser()?).await;
    let paused = paused.map_err(|why| in_time(call, why.into()))?;
    let ticket = params.get("ticket").unwrap_or_default();
    let Some(new) = newcomer(call, &paused, &id, ticket).await? else {
        return over(call, &paused, &id).await;
    };
    let suggested = new.suggested(call);
    let typed = Params::from_pairs(params.iter().chain(suggested.iter().map(|(name, text)| (*name, text.as_str()))));
    let asked = new.asked(attributes::asked(&call.cx()).await?, false);
    let filled = Filled { asked: &asked, typed: &typed, problems: None };
    Ok(details_page(call, &paused, &new, filled))
}

/// The address is proven no more: another mail is asked for, where anybody can make an account; an invitation is opened
/// once more.
async fn over(call: &PageCall, paused: &Paused, id: &InteractionId) -> Result<Response, PageError> {
    if Feature::SignUp.is_on(&call.app) {
        return ended(call, paused, id).await;
    }
    Err(in_time(call, Stopped::GONE.into()))
}

/// What stopped it; whoever took too long where everybody comes by an invitation opens its link once more.
fn in_time(call: &PageCall, why: PageError) -> PageError {
    let is_late = why.kind == ErrorKind::ExpiredInteraction && why.client.is_none();
    if is_late && takes_an_invitation(&call.app) {
        PageError::of(StatusCode::GONE, ErrorKind::LateInvitation)
    } else {
        why
    }
}

/// What stands in the page.
struct Filled<'a> {
    asked: &'a AskedFields,
    typed: &'a Params,
    /// What was wrong with it, where it was sent.
    problems: Option<Vec<SetupProblem>>,
}

fn details_page(call: &PageCall, paused: &Paused, new: &Newcomer, filled: Filled<'_>) -> Response {
    let Filled { asked, typed, problems } = filled;
    let client = paused.journey.authorization();
    let url = |path: &str| call.issuer.url.join(path);
    let of = |name: &str| typed.get(name).unwrap_or_default().to_owned();
    let locale = call.locale(paused.journey.ui_locales());
    let (id, ticket) = (of("interaction"), of("ticket"));
    let status = if problems.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = SignUpDetails {
        frame: call.bare_frame(locale, form_token(call, FORM)).at(details_url(call, &id, &ticket)),
        client: client.map(|asked| asking_card(call, asked)),
        action: url(DETAILS_PATH),
        interaction: id,
        ticket,
        email: new.address.email.clone(),
        is_invited: new.address.invitation.is_some(),
        way_in: way_in::shown(new, problems.is_some().then_some(typed)),
        entries: asked.entries(call, locale, typed),
        documents: terms::boxes(call, locale, problems.is_some().then_some(typed), None),
        rules: login::password_rules(call),
        problems: problems.unwrap_or_default(),
        cancel: client.map(|_| cancel_form(call, call.known_browser())),
    };
    page::show(status, &page)
}

/// The page once more, with what is wrong. Or that the address has an account by now, which they may have made in
/// another browser: nothing in the form helps then, and they sign in. `/invitation` says as much of its address.
fn refused_page(call: &PageCall, paused: &Paused, new: &Newcomer, filled: Filled<'_>) -> Response {
    if !filled.problems.iter().flatten().any(|one| *one == SetupProblem::EmailTaken) {
        return details_page(call, paused, new, filled);
    }
    let sign_in_url = call.issuer.url.join(&with_interaction("/login", paused.id.as_ref()));
    let page = InvitationPage {
        frame: call.bare_frame(call.locale(paused.journey.ui_locales()), "").at(sign_in_url.clone()),
        email: new.address.email.clone(),
        has_account: true,
        action: String::new(),
        token: String::new(),
        sign_in_url,
    };
    page::show(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// `POST /sign-up/details`
pub async fn create(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(super::PATH, &params);
    page::answered(&call, created(&call, &params).await)
}

/// Where a browser goes that another tab brought further: the page of the address is there only where people sign up.
fn way_on(call: &PageCall) -> &'static str {
    if Feature::SignUp.is_on(&call.app) { super::PATH } else { "/login" }
}

async fn created(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let cx = &call.cx();
    let sent = &Sent::of(FORM, params);
    let repeated = Repeated { params, form: FORM, page: way_on(call), sent };
    call.found_browser()?;
    let id = interaction(params).ok_or(Stopped::GONE)?;
    let paused = match paused_of(call, repeated, &id).await.map_err(|why| in_time(call, why))? {
        Ok(paused) => paused,
        Err(first) => return Ok(first),
    };
    let ticket = params.get("ticket").unwrap_or_default();
    let Some(new) = newcomer(call, &paused, &id, ticket).await? else {
        return over(call, &paused, &id).await;
    };
    let is_left_out = way_in::is_left_out(&new, params);
    let asked = new.asked(attributes::asked(cx).await?, is_left_out);
    let mut typed = asked.read(call, params);
    typed.problems.extend(way_in::unsaid(call.locale(paused.journey.ui_locales()), &new, params));
    let has_agreed = !terms::boxes(call, Locale::default(), Some(params), None).iter().any(|one| one.is_missing);
    if !typed.problems.is_empty() || !has_agreed {
        let problems = Some(shown_problems(std::mem::take(&mut typed.problems), has_agreed));
        let filled = Filled { asked: &asked, typed: params, problems };
        return Ok(details_page(call, &paused, &new, filled));
    }
    if typed.username.is_some() {
        let is_invited = new.address.invitation.is_some();
        if let Err(error) = accounts::try_username(cx, &new.address.email, is_invited).await {
            let filled = Filled { asked: &asked, typed: params, problems: None };
            return tried_often(call, &paused, &new, &filled, error);
        }
    }
    let wallet = new.wallet.clone().filter(|_| !is_left_out);
    let form = DetailsForm { params, typed, sent, wallet };
    let waiting = new.waiting.as_ref().filter(|_| !is_left_out);
    let upstream = waiting.map(|waiting| Arc::clone(&waiting.upstream));
    let made = match &upstream {
        Some(_) => Box::pin(make_at_upstream(call, paused, &new.address, form)).await,
        None => Box::pin(make(call, paused, &new.address, form)).await,
    };
    match made {
        Ok(step) if matches!(step.next, Next::Overtaken) => {
            again::by_get(call, way_on(call), Some(&id)).ok_or_else(PageError::no_cookie)
        }
        Ok(step) => {
            let lifetime = new.address.remember.then_some(call.app.config.session.absolute);
            let response = go(call, step, lifetime)?;
            Ok(match &upstream {
                Some(upstream) => last_used(call, response, upstream),
                None => response,
            })
        }
        // The policy, the provider or the address is not what it was.
        Err(Stopped::Failed(Error::Forbidden)) if upstream.is_some() => {
            let trouble = Trouble::of(UpstreamProblem::Closed).on_journey(Some(id));
            show_trouble(call, &trouble)
        }
        Err(Stopped::Failed(Error::Invalid(fields))) => {
            // Taken by the first of two presses.
            if let Some(first) = sent_again(call, repeated).await? {
                return Ok(first);
            }
            let paused = interactions::load(cx, &id, call.known_browser()).await?;
            let problems = Some(shown_problems(fields.iter().map(problem).collect(), true));
            let filled = Filled { asked: &asked, typed: params, problems };
            Ok(refused_page(call, &paused, &new, filled))
        }
        // The invitation was used, taken back or has ended meanwhile.
        Err(Stopped::Failed(Error::NotFound)) => {
            sent_again(call, repeated).await?.ok_or_else(|| spent_link(Error::NotFound))
        }
        // Another account has the wallet by now.
        Err(Stopped::Failed(Error::Conflict(wallets::TAKEN))) => match sent_again(call, repeated).await? {
            Some(first) => Ok(first),
            None => ethereum::taken(call, id).await,
        },
        Err(stopped) => Err(stopped.into()),
    }
}

/// The page once more, with what was typed, where too many names were tried.
fn tried_often(
    call: &PageCall,
    paused: &Paused,
    new: &Newcomer,
    filled: &Filled<'_>,
    error: Error,
) -> Result<Response, PageError> {
    let Error::TooMany { retry_after } = error else { return Err(error.into()) };
    let minutes = Arg::Number(i64::from(page::minutes(retry_after)));
    let text = call.locale(paused.journey.ui_locales()).text_with("too-many-wait", &[("minutes", minutes)]);
    let problems = Some(vec![SetupProblem::Other { field: "username", text }]);
    let mut response = details_page(call, paused, new, Filled { asked: filled.asked, typed: filled.typed, problems });
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    Ok(with_retry_after(response, Some(retry_after)))
}

/// What of the problems is told: whether a name is taken, only where nothing else is wrong. Else names were asked after
/// without end.
fn shown_problems(mut problems: Vec<SetupProblem>, is_all_else_well: bool) -> Vec<SetupProblem> {
    let is_taken = |one: &SetupProblem| matches!(one, SetupProblem::UsernameTaken | SetupProblem::EmailTaken);
    if !is_all_else_well || problems.iter().any(|one| !is_taken(one)) {
        problems.retain(|one| !is_taken(one));
    }
    problems.dedup();
    problems
}

/// What was sent.
pub(super) struct DetailsForm<'a> {
    pub params: &'a Params,
    pub typed: SignUpFields,
    pub sent: &'a Sent,
    /// The wallet, where they said that it is theirs.
    pub wallet: Option<WaitingWallet>,
}

/// The account, of what was typed.
async fn make(
    call: &PageCall,
    paused: Paused,
    address: &ProvenAddress,
    form: DetailsForm<'_>,
) -> Result<Step, Stopped> {
    let DetailsForm { params, typed, sent, wallet } = form;
    let cx = &call.cx();
    let username = match typed.username {
        Some(username) => username,
        None => accounts::suggest_username(cx, &address.email).await?,
    };
    let locale = call.locale(paused.journey.ui_locales()).tag();
    let mut claims = Map::from_iter([("locale".to_owned(), json!(locale))]);
    claims.extend(typed.claims);
    let new = NewUser {
        username,
        email: Some(address.email.clone()),
        email_verified: address.invitation.as_ref().is_none_or(|one| one.proves),
        claims,
        password: typed.password,
        phone_pending: typed.phone,
        invitation: address.invitation.as_ref().map(|one| one.id.clone()),
        agreed: terms::ticked(call, params),
        attributes: typed.attributes,
        ..NewUser::default()
    };
    let prepared = accounts::prepare(cx, new).await?;
    let new = Box::new(NewAccount { prepared, wallet, remember: address.remember });
    answer(cx, &call.visitor(Some(sent)), paused, Answer::SignedUp(new)).await
}
