//! The registration endpoint (RFC 7591 §3, OIDC Registration §3) and the management of a
//! registration (RFC 7592).

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Path, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

use crate::{
    app::issuers::IssuerHandle,
    config::limits::RuleName,
    domain::{
        kernel::{Error, Feature, FieldError, limits::Remaining},
        registry::clients::{
            self,
            dynamic::{self, RegistrationAnswer},
        },
    },
    http::{
        Shared,
        answer::{
            oauth::{BearerError, OAuthError, no_store, note, switched_off},
            rate_limit::{self, with_nothing_left, with_remaining},
        },
        extract::{Caller, bearer},
        middleware::cors,
    },
    protocol::{
        client::{Client, ClientId},
        discovery::path,
        error::{ErrorCode, Refusal},
        jose::json::{self as strict, NotStrict},
    },
    view::{ClientView, client::Management},
};

/// `POST /register`
pub async fn post(State(app): State<Shared>, caller: Caller, request: Request) -> Response {
    let headers = request.headers().clone();
    let answer = async {
        let members = members(request).await?;
        let token = bearer::token(&headers, None)?;
        let made = dynamic::register(&caller.cx(), &members, token.as_deref()).await?;
        let scopes = dynamic::open_scopes(&caller.cx()).await?;
        let token = made.token.as_ref().map(|token| token.expose().as_str());
        let view = registered(&caller.issuer, &made, token, &scopes);
        Ok(RegistrationResponse { status: StatusCode::CREATED, view, remaining: made.remaining })
    };
    finish(&app, &caller, answer.await, None).await
}

/// `GET /register/{client_id}`
pub async fn get(State(app): State<Shared>, caller: Caller, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let id = ClientId::new(id);
    let answer = async {
        let token = bearer::token(&headers, None)?;
        let client = dynamic::read(&caller.cx(), &id, token.as_deref()).await?;
        // RFC 7592 §3: the token that was shown stays good, so it is told again.
        let scopes = dynamic::open_scopes(&caller.cx()).await?;
        let view = ClientView {
            management: token.map(|token| management(&caller.issuer, &client, &token)),
            ..ClientView::to_itself(&client, &scopes, None)
        };
        Ok(RegistrationResponse { status: StatusCode::OK, view, remaining: None })
    };
    finish(&app, &caller, answer.await, Some(&id)).await
}

/// `PUT /register/{client_id}`
pub async fn put(State(app): State<Shared>, caller: Caller, Path(id): Path<String>, request: Request) -> Response {
    let headers = request.headers().clone();
    let id = ClientId::new(id);
    let answer = async {
        let token = bearer::token(&headers, None)?;
        let members = members(request).await?;
        let made = dynamic::update(&caller.cx(), &id, token.as_deref(), &members).await?;
        let scopes = dynamic::open_scopes(&caller.cx()).await?;
        // Where tokens do not rotate, the one that was shown stays good.
        let token = made.token.as_ref().map(|token| token.expose().as_str()).or(token.as_deref());
        let view = registered(&caller.issuer, &made, token, &scopes);
        Ok(RegistrationResponse { status: StatusCode::OK, view, remaining: made.remaining })
    };
    finish(&app, &caller, answer.await, Some(&id)).await
}

/// `DELETE /register/{client_id}`
pub async fn delete(State(app): State<Shared>, caller: Caller, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let id = ClientId::new(id);
    let gone = async {
        let token = bearer::token(&headers, None)?;
        dynamic::delete(&caller.cx(), &id, token.as_deref()).await?;
        Ok::<(), RegistrationError>(())
    };
    match gone.await {
        // RFC 7592 §2.3: 204.
        Ok(()) => readable(StatusCode::NO_CONTENT.into_response()),
        Err(error) => readable(refused(&app, &caller, error, Some(&id)).await),
    }
}

/// What a client is told of its registration.
struct RegistrationResponse {
    status: StatusCode,
    view: ClientView,
    /// How often it may ask for more of that.
    remaining: Option<Remaining>,
}

async fn finish(
    app: &Shared,
    caller: &Caller,
    answer: Result<RegistrationResponse, RegistrationError>,
    client: Option<&ClientId>,
) -> Response {
    readable(match answer {
        Ok(RegistrationResponse { status, view, remaining }) => {
            // RFC 7591 §3.2.1: secrets are told, so nobody keeps the answer.
            // By way of a value, so that no member stands twice.
            let response = (status, no_store(Json(json!(view)))).into_response();
            match &remaining {
                Some(remaining) => with_remaining(response, remaining),
                None => response,
            }
        }
        Err(error) => refused(app, caller, error, client).await,
    })
}

