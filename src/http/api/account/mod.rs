//! The API for one's own account, under `/api/v1/account`.
//!
//! Each operation stands once in `operations`: the router, the checks before it and the OpenAPI document are made of
//! that one row, so that none of them can say what another does not.
//!
//! ```text
//!  request ─▶ how often ─▶ access token ─▶ its scope ─▶ a fresh sign-in, where it is asked for ─▶ body ─▶ use-case
//! ```
//! A file is read between scope and sign-in, since it is large, and the token is looked at once more when it has come.

mod answered;
mod apps;
mod call;
mod data;
mod documents;
mod done;
mod email;
mod events;
mod factors;
mod identities;
mod openapi;
mod operation;
mod operations;
mod passkeys;
mod password;
mod phone;
mod picture;
mod preferences;
mod problem;
mod profile;
mod sessions;
mod username;
mod wallets;

use std::collections::BTreeMap;

use axum::{
    extract::Request,
    routing::{MethodRouter, on},
};

pub use answered::not_there;
pub use documents::{metadata, openapi};
pub use problem::early_problem;

pub use call::ApiCall;

use self::{answered::answered, operations::OPERATIONS};
use crate::{http::Shared, protocol::discovery::path};

/// Every path of the API with what is answered there.
pub fn routes() -> BTreeMap<String, MethodRouter<Shared>> {
    let mut routes: BTreeMap<String, MethodRouter<Shared>> = BTreeMap::new();
    for operation in OPERATIONS {
        let address = format!("{}{}", path::ACCOUNT_API, operation.path);
        let answer = move |call: ApiCall, request: Request| answered(operation, call, request);
        let known = routes.remove(&address).unwrap_or_default();
        routes.insert(address, known.merge(on(operation.verb.filter(), answer)));
    }
    routes
}
