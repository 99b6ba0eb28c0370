//! Endpoints and pages that are there only while their feature is on, and endpoints that answer an address only so often.

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{Method, StatusCode},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::MethodRouter,
};

use crate::{
    app::App,
    domain::kernel::{Feature, limits},
    http::{
        Shared,
        answer::{
            oauth::switched_off,
            page::{self, PageError},
            rate_limit::{too_many, with_remaining},
        },
        extract::{Caller, PageCall},
    },
    render::pages::ErrorKind,
};

/// What a gate asks.
#[derive(Clone)]
struct Gate {
    app: Shared,
    feature: Feature,
}

/// What a gate asks that hangs from more than one feature.
#[derive(Clone)]
struct GateWhere {
    app: Shared,
    is_there: fn(&App) -> bool,
}

/// An endpoint of programs: while its feature is off, 404 with an error in the form of OAuth. A preflight is answered
/// all the same, or no page of a browser could read that error.
pub fn endpoint(app: &Shared, feature: Feature, routes: MethodRouter<Shared>) -> MethodRouter<Shared> {
    let gate = Gate { app: Shared::clone(app), feature };
    routes.layer(from_fn_with_state(gate, async |State(gate): State<Gate>, request: Request, next: Next| {
        let passes = request.method() == Method::OPTIONS || gate.feature.is_on(&gate.app);
        if passes { next.run(request).await } else { switched_off(gate.feature) }
    }))
}

/// A page: while its feature is off, it is a page like any other that is not there.
pub fn page(app: &Shared, feature: Feature, routes: MethodRouter<Shared>) -> MethodRouter<Shared> {
    let gate = Gate { app: Shared::clone(app), feature };
    routes.layer(from_fn_with_state(gate, async |State(gate): State<Gate>, request: Request, next: Next| {
        if gate.feature.is_on(&gate.app) { next.run(request).await } else { no_page(gate.app, request).await }
    }))
}

/// A page that hangs from more than one feature: where this says no, it is not there.
pub fn page_where(app: &Shared, is_there: fn(&App) -> bool, routes: MethodRouter<Shared>) -> MethodRouter<Shared> {
    let gate = GateWhere { app: Shared::clone(app), is_there };
    routes.layer(from_fn_with_state(gate, async |State(gate): State<GateWhere>, request: Request, next: Next| {
        if (gate.is_there)(&gate.app) { next.run(request).await } else { no_page(gate.app, request).await }
    }))
}

/// An endpoint where programs manage something: an address may ask so often. A preflight is no request of a program.
pub fn api(app: &Shared, routes: MethodRouter<Shared>) -> MethodRouter<Shared> {
    routes.layer(from_fn_with_state(
        Shared::clone(app),
        async |State(app): State<Shared>, request: Request, next: Next| {
            if request.method() == Method::OPTIONS {
                next.run(request).await
            } else {
                limited(app, request, next).await
            }
        },
    ))
}

async fn limited(app: Shared, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let caller = match Caller::from_request_parts(&mut parts, &app).await {
        Ok(caller) => caller,
        Err(rejection) => return rejection.into_response(),
    };
    let request = Request::from_parts(parts, body);
    match limits::of_api(&caller.cx()).map(|allowance| allowance.take_here(&caller.cx())) {
        None => next.run(request).await,
        Some(Ok(remaining)) => with_remaining(next.run(request).await, &remaining),
        Some(Err(exceeded)) => too_many(&caller.cx(), "too many requests came from this address", exceeded).await,
    }
}

/// What is answered where a page is not there for this caller.
pub async fn no_page(app: Shared, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    match PageCall::from_request_parts(&mut parts, &app).await {
        Ok(call) => page::answered(&call, Err(PageError::of(StatusCode::NOT_FOUND, ErrorKind::NotFound))),
        Err(rejection) => rejection.into_response(),
    }
}