async fn refused(app: &Shared, caller: &Caller, error: RegistrationError, client: Option<&ClientId>) -> Response {
    if let Some(id) = client {
        // Looked up past the cache so far; the log tells clients that are known from those that are not.
        let _ = clients::find(&caller.cx(), id).await;
    }
    error.answer(app, client)
}

/// Pages of any origin may register an app: no cookie counts here.
fn readable(mut response: Response) -> Response {
    cors::allow_everyone(response.headers_mut());
    response
}

/// The members of a JSON body.
async fn members(request: Request) -> Result<Map<String, Value>, RegistrationError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_json = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    if !is_json.is_some_and(|kind| kind.eq_ignore_ascii_case("application/json")) {
        return Err(invalid("Content-Type must be application/json (RFC 7591 section 3.1)").into());
    }
    let body = Bytes::from_request(request, &()).await.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            invalid("the request body is too large")
        } else {
            invalid("the request body could not be read")
        }
    })?;
    Ok(strict::object(&body).map_err(|why| match why {
        // RFC 8259 §4: which of two counts is not said; RFC 7591 leaves no room for guesses.
        NotStrict::Duplicate => invalid("a member of the request body stands twice (RFC 8259 section 4)"),
        NotStrict::NotAnObject => {
            invalid("the request body must be a JSON object of client metadata, without a NUL in any text (RFC 7591 section 3.1)")
        }
    })?)
}

fn invalid(text: &'static str) -> Refusal {
    Refusal::invalid_client_metadata(text)
}

fn management(issuer: &IssuerHandle, client: &Client, token: &str) -> Management {
    let address = format!("{}/{}", path::REGISTER, client.id);
    Management { registration_client_uri: issuer.url.join(&address), registration_access_token: token.to_owned() }
}

/// What was registered; `token` is the one that manages it from now on, if it can be managed.
fn registered(
    issuer: &IssuerHandle,
    made: &RegistrationAnswer,
    token: Option<&str>,
    open_scopes: &[String],
) -> ClientView {
    let client = &made.registered.client;
    if !made.warnings.is_empty() {
        tracing::info!(client_id = %client.id, warnings = ?made.warnings, "a registration has warnings");
    }
    ClientView {
        management: token.map(|token| management(issuer, client, token)),
        warnings: made.warnings.clone(),
        ..ClientView::to_itself(client, open_scopes, made.registered.secret.as_ref())
    }
}

/// An error of these endpoints (RFC 7591 §3.2.2, RFC 7592 §2).
struct RegistrationError(Error);

impl<E: Into<Error>> From<E> for RegistrationError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl RegistrationError {
    fn answer(self, app: &Shared, client: Option<&ClientId>) -> Response {
        let with_status = |status, refusal: &Refusal| {
            note(app, client, refusal);
            let body = json!({"error": refusal.code.as_str(), "error_description": refusal.description});
            (status, no_store(Json(body))).into_response()
        };
        match self.0 {
            // RFC 6750 §3.1
            Error::Refused(refusal) if refusal.code == ErrorCode::InvalidToken => {
                BearerError::Refused(refusal).answer(app, client)
            }
            Error::Invalid(fields) => with_status(StatusCode::BAD_REQUEST, &corrected(&fields)),
            Error::NotFound => switched_off(Feature::DynamicRegistration),
            Error::TooMany { retry_after } => {
                let what = "too many clients were registered or changed from this address";
                let response = with_status(StatusCode::TOO_MANY_REQUESTS, &rate_limit::refusal(what, retry_after));
                match app.config.limits.rules.find(RuleName::RegistrationAddress) {
                    Some(limit) => with_nothing_left(response, limit, retry_after),
                    None => response,
                }
            }
            Error::Refused(refusal) => with_status(StatusCode::BAD_REQUEST, &refusal),
            other => OAuthError::from(other).answer(app, client),
        }
    }
}

/// Everything that must be corrected, under the code of the first (RFC 7591 §3.2.2).
fn corrected(fields: &[FieldError]) -> Refusal {
    let text: Vec<String> = fields.iter().map(|one| format!("{}: {}", one.field, one.message)).collect();
    let code = match fields.first().map(|one| one.code) {
        Some("invalid_redirect_uri") => ErrorCode::InvalidRedirectUri,
        _ => ErrorCode::InvalidClientMetadata,
    };
    Refusal::new(code, text.join("; "))
}
