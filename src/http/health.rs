//! Probes for whoever keeps the process running.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{
    domain::{
        consumers::call,
        installation::readiness,
        kernel::{Actor, Origin},
    },
    http::Shared,
};

/// `GET /health/live`: the process answers.
pub async fn live() -> Response {
    Json(json!({"status": "pass"})).into_response()
}

/// `GET /health/ready`: the database takes writes, and there are keys to sign with.
pub async fn ready(State(app): State<Shared>) -> Response {
    let database = readiness::takes_writes(&call(&app, &app.issuer, Actor::System, Origin::NONE)).await;
    let keys = !app.issuer.keys().algorithms().is_empty();
    let word = |ok: bool| if ok { "pass" } else { "fail" };
    let status = if database && keys { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body =
        json!({"status": word(database && keys), "checks": {"database": word(database), "signing_keys": word(keys)}});
    (status, Json(body)).into_response()
}
