//! The picture of a person: taken in as the page takes it, and taken away.

use super::{
    done::Done,
    operation::{Asked, ExpectedFile},
    problem::{ApiError, ProblemKind},
    profile,
};
use crate::{
    domain::{directory::accounts::picture, kernel::Error},
    http::middleware::body::PICTURE_FILE,
};

/// The file.
pub const FILE: ExpectedFile = ExpectedFile {
    media_types: &["image/png", "image/jpeg", "image/webp"],
    about: "The file, of at most 8 MiB and 25 million pixels. It is written anew as a small square JPEG: nothing else that \
            stands in it is kept, such as where it was taken.",
    limits: PICTURE_FILE.limits,
};

/// `PUT /api/v1/account/picture`
pub async fn set(asked: Asked<'_>) -> Result<Done, ApiError> {
    let user = picture::set(&asked.cx, &asked.bearer.user.id, Vec::from(asked.bytes)).await.map_err(refused)?;
    profile::shown(asked.bearer, &user)
}

/// What is no picture is a body that cannot be read, not a value to correct.
fn refused(error: Error) -> ApiError {
    let code = match &error {
        Error::Invalid(fields) => fields.first().map(|field| field.code),
        _ => None,
    };
    match code {
        Some("picture_too_large") => ApiError::Problem(ProblemKind::ContentTooLarge, error.to_string()),
        Some("picture_unreadable") => ApiError::Problem(ProblemKind::InvalidRequest, error.to_string()),
        _ => error.into(),
    }
}

/// `DELETE /api/v1/account/picture`
pub async fn remove(asked: Asked<'_>) -> Result<Done, ApiError> {
    picture::remove(&asked.cx, &asked.bearer.user.id).await?;
    Ok(Done::nothing())
}
