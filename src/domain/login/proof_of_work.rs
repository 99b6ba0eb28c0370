//! A calculation that a browser does before another password is looked at, after failures (docs/decisions/limits.md).
//!
//! What is asked stands in the form, with a code of ours over it, so nothing is kept until it is answered: the browser
//! looks for a number that makes SHA-256 of the challenge and the number begin with so many zero bits, which takes it
//! thousands of tries and us one. A browser without scripts waits instead. Each challenge belongs to one browser and
//! one journey, ends, and is spent by the first password that comes with it.

use data_encoding::BASE64URL_NOPAD;

use crate::{
    base::{
        id::{BrowserId, InteractionId},
        secret::{TokenHash, sha256},
        time::{Seconds, Timestamp},
    },
    config::limits::ProofOfWork,
    domain::kernel::{Cx, Error},
    store::replay,
};

/// How long an answer may take.
const LIFETIME: Seconds = Seconds::minutes(10);
/// Purpose of the rows of challenges that were spent.
const PURPOSE: &str = "proof_of_work";
const NONCE: usize = 16;
const MOMENT: usize = 8;
/// Longest answer that is looked at: a number.
const LONGEST_ANSWER: usize = 20;

/// What a browser is asked to calculate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calculation {
    /// What it is about, and what comes back with the answer.
    pub challenge: String,
    /// How many bits are zero.
    pub bits: u32,
    /// How long it still is until no answer is needed.
    pub wait: Seconds,
}

/// For whom something is to be calculated.
#[derive(Debug, Clone, Copy)]
pub struct WorkPlace<'a> {
    /// In which browser.
    pub browser: &'a BrowserId,
    /// For which journey; none on the way to one's own account.
    pub interaction: Option<&'a InteractionId>,
    /// What for.
    pub kind: WorkKind,
}

/// What a challenge is for: one kind says nothing to another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WorkKind {
    /// A password, at once.
    #[default]
    Password,
    /// The page of a captcha, in a browser without scripts, which waits.
    CaptchaWait,
    /// The page of a captcha whose service does not answer.
    CaptchaFallback,
    /// A captcha that was passed: nothing is left to be done.
    CaptchaPassed,
}

impl WorkKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "proof_of_work",
            Self::CaptchaWait => "captcha_wait",
            Self::CaptchaFallback => "captcha_fallback",
            Self::CaptchaPassed => "captcha_passed",
        }
    }
}

/// What came with a form.
#[derive(Debug, Clone, Copy)]
pub struct WorkShown<'a> {
    /// The challenge.
    pub challenge: &'a str,
    /// The number.
    pub answer: &'a str,
}

/// Whether the operator wants anything calculated at all.
pub fn is_on(cx: &Cx<'_>) -> bool {
    cx.app.config.limits.proof_of_work == ProofOfWork::AfterFailures
}

/// Something to calculate, never asked before.
pub fn offer(cx: &Cx<'_>, asked: WorkPlace<'_>) -> Calculation {
    let facts = [cx.app.entropy.bytes::<NONCE>().as_slice(), &cx.now.0.to_be_bytes()].concat();
    let code = cx.app.sealer.authenticate(&asked.purpose(cx), &facts);
    let challenge = BASE64URL_NOPAD.encode(&[facts.as_slice(), &code].concat());
    let limits = &cx.app.config.limits;
    Calculation { challenge, bits: limits.proof_of_work_bits, wait: limits.proof_of_work_wait }
}

