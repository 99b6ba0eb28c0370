//! Refresh tokens (RFC 6749 §6, RFC 9700 §4.14): rotation, reuse, and an honest second chance.
//!
//! A token is `family.generation.mac`. Only the family's present generation is stored; the MAC
//! is derived from a sealed key, so any generation can be made again without storing it.
//!
//! ```text
//!  presented generation      family at g                       answer
//!  g                         live                              Rotate to g+1 (Keep, if rotation is off)
//!  g-1                       advanced within the grace         Repeat: the same g again
//!  g-2                       advanced twice within the grace   replaced: refused, and nothing dies
//!  either later, or older    live                              Reused: the family dies
//!  newer than g, wrong mac                                     unknown
//! ```
//! The grace (`tokens.refresh_grace`) is for a lost response and for tabs: each holds a token that
//! was good a moment ago. Of two tabs that refresh in turns, the third that comes late is two steps back.

use data_encoding::BASE64URL_NOPAD;

use crate::{
    base::{
        id::FamilyId,
        time::{Seconds, Timestamp},
    },
    error::Refusal,
};

/// A refresh token taken apart; its MAC is not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentedRefreshToken {
    /// The family.
    pub family: FamilyId,
    /// Its place in the chain, from 0.
    pub generation: i64,
    /// HMAC-SHA-256 over [`context`] under the family's key.
    pub mac: Vec<u8>,
}

impl PresentedRefreshToken {
    /// Takes a token apart. Anything malformed is simply unknown.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (family, generation, mac) = (parts.next()?, parts.next()?, parts.next()?);
        // One token has one text: a number is written without zeros in front.
        if parts.next().is_some()
            || generation.is_empty()
            || generation.len() > 1 && generation.starts_with('0')
            || generation.len() > 18
            || !generation.bytes().all(|b| b.is_ascii_digit())
        {
            return None;
        }
        let family = format!("fam_{family}").parse::<FamilyId>().ok()?;
        let mac = BASE64URL_NOPAD.decode(mac.as_bytes()).ok()?;
        (mac.len() == 32).then_some(Self { family, generation: generation.parse().ok()?, mac })
    }
}

/// What the MAC is computed over.
pub fn context(family: &FamilyId, generation: i64) -> Vec<u8> {
    format!("signet refresh token\0{family}\0{generation}").into_bytes()
}

/// The token as the client gets it.
pub fn format(family: &FamilyId, generation: i64, mac: &[u8; 32]) -> String {
    let family = family.as_str().trim_start_matches("fam_");
    format!("{family}.{generation}.{}", BASE64URL_NOPAD.encode(mac))
}

/// The state of a family.
#[derive(Debug, Clone, Copy)]
pub struct IssuedRefreshToken {
    /// Present generation.
    pub generation: i64,
    /// When it was reached.
    pub rotated_at: Timestamp,
    /// When the generation before it was reached.
    pub previous_rotated_at: Option<Timestamp>,
    /// End by disuse.
    pub idle_expires_at: Timestamp,
    /// End in any case.
    pub expires_at: Timestamp,
    /// Revoked.
    pub revoked_at: Option<Timestamp>,
    /// Whether the client's tokens rotate.
    pub rotates: bool,
}

/// What to do with a token whose MAC is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefreshDecision {
    /// Advance the family.
    Rotate,
    /// Hand out the present generation again.
    Repeat,
    /// Rotation is off: the same token goes on.
    Keep,
    /// A replaced token came back: revoke the family, then refuse.
    Reused,
}

/// Decides about a token whose MAC is right.
///
/// # Errors
/// `invalid_grant` when the family has ended, or the token was replaced twice within the grace.
pub fn decide(
    family: &IssuedRefreshToken,
    presented: i64,
    grace: Seconds,
    now: Timestamp,
) -> Result<RefreshDecision, Refusal> {
    if family.revoked_at.is_some() {
        return Err(Refusal::invalid_grant("the refresh token was revoked (RFC 6749 section 5.2)"));
    }
    if now >= family.expires_at || now >= family.idle_expires_at {
        return Err(Refusal::invalid_grant("the refresh token has expired (RFC 6749 section 5.2)"));
    }
    if presented > family.generation {
        return Err(unknown());
    }
    if presented == family.generation {
        return Ok(if family.rotates { RefreshDecision::Rotate } else { RefreshDecision::Keep });
    }
    if may_repeat(presented, family.generation, family.rotated_at, grace, now) {
        return Ok(RefreshDecision::Repeat);
    }
    if is_late(family, presented, grace, now) {
        return Err(replaced());
    }
    Ok(RefreshDecision::Reused)
}

/// Whether a token two steps back was itself replaced within the grace: that of a tab which was slower
/// than two refreshes of its neighbors. Its successor is spent, so it gets nothing; and since it was good
/// a moment ago, it is no sign of a theft either.
fn is_late(family: &IssuedRefreshToken, presented: i64, grace: Seconds, now: Timestamp) -> bool {
    // It was replaced when the generation after it was reached.
    let replaced_at = family.previous_rotated_at.filter(|_| presented + 2 == family.generation);
    grace > Seconds(0) && replaced_at.is_some_and(|at| now - at <= grace)
}

