//! `max_age` (OIDC Core §3.1.2.1), and the client's default for it.

use super::{Asking, Draft};
use crate::error::Refusal;

/// Seconds.
pub(super) fn check<'a>(asking: &Asking<'a>, draft: &mut Draft<'a>) -> Result<(), Refusal> {
    draft.request.max_age = match asking.params.get("max_age") {
        None => asking.client.metadata.default_max_age,
        Some(text) => match text.parse::<i64>() {
            // `parse` takes a sign, too.
            Ok(seconds) if text.bytes().all(|one| one.is_ascii_digit()) => Some(seconds),
            _ => {
                return Err(Refusal::invalid_request(
                    "max_age must be a whole number of seconds, zero or more (OIDC Core section 3.1.2.1)",
                ));
            }
        },
    };
    Ok(())
}
