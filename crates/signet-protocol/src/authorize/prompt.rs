//! The `prompt` parameter (OIDC Core §3.1.2.1).

use serde::{Deserialize, Serialize};

use super::{Asking, Draft};
use crate::{error::Refusal, params::Params};

/// What the client asks to be shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prompt {
    /// Show nothing; fail instead.
    pub none: bool,
    /// Authenticate again.
    pub login: bool,
    /// Ask for consent again.
    pub consent: bool,
    /// Let the person choose an account.
    pub select_account: bool,
    /// Let the person make an account (Initiating User Registration 1.0 §4).
    pub create: bool,
}

/// The values that discovery lists.
pub const SUPPORTED: &[&str] = &["none", "login", "consent", "select_account"];

/// The value that is understood where people make accounts themselves.
pub const CREATE: &str = "create";

/// Values that are known, and `none` alone.
pub(super) fn check<'a>(asking: &Asking<'a>, draft: &mut Draft<'a>) -> Result<(), Refusal> {
    draft.request.prompt = parse(asking.params)?;
    Ok(())
}

/// Reads `prompt`.
///
/// # Errors
/// `invalid_request` for unknown values and for `none` beside another.
pub fn parse(params: &Params) -> Result<Prompt, Refusal> {
    let mut prompt = Prompt::default();
    for value in params.get("prompt").unwrap_or_default().split(' ').filter(|value| !value.is_empty()) {
        match value {
            "none" => prompt.none = true,
            "login" => prompt.login = true,
            "consent" => prompt.consent = true,
            "select_account" => prompt.select_account = true,
            CREATE => prompt.create = true,
            _ => {
                return Err(unsupported());
            }
        }
    }
    // OIDC Core §3.1.2.1: if this parameter contains none with any other value, an error is returned.
    if prompt.none && (prompt.login || prompt.consent || prompt.select_account || prompt.create) {
        return Err(Refusal::invalid_request(
            "prompt=none cannot stand beside another value (OIDC Core section 3.1.2.1)",
        ));
    }
    Ok(prompt)
}

/// A value of `prompt` that means nothing here.
pub fn unsupported() -> Refusal {
    // Initiating User Registration 1.0 §4.1: so is create where it is not announced.
    Refusal::invalid_request(
        "prompt holds a value that is not supported: expected none, login, consent or select_account (OIDC Core section 3.1.2.1)",
    )
}
