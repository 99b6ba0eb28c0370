//! A service that tells people from programs, in the place of a calculation (`proof_of_work.rs`), and asked where that
//! would be. Its page is one of its own; what is passed there goes back to the sign-in page as a text of ours, for one
//! browser and one journey, spent by the next password.

use super::proof_of_work::{self, Calculation, WorkKind, WorkPlace, WorkShown};
use crate::{
    config::captcha::CaptchaFallback,
    domain::kernel::{Cx, Error},
    outbound::captcha::CaptchaVerdict,
};

/// What somebody brings from the page.
#[derive(Debug, Clone, Copy)]
pub struct CaptchaShown<'a> {
    /// What the service's widget answered; empty where no script ran.
    pub answer: &'a str,
    /// What was waited for, or calculated where the service does not answer.
    pub work: WorkShown<'a>,
    /// Whether it was calculated.
    pub is_fallback: bool,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaptchaOutcome {
    /// The next password is looked at with this.
    Passed(String),
    /// It is asked once more.
    Refused,
    /// It still has to be waited for.
    Waiting(Calculation),
    /// The service does not answer: this is calculated instead.
    Calculate(Calculation),
    /// The service does not answer, and nothing is looked at.
    Unreachable,
}

/// Whether there is such a service.
pub fn is_on(cx: &Cx<'_>) -> bool {
    cx.app.captcha.is_some()
}

/// What a browser without scripts waits for.
pub fn to_wait_for(cx: &Cx<'_>, place: WorkPlace<'_>) -> Calculation {
    proof_of_work::offer(cx, place.of(WorkKind::CaptchaWait))
}

/// Looks at what somebody brings.
///
/// # Errors
/// When the database fails.
pub async fn look(cx: &Cx<'_>, place: WorkPlace<'_>, shown: CaptchaShown<'_>) -> Result<CaptchaOutcome, Error> {
    let passed = || CaptchaOutcome::Passed(proof_of_work::offer(cx, place.of(WorkKind::CaptchaPassed)).challenge);
    if shown.is_fallback {
        let left = proof_of_work::spend(cx, place.of(WorkKind::CaptchaFallback), shown.work).await?;
        return Ok(left.map_or_else(passed, CaptchaOutcome::Calculate));
    }
    let service = cx.app.captcha.as_ref().filter(|_| !shown.answer.is_empty());
    let Some(service) = service else {
        // Waited for, and not calculated: else no program would ask the service.
        let waited = WorkShown { answer: "", ..shown.work };
        let left = proof_of_work::spend(cx, place.of(WorkKind::CaptchaWait), waited).await?;
        return Ok(left.map_or_else(passed, CaptchaOutcome::Waiting));
    };
    Ok(match service.verify(shown.answer, cx.origin.ip.as_deref()).await {
        CaptchaVerdict::Passed => passed(),
        CaptchaVerdict::Refused => CaptchaOutcome::Refused,
        CaptchaVerdict::Unreachable => match cx.app.config.captcha.unreachable {
            CaptchaFallback::LetIn => passed(),
            CaptchaFallback::Refuse => CaptchaOutcome::Unreachable,
            CaptchaFallback::ProofOfWork => {
                CaptchaOutcome::Calculate(proof_of_work::offer(cx, place.of(WorkKind::CaptchaFallback)))
            }
        },
    })
}

/// Spends what was passed before; `false` for what was not, or not here, or was spent.
///
/// # Errors
/// When the database fails.
pub async fn spend(cx: &Cx<'_>, place: WorkPlace<'_>, passed: &str) -> Result<bool, Error> {
    proof_of_work::redeem(cx, place.of(WorkKind::CaptchaPassed), passed).await
}
