//! The telephone number: seen, changed by the codes that its person got, removed. By the rules of the page: another number
//! in the place of a proven one takes the codes of both, and nothing counts before.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{done::Done, operation::Asked, problem::ApiError};
use crate::{
    domain::{
        kernel::Error,
        login::phone::{self, TypedNumbers, WrongEnd, WrongText},
        own_account,
        sessions::SignedIn,
    },
    render::Locale,
    view::account::AccountPhone,
};

/// The number that the person wants.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedPhone {
    /// The number, with a plus sign and the country.
    phone_number: String,
}

/// The codes that were texted, as their person typed them.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextedCodes {
    /// Of the text to the new number.
    code: String,
    /// Of the text to the number before, where that must agree.
    old_code: Option<String>,
}

/// `GET /api/v1/account/phone`
pub async fn show(asked: Asked<'_>) -> Result<Done, ApiError> {
    let me = own_account::signed_in(asked.bearer);
    shown(&asked, me.as_ref()).await
}

async fn shown(asked: &Asked<'_>, me: Option<&SignedIn>) -> Result<Done, ApiError> {
    let own = match me {
        Some(me) => Some(phone::of_person(&asked.cx, me).await?),
        None => None,
    };
    Ok(Done::shown(&AccountPhone::of(&asked.bearer.user, phone::may_change(&asked.cx), own))?)
}

/// `POST /api/v1/account/phone`
pub async fn ask(asked: Asked<'_>) -> Result<Done, ApiError> {
    let WantedPhone { phone_number } = asked.read()?;
    let me = asked.fresh()?;
    let locale = me.user.language().and_then(Locale::of_tag).unwrap_or_default();
    Box::pin(phone::ask(&asked.cx, me, &phone_number, locale)).await?;
    shown(&asked, Some(me)).await
}

/// `POST /api/v1/account/phone/code`
pub async fn confirm(asked: Asked<'_>) -> Result<Done, ApiError> {
    let TextedCodes { code, old_code } = asked.read()?;
    let typed = TypedNumbers { new: &code, old: old_code.as_deref() };
    match Box::pin(phone::confirm(&asked.cx, asked.fresh()?, typed)).await? {
        Ok(()) => Ok(Done::nothing()),
        Err(wrong) => Err(refused(wrong).into()),
    }
}

/// Which code does not help, and why.
fn refused(wrong: WrongEnd) -> Error {
    let (field, wrong) = match wrong {
        WrongEnd::New(wrong) => ("code", wrong),
        WrongEnd::Old(wrong) => ("old_code", wrong),
    };
    match wrong {
        WrongText::Code => Error::field(field, "code_wrong", "it is not the code that was texted"),
        WrongText::UsedUp => Error::field(field, "code_used_up", "it was tried too often; have another one texted"),
        WrongText::Over => Error::field(field, "code_over", "it was used, has ended or never was; have one texted"),
    }
}

/// `DELETE /api/v1/account/phone`
pub async fn remove(asked: Asked<'_>) -> Result<Done, ApiError> {
    phone::remove(&asked.cx, &asked.bearer.user.id).await?;
    Ok(Done::nothing())
}