/// Whether a token was replaced only a moment ago, by the generation that is still the newest: then
/// that one may be handed out again. Any later one belongs to whoever has used it meanwhile.
pub fn may_repeat(presented: i64, generation: i64, rotated_at: Timestamp, grace: Seconds, now: Timestamp) -> bool {
    // A grace of zero is none, not even within the same second.
    presented + 1 == generation && grace > Seconds(0) && now - rotated_at <= grace
}

/// What is said of a token that is unknown, malformed, or another client's.
pub fn unknown() -> Refusal {
    Refusal::invalid_grant("the refresh token is unknown, or was issued to another client (RFC 6749 section 5.2)")
}

/// What is said of a token whose successor was used as well, moments ago.
pub fn replaced() -> Refusal {
    Refusal::invalid_grant("the refresh token was replaced a moment ago; use the newest one (RFC 6749 section 6)")
}

/// What is said when a replaced token comes back (RFC 9700 §4.14.2).
pub fn reused() -> Refusal {
    Refusal::invalid_grant("the refresh token was already used; its family has been revoked (RFC 9700 section 4.14.2)")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRACE: Seconds = Seconds(30);

    fn family() -> IssuedRefreshToken {
        IssuedRefreshToken {
            generation: 3,
            rotated_at: Timestamp(1000),
            previous_rotated_at: Some(Timestamp(990)),
            idle_expires_at: Timestamp(2000),
            expires_at: Timestamp(3000),
            revoked_at: None,
            rotates: true,
        }
    }

    #[test]
    fn a_token_survives_the_trip_through_its_text() {
        let family = FamilyId::from_stored("fam_01J9X4M2T7ABCDEFGHJKMNPQRS");
        let text = format(&family, 12, &[7; 32]);
        assert_eq!(
            PresentedRefreshToken::parse(&text),
            Some(PresentedRefreshToken { family, generation: 12, mac: vec![7; 32] })
        );
        for broken in [
            "",
            "x",
            "a.b.c",
            "01J9X4M2T7ABCDEFGHJKMNPQRS.-1.AAAA",
            &format!("{text}.x"),
            &text[..text.len() - 2],
            &text.replace(".12.", ".012."),
        ] {
            assert_eq!(PresentedRefreshToken::parse(broken), None, "{broken}");
        }
    }

    // RFC 9700 §4.14.2
    #[test]
    fn reuse_is_told_from_a_lost_response_by_the_grace() {
        let now = |second| Timestamp(second);
        assert_eq!(decide(&family(), 3, GRACE, now(1500)), Ok(RefreshDecision::Rotate));
        assert_eq!(decide(&family(), 2, GRACE, now(1030)), Ok(RefreshDecision::Repeat));
        assert_eq!(decide(&family(), 2, GRACE, now(1031)), Ok(RefreshDecision::Reused));
        assert_eq!(decide(&family(), 2, Seconds(0), now(1000)), Ok(RefreshDecision::Reused));
        assert_eq!(decide(&family(), 4, GRACE, now(1001)), Err(unknown()));
    }

    #[test]
    fn a_late_tab_two_steps_back_is_refused_and_ends_nothing_within_the_grace() {
        let late = |now| decide(&family(), 1, GRACE, Timestamp(now));
        // Replaced at 990 by the generation that was replaced at 1000.
        assert_eq!((late(1001), late(1020)), (Err(replaced()), Err(replaced())));
        assert_eq!(late(1021), Ok(RefreshDecision::Reused));
        // One more step is too many, whenever it comes.
        assert_eq!(decide(&family(), 0, GRACE, Timestamp(1001)), Ok(RefreshDecision::Reused));
        assert_eq!(decide(&family(), 1, Seconds(0), Timestamp(1000)), Ok(RefreshDecision::Reused));
        // Of a family that rotated before this was kept, nothing is known.
        let unknown = IssuedRefreshToken { previous_rotated_at: None, ..family() };
        assert_eq!(decide(&unknown, 1, GRACE, Timestamp(1001)), Ok(RefreshDecision::Reused));
    }

    #[test]
    fn an_ended_family_answers_nothing() {
        assert_eq!(
            decide(&family(), 3, GRACE, Timestamp(2000)).unwrap_err().to_string(),
            "invalid_grant: the refresh token has expired (RFC 6749 section 5.2)"
        );
        let revoked = IssuedRefreshToken { revoked_at: Some(Timestamp(1)), ..family() };
        assert_eq!(
            decide(&revoked, 3, GRACE, Timestamp(1500)).unwrap_err().to_string(),
            "invalid_grant: the refresh token was revoked (RFC 6749 section 5.2)"
        );
        assert_eq!(
            decide(&IssuedRefreshToken { rotates: false, ..family() }, 3, GRACE, Timestamp(1500)),
            Ok(RefreshDecision::Keep)
        );
    }
}
