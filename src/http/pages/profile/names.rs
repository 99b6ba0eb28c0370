//! What one is called, and by which name one signs in.

use axum::response::Response;

use super::{FORMS, done, wrong};
use crate::{
    domain::{
        directory::accounts::{self, ProfileChanges},
        interactions::AccountPlace,
        kernel::{Error, FieldError},
        sessions::SignedIn,
    },
    http::{
        answer::page::PageError,
        extract::{PageCall, PostedForm},
        pages::own_account::{OwnForms, on_form},
    },
    protocol::params::Params,
    render::pages::ProfileProblem,
};

/// `POST /account/profile`
pub async fn save(form: PostedForm) -> Response {
    on_form(FORMS, form, named).await
}

async fn named(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    // The form sends all of it; what is empty is as if it were absent.
    let field = |name: &str| Some(params.get(name).unwrap_or_default().to_owned());
    let changes =
        ProfileChanges { given_name: field("given_name"), family_name: field("family_name"), name: field("name") };
    match accounts::change_profile(&call.cx().acting(me.actor()), &me.user.id, changes).await {
        Ok(_) => Ok(done(call, me, "names")),
        Err(Error::Invalid(fields)) => Ok(wrong(call, me, params, in_words(&fields))),
        Err(error) => Err(error.into()),
    }
}

/// `POST /account/profile/username`
pub async fn save_username(form: PostedForm) -> Response {
    // One signs in by it: whoever finds a session open changes it no more.
    let forms = OwnForms { place: Some(AccountPlace::Profile), ..FORMS };
    on_form(forms, form, called).await
}

async fn called(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let username = params.get("username").unwrap_or_default();
    match accounts::change_username(&call.cx().acting(me.actor()), &me.user.id, username).await {
        Ok(_) => Ok(done(call, me, "username")),
        Err(Error::Invalid(fields)) => Ok(wrong(call, me, params, in_words(&fields))),
        // Somebody was faster.
        Err(Error::Conflict(_)) => Ok(wrong(call, me, params, vec![ProfileProblem::UsernameTaken])),
        Err(error) => Err(error.into()),
    }
}

/// What was wrong, as the page says it. What it does not offer is not said.
fn in_words(fields: &[FieldError]) -> Vec<ProfileProblem> {
    let said = fields.iter().filter_map(|field| match field.code {
        "name_invalid" | "claim_invalid" | "claims_too_long" => Some(ProfileProblem::Name(named_field(field.field))),
        "username_invalid" => Some(ProfileProblem::Username),
        "username_taken" => Some(ProfileProblem::UsernameTaken),
        _ => None,
    });
    said.collect()
}

/// The field of the form that an error is beside.
fn named_field(field: &'static str) -> &'static str {
    if matches!(field, "given_name" | "family_name" | "name") { field } else { "name" }
}
