//! Another e-mail address: asked for here, proven by the person on its page.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{done::Done, operation::Asked, problem::ApiError};
use crate::{
    domain::{directory::accounts::address, kernel::Error},
    http::pages::address::PAGE,
    protocol::params::Params,
    render::Locale,
    view::account::AccountEmailChange,
};

/// The address that the person wants.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedEmail {
    /// The address.
    email: String,
}

/// `POST /api/v1/account/email`
pub async fn ask(asked: Asked<'_>) -> Result<Done, ApiError> {
    let WantedEmail { email } = asked.read()?;
    let me = asked.fresh()?;
    // For whoever has chosen no language.
    Box::pin(address::ask(&asked.cx, me, &email, Locale::default())).await?;
    let change = address::find(&asked.cx, &me.user.id).await?.ok_or(Error::NotFound)?;
    let session = asked.ids().shown(&me.session.id);
    let query =
        Params::from_pairs([("account", session.as_str()), ("client_id", asked.bearer.client.client.id.as_str())]);
    let page = asked.cx.issuer.url.join(&format!("{PAGE}?{}", query.to_query()));
    Ok(Done::shown(&AccountEmailChange::of(&change, page))?)
}
