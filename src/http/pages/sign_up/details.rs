//! What a new account has besides its address.

use axum::{http::StatusCode, response::Response};
use serde_json::{Map, Value, json};

use super::{DETAILS_PATH, FORM, address::ended};
use crate::{
    base::secret::Secret,
    config::sign_up::AskedField,
    domain::{
        directory::accounts::{self, NewUser},
        flows::journey::{Answer, Next, answer},
        interactions::{self, Paused, Stopped},
        kernel::{Error, FieldError},
        login::mail_proof::{self, NewAddress, OpenProof, ProvenAddress},
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
            again, asking_card, form_token, interaction,
            login::{self, Repeated},
            mail_sign_in::{paused_of, sent_again},
            setup::problem,
        },
    },
    protocol::params::Params,
    render::pages::{AskedText, SetupProblem, SignUpDetails},
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
    let paused = interactions::load(&call.cx(), &id, call.known_browser()).await?;
    let ticket = params.get("ticket").unwrap_or_default();
    let Some(address) = mail_proof::find_proven(&call.cx(), &id, ticket).await? else {
        return ended(call, &paused, &id).await;
    };
    let suggested = accounts::suggest_username(&call.cx(), &address.email).await?;
    let typed = Params::from_pairs(params.iter().chain([("username", suggested.as_str())]));
    Ok(details_page(call, &paused, &address, &typed, Vec::new()))
}

fn details_page(
    call: &PageCall,
    paused: &Paused,
    address: &ProvenAddress,
    typed: &Params,
    problems: Vec<SetupProblem>,
) -> Response {
    let asked = paused.journey.authorization();
    let url = |path: &str| call.issuer.url.join(path);
    let of = |name: &str| typed.get(name).unwrap_or_default().to_owned();
    let settings = &call.app.config.sign_up;
    let text = |field: AskedField, name: &str| {
        let is_required = field == AskedField::Required;
        (field != AskedField::Off).then(|| AskedText { value: of(name), is_required })
    };
    let (id, ticket) = (of("interaction"), of("ticket"));
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = SignUpDetails {
        frame: call
            .issuer
            .branding
            .frame(call.locale(paused.journey.ui_locales()), form_token(call, FORM))
            .at(details_url(call, &id, &ticket)),
        client: asked.map(|asked| asking_card(call, asked)),
        action: url(DETAILS_PATH),
        interaction: id,
        ticket,
        email: address.email.clone(),
        name: text(settings.name, "name"),
        username: text(settings.username, "username"),
        password: text(settings.password, ""),
        rules: login::password_rules(call),
        problems,
        cancel_action: asked.map(|_| url("/cancel")),
    };
    page::show(status, &page)
}

/// `POST /sign-up/details`
pub async fn create(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(super::PATH, &params);
    page::answered(&call, created(&call, &params).await)
}

async fn created(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let cx = &call.cx();
    let sent = &Sent::of(FORM, params);
    let repeated = Repeated { params, form: FORM, page: super::PATH, sent };
    call.found_browser()?;
    let id = interaction(params).ok_or(Stopped::GONE)?;
    let paused = match paused_of(call, repeated, &id).await? {
        Ok(paused) => paused,
        Err(first) => return Ok(first),
    };
    let ticket = params.get("ticket").unwrap_or_default();
    let Some(address) = mail_proof::find_proven(cx, &id, ticket).await? else {
        return ended(call, &paused, &id).await;
    };
    let prepared = match new_user(call, &paused, &address, params).await {
        Ok(new) => accounts::prepare(cx, new).await,
        Err(error) => Err(error),
    };
    let made = match prepared {
        Ok(prepared) => {
            let visitor = call.visitor(Some(sent));
            Box::pin(answer(cx, &visitor, paused, Answer::SignedUp(Box::new(prepared)))).await
        }
        Err(error) => Err(error.into()),
    };
    match made {
        Ok(step) if matches!(step.next, Next::Overtaken) => {
            again::by_get(call, super::PATH, Some(&id)).ok_or_else(PageError::no_cookie)
        }
        Ok(step) => go(call, step, None),
        Err(Stopped::Failed(Error::Invalid(mut fields))) => {
            // Taken by the first of two presses.
            if let Some(first) = sent_again(call, repeated).await? {
                return Ok(first);
            }
            // Whether a name is taken is told where nothing else is wrong: else names were asked after without end.
            if fields.iter().any(|field| !field.code.ends_with("_taken")) {
                fields.retain(|field| !field.code.ends_with("_taken"));
            }
            let paused = interactions::load(cx, &id, call.known_browser()).await?;
            let mut problems: Vec<SetupProblem> = fields.iter().map(problem).collect();
            problems.dedup();
            Ok(details_page(call, &paused, &address, params, problems))
        }
        Err(stopped) => Err(stopped.into()),
    }
}

/// What was typed, as far as it is asked for.
async fn new_user(
    call: &PageCall,
    paused: &Paused,
    address: &ProvenAddress,
    params: &Params,
) -> Result<NewUser, Error> {
    let settings = &call.app.config.sign_up;
    let typed = |field: AskedField, name: &'static str| {
        let text = params.get(name).unwrap_or_default();
        let text = if name == "password" { text } else { text.trim() };
        match field {
            AskedField::Off => Ok(None),
            AskedField::Required if text.is_empty() => {
                Err(FieldError { field: name, code: missing(name), message: format!("{name} is asked for") })
            }
            _ => Ok(Some(text.to_owned()).filter(|text| !text.is_empty())),
        }
    };
    let all =
        [typed(settings.name, "name"), typed(settings.username, "username"), typed(settings.password, "password")];
    let problems: Vec<FieldError> = all.iter().filter_map(|one| one.as_ref().err().cloned()).collect();
    let [Ok(name), Ok(username), Ok(password)] = all else { return Err(Error::Invalid(problems)) };
    // Only a proof makes an address anybody's: as a user name it would be taken from its owner, and asked after.
    if username.as_ref().is_some_and(|username| username.contains('@')) {
        let message = "an address is no user name here".to_owned();
        return Err(Error::Invalid(vec![FieldError { field: "username", code: "username_invalid", message }]));
    }
    let username = match username {
        Some(username) => username,
        None => accounts::suggest_username(&call.cx(), &address.email).await?,
    };
    let locale = call.locale(paused.journey.ui_locales()).tag();
    let mut claims: Map<String, Value> = Map::from_iter([("locale".to_owned(), json!(locale))]);
    claims.extend(name.map(|name| ("name".to_owned(), json!(name))));
    Ok(NewUser {
        username,
        email: Some(address.email.clone()),
        email_verified: true,
        claims,
        password: password.map(Secret::new),
        ..NewUser::default()
    })
}

fn missing(field: &str) -> &'static str {
    match field {
        "name" => "name_missing",
        "username" => "username_invalid",
        _ => "password_too_short",
    }
}