/// Spends what was calculated, or waited for; answers what is left to do. Of a challenge that is good but came without
/// an answer and too early, that is the same one.
///
/// # Errors
/// When the database fails.
pub async fn spend(cx: &Cx<'_>, asked: WorkPlace<'_>, shown: WorkShown<'_>) -> Result<Option<Calculation>, Error> {
    let Some(asked_at) = asked.begun(cx, shown.challenge) else { return Ok(Some(offer(cx, asked))) };
    let bits = cx.app.config.limits.proof_of_work_bits;
    let wait = asked_at + cx.app.config.limits.proof_of_work_wait - cx.now;
    if wait > Seconds(0) && !solves(shown, bits) {
        return Ok(Some(Calculation { challenge: shown.challenge.to_owned(), bits, wait }));
    }
    let is_first = remember(cx, shown.challenge, asked_at + LIFETIME).await?;
    Ok((!is_first).then(|| offer(cx, asked)))
}

/// Spends a challenge for which nothing is left to be done; `false` for one that is none of these, or was spent.
///
/// # Errors
/// When the database fails.
pub(super) async fn redeem(cx: &Cx<'_>, asked: WorkPlace<'_>, challenge: &str) -> Result<bool, Error> {
    match asked.begun(cx, challenge) {
        Some(asked_at) => remember(cx, challenge, asked_at + LIFETIME).await,
        None => Ok(false),
    }
}

/// Keeps that a challenge was spent; `false` when it was before.
async fn remember(cx: &Cx<'_>, challenge: &str, end: Timestamp) -> Result<bool, Error> {
    let hash = TokenHash::of(challenge);
    cx.write_one(async |work| Ok(replay::remember(work, PURPOSE, &hash, end).await?)).await
}

fn solves(shown: WorkShown<'_>, bits: u32) -> bool {
    let is_number = !shown.answer.is_empty() && shown.answer.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || shown.answer.len() > LONGEST_ANSWER {
        return false;
    }
    let digest = sha256(format!("{}.{}", shown.challenge, shown.answer).as_bytes());
    leading_zeros(&digest) >= bits
}

fn leading_zeros(digest: &[u8]) -> u32 {
    let mut zeros = 0;
    for byte in digest {
        zeros += byte.leading_zeros();
        if *byte != 0 {
            break;
        }
    }
    zeros
}

impl WorkPlace<'_> {
    /// The same place, for something else.
    #[must_use]
    pub const fn of(self, kind: WorkKind) -> Self {
        Self { kind, ..self }
    }

    fn purpose(&self, cx: &Cx<'_>) -> String {
        let interaction = self.interaction.map_or("", InteractionId::as_str);
        format!("{}/{}/{}/{interaction}", self.kind.as_str(), cx.issuer.url.as_str(), self.browser)
    }

    /// When a challenge was made, if it was made for these and has not ended.
    fn begun(&self, cx: &Cx<'_>, challenge: &str) -> Option<Timestamp> {
        let bytes = BASE64URL_NOPAD.decode(challenge.as_bytes()).ok()?;
        let (facts, code) = bytes.split_at_checked(NONCE + MOMENT)?;
        if !cx.app.sealer.is_authentic(&self.purpose(cx), facts, code) {
            return None;
        }
        let begun = Timestamp(i64::from_be_bytes(facts[NONCE..].try_into().ok()?));
        (cx.now < begun + LIFETIME).then_some(begun)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_bits_are_counted_from_the_first() {
        assert_eq!(leading_zeros(&[0xff, 0]), 0);
        assert_eq!(leading_zeros(&[0, 0x1f]), 11);
        assert_eq!(leading_zeros(&[0, 0]), 16);
    }

    #[test]
    fn an_answer_is_a_number_that_fits() {
        let challenge = "abc";
        let found =
            (0..u32::MAX).map(|number| number.to_string()).find(|answer| solves(WorkShown { challenge, answer }, 8));
        let answer = found.unwrap();
        assert!(leading_zeros(&sha256(format!("abc.{answer}").as_bytes())) >= 8);
        assert!(!solves(WorkShown { challenge: "abd", answer: &answer }, 8) || answer == "0");
        for answer in ["", "-1", "1 ", "000000000000000000000"] {
            assert!(!solves(WorkShown { challenge, answer }, 0), "{answer}");
        }
    }
}
