//! What mails look like: our templates, with the operator's above them.

use super::{BuildError, branding};
use crate::{
    config::Config,
    render::{
        Branding,
        mail::{Letters, TemplateProblem},
    },
};

/// Reads the templates. For commands, one that is broken counts as not there: it must not keep an operator from them.
pub(super) fn letters(config: &Config, branding: &Branding, serving: bool) -> Result<Letters, BuildError> {
    match Letters::load(config.mail.templates.as_deref(), branding, config.issuer.url.as_str()) {
        Ok(letters) => Ok(letters),
        Err(_) if !serving => Ok(Letters::built_in()),
        Err(problems) => {
            let all = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            Err(BuildError::Setting(format!("mail.templates: {all}")))
        }
    }
}

/// What is wrong with the operator's templates.
///
/// # Errors
/// When the branding itself cannot be used.
pub fn problems(config: &Config) -> Result<Vec<TemplateProblem>, BuildError> {
    let branding = branding::branding(config)?;
    let loaded = Letters::load(config.mail.templates.as_deref(), &branding, config.issuer.url.as_str());
    Ok(loaded.err().unwrap_or_default())
}
