//! Handlers that are all of one type to axum.
//!
//! axum's [`Handler`] makes types of its own for each function, a dozen deep, and at each of them the compiler shows
//! anew that the whole future of that function is `Send`. That was two thirds of the time in which this crate was
//! compiled (docs/decisions/building.md). Here each function is wrapped once, and everything above has one type.

use std::{pin::Pin, sync::Arc};

use axum::{
    extract::Request,
    handler::Handler,
    response::Response,
    routing::{self, MethodRouter},
};

use super::Shared;

/// What a handler answers in a while, as axum boxes it for every function.
pub type Answering = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A handler of whatever function.
#[derive(Clone)]
struct AnyHandler(Arc<dyn Fn(Request, Shared) -> Answering + Send + Sync>);

impl AnyHandler {
    fn of<H: Handler<T, Shared, Future = Answering>, T: 'static>(handler: H) -> Self {
        Self(Arc::new(move |request, app| handler.clone().call(request, app)))
    }
}

impl Handler<(), Shared> for AnyHandler {
    type Future = Answering;

    fn call(self, request: Request, app: Shared) -> Answering {
        (self.0)(request, app)
    }
}

/// Answers GET and HEAD by a function.
pub fn get<H: Handler<T, Shared, Future = Answering>, T: 'static>(handler: H) -> MethodRouter<Shared> {
    routing::get(AnyHandler::of(handler))
}

/// Answers POST by a function.
pub fn post<H: Handler<T, Shared, Future = Answering>, T: 'static>(handler: H) -> MethodRouter<Shared> {
    routing::post(AnyHandler::of(handler))
}

/// Answers PUT by a function.
pub fn put<H: Handler<T, Shared, Future = Answering>, T: 'static>(handler: H) -> MethodRouter<Shared> {
    routing::put(AnyHandler::of(handler))
}

/// Answers DELETE by a function.
pub fn delete<H: Handler<T, Shared, Future = Answering>, T: 'static>(handler: H) -> MethodRouter<Shared> {
    routing::delete(AnyHandler::of(handler))
}

/// Answers OPTIONS by a function.
pub fn options<H: Handler<T, Shared, Future = Answering>, T: 'static>(handler: H) -> MethodRouter<Shared> {
    routing::options(AnyHandler::of(handler))
}

/// Answers every method by a function.
pub fn any<H: Handler<T, Shared, Future = Answering>, T: 'static>(handler: H) -> MethodRouter<Shared> {
    routing::any(AnyHandler::of(handler))
}

/// Answers GET and HEAD by one function, POST by another: a page and its form.
pub fn get_and_post<G, A, P, B>(page: G, answer: P) -> MethodRouter<Shared>
where
    G: Handler<A, Shared, Future = Answering>,
    A: 'static,
    P: Handler<B, Shared, Future = Answering>,
    B: 'static,
{
    routing::get(AnyHandler::of(page)).post(AnyHandler::of(answer))
}
