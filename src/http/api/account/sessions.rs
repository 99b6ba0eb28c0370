//! Where a person is signed in, and ends it. As on the page this asks for no fresh sign-in: it takes nothing from
//! anybody but a thief.

use super::{
    done::Done,
    operation::Asked,
    problem::{ApiError, ProblemKind},
};
use crate::{
    domain::{directory::accounts, sessions},
    http::pages::devices,
    view::account::{AccountSession, AccountSessions},
};

/// Which sessions end at once.
pub const WHICH: &[&str] = &["others", "all"];

/// `GET /api/v1/account/sessions`
pub async fn list(asked: Asked<'_>) -> Result<Done, ApiError> {
    let current = asked.bearer.session.as_ref().map(|session| &session.id);
    let all = sessions::of_person(&asked.cx, &asked.bearer.user.id).await?;
    let shown = all.iter().map(|session| {
        let browser = session.user_agent.as_deref().and_then(devices::name);
        AccountSession::of(session, Some(&session.id) == current, browser)
    });
    Ok(Done::shown(&AccountSessions { sessions: shown.collect() })?)
}

/// `DELETE /api/v1/account/sessions/{id}`
pub async fn end(asked: Asked<'_>) -> Result<Done, ApiError> {
    let session = sessions::find_own(&asked.cx, &asked.bearer.user.id, &asked.call.id()?).await?;
    sessions::end(&asked.cx, &session).await?;
    Ok(Done::nothing())
}

/// `DELETE /api/v1/account/sessions`
pub async fn end_several(asked: Asked<'_>) -> Result<Done, ApiError> {
    match (asked.call.query("which")?, &asked.bearer.session) {
        (Some("others"), Some(mine)) => sessions::end_others(&asked.cx, mine).await.map(drop)?,
        (Some("others"), None) => {
            let detail = "the session in which this app was approved has ended: there are no others beside it; which=all ends every one";
            return Err(ApiError::Told(ProblemKind::SessionEnded, detail.to_owned()));
        }
        (Some("all"), _) => accounts::sign_out(&asked.cx, &asked.bearer.user.id).await.map(drop)?,
        _ => {
            let detail = format!("which must be one of {}", WHICH.join(", "));
            return Err(ApiError::Told(ProblemKind::InvalidRequest, detail));
        }
    }
    Ok(Done::nothing())
}
