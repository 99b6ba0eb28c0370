//! Steps that somebody who has proven who they are takes before a client gets its answer.

use super::AuthorizationRequest;
use crate::error::Refusal;

/// A step, in the order in which they are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequiredStep {
    /// To prove the address of the account.
    Verify,
    /// To prove the telephone number that they gave when they made the account, or that the operator wants.
    Phone,
    /// To choose another password.
    Password,
    /// To agree to the operator's documents as they are now.
    Terms,
}

impl RequiredStep {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Phone => "phone",
            Self::Password => "password",
            Self::Terms => "terms",
        }
    }
}

/// What is asked next of somebody who owes these steps.
///
/// # Errors
/// `interaction_required` for `prompt=none`.
pub fn next_step(request: &AuthorizationRequest, owed: &[RequiredStep]) -> Result<Option<RequiredStep>, Refusal> {
    let Some(next) = owed.iter().min().copied() else { return Ok(None) };
    if request.prompt.none {
        // OIDC Core §3.1.2.6: the request cannot be completed without showing a page.
        return Err(Refusal::interaction_required(
            "the person has something to do first, such as proving their address (OIDC Core section 3.1.2.6)",
        ));
    }
    Ok(Some(next))
}
