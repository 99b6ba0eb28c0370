//! Another e-mail address, as far as it has come.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::directory::accounts::address::OpenAddressChange;

/// A change of the e-mail address that waits for its proofs. The account has the present one until then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountEmailChange {
    /// The new address.
    pub email: String,
    /// The page where the person shows that both mailboxes are theirs, in the browser in which they approved the app.
    pub proof_uri: String,
    /// When the change is worth nothing any more (RFC 3339).
    pub expires_at: String,
}

impl AccountEmailChange {
    /// Of this change, which is proven there.
    pub fn of(change: &OpenAddressChange, proof_uri: String) -> Self {
        Self { email: change.email().to_owned(), proof_uri, expires_at: change.expires_at().to_rfc3339() }
    }
}
