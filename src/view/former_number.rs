//! A telephone number that an account had.

use serde::Serialize;

use crate::domain::directory::accounts::former_number::FormerNumber;

/// A telephone number that the account had, as long as it can be taken back.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct FormerNumberView {
    pub number: String,
    pub until: String,
}

impl From<&FormerNumber> for FormerNumberView {
    fn from(former: &FormerNumber) -> Self {
        Self { number: former.number.clone(), until: former.until.to_rfc3339() }
    }
}
