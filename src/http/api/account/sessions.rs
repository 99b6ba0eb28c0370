//! Where a person is signed in, names that and ends it. As on the page this asks for no fresh sign-in: it takes nothing
//! from anybody but a thief.

use super::{
    done::Done,
    operation::Asked,
    problem::{ApiError, ProblemKind},
};
use crate::{
    domain::{
        directory::accounts,
        kernel::{Error, Location},
        sessions,
    },
    http::pages::devices,
    render::Locale,
    store::sessions::Session,
    view::account::{AccountSession, AccountSessions, SessionChange},
};

/// Which sessions end at once.
pub const WHICH: &[&str] = &["others", "all"];

/// `GET /api/v1/account/sessions`
pub async fn list(asked: Asked<'_>) -> Result<Done, ApiError> {
    let all = sessions::of_person(&asked.cx, &asked.bearer.user.id).await?;
    let rows = all.iter().map(|session| shown(&asked, session));
    Ok(Done::shown(&AccountSessions { sessions: rows.collect() })?)
}

fn shown(asked: &Asked<'_>, session: &Session) -> AccountSession {
    let current = asked.bearer.session.as_ref().is_some_and(|mine| mine.id == session.id);
    let browser = session.user_agent.as_deref().and_then(devices::name);
    let locale = asked.bearer.user.language().and_then(Locale::of_tag).unwrap_or_default();
    let location = Location::of(&asked.cx, session.ip.as_deref(), locale);
    AccountSession::of(session, current, browser, location, &asked.ids())
}

/// `PATCH /api/v1/account/sessions/{id}`
pub async fn rename(asked: Asked<'_>) -> Result<Done, ApiError> {
    let (user, id) = (&asked.bearer.user.id, asked.id()?);
    let SessionChange { name } = asked.read()?;
    // RFC 7396 §2: null takes away, and what is not there does not change.
    if asked.body.contains_key("name") {
        sessions::set_label(&asked.cx, user, &id, name.as_deref().unwrap_or_default()).await?;
    }
    let session = sessions::find_own(&asked.cx, user, &id).await?;
    if session.ended_at.is_some() {
        return Err(Error::NotFound.into());
    }
    Ok(Done::shown(&shown(&asked, &session))?)
}

/// `DELETE /api/v1/account/sessions/{id}`
pub async fn end(asked: Asked<'_>) -> Result<Done, ApiError> {
    let session = sessions::find_own(&asked.cx, &asked.bearer.user.id, &asked.id()?).await?;
    sessions::end(&asked.cx, &session).await?;
    Ok(Done::nothing())
}

/// `DELETE /api/v1/account/sessions`
pub async fn end_several(asked: Asked<'_>) -> Result<Done, ApiError> {
    match (asked.call.query("which")?, &asked.bearer.session) {
        (Some("others"), Some(mine)) => sessions::end_others(&asked.cx, mine).await.map(drop)?,
        (Some("others"), None) => {
            let detail = "the session in which this app was approved has ended: there are no others beside it; which=all ends every one";
            return Err(ApiError::Problem(ProblemKind::SessionEnded, detail.to_owned()));
        }
        (Some("all"), _) => accounts::sign_out(&asked.cx, &asked.bearer.user.id).await.map(drop)?,
        _ => {
            let detail = format!("which must be one of {}", WHICH.join(", "));
            return Err(ApiError::Problem(ProblemKind::InvalidRequest, detail));
        }
    }
    Ok(Done::nothing())
}
