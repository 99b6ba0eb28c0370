//! How strongly a person was authenticated: an ordered ladder of `acr` values, each with what it needs.
//!
//! What was proven are factors, each with its method (`amr`, RFC 8176), its kind and its time. A level is reached by
//! factors of so many different kinds, and by certain methods if it names some.

use serde::{Deserialize, Serialize};

use super::{error::Refusal, wire_enum::wire_enum};
use crate::base::time::Timestamp;

/// One factor, of whichever kind.
pub const SINGLE_FACTOR: &str = "urn:signet:acr:single-factor";
/// Factors of two kinds.
pub const MULTI_FACTOR: &str = "urn:signet:acr:multi-factor";

wire_enum! {
    /// What a factor is (NIST SP 800-63 §4.3.1).
    FactorKind {
        /// Something the person knows.
        Knowledge = "knowledge",
        /// Something they have.
        Possession = "possession",
        /// Something they are.
        Inherence = "inherence",
    }
}

/// A factor that was proven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    /// By which method (RFC 8176 §2).
    pub amr: String,
    /// What it is.
    pub kind: FactorKind,
    /// When it was proven last.
    pub at: Timestamp,
}

impl Factor {
    /// Proven by this method at this time.
    pub fn new(amr: &str, kind: FactorKind, at: Timestamp) -> Self {
        Self { amr: amr.to_owned(), kind, at }
    }
}

/// Every method that can be proven here, by us or by another provider that is believed. RFC 8176 §2, but `wallet` and
/// `fed`, which are ours.
pub const METHODS: [&str; 19] = [
    "pwd", "otp", "sms", "user", "mfa", "hwk", "swk", "wallet", "fed", "pin", "kba", "pop", "sc", "tel", "face", "fpt",
    "iris", "retina", "vbm",
];

/// The `amr` that factors amount to, each method once, in the order in which they were first proven.
pub fn amr(factors: &[Factor]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for factor in factors {
        // One name may stand for factors of two kinds: the code of a mail and the code of an app are `otp`.
        if !names.contains(&factor.amr) {
            names.push(factor.amr.clone());
        }
    }
    names
}

/// What was proven before, together with what is proven now: a method that is used again has a new time. Methods of one
/// name and of two kinds stand side by side.
#[must_use]
pub fn merged(mut before: Vec<Factor>, now: &[Factor]) -> Vec<Factor> {
    for factor in now {
        match before.iter_mut().find(|known| known.amr == factor.amr && known.kind == factor.kind) {
            Some(known) => known.clone_from(factor),
            None => before.push(factor.clone()),
        }
    }
    before
}

/// A rung of the ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// The `acr` value.
    pub value: String,
    /// How many kinds of factors it needs.
    pub factors: u32,
    /// Methods (`amr`) that must be among them.
    pub methods: Vec<String>,
}

impl Level {
    /// A level that needs factors of so many kinds.
    pub fn of(value: &str, factors: u32) -> Self {
        Self { value: value.to_owned(), factors, methods: Vec::new() }
    }

    fn is_reached(&self, factors: &[Factor]) -> bool {
        self.has_kinds(factors) && self.methods.iter().all(|method| has_method(factors, method))
    }

    fn has_kinds(&self, factors: &[Factor]) -> bool {
        let mut kinds: Vec<FactorKind> = factors.iter().map(|factor| factor.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        u32::try_from(kinds.len()).is_ok_and(|kinds| kinds >= self.factors)
    }

    /// Whether `more` has something that is missing in what was proven: a kind, or a method.
    fn is_nearer(&self, proven: &[Factor], more: &[Factor]) -> bool {
        let brings_kind = || more.iter().any(|one| proven.iter().all(|known| known.kind != one.kind));
        let is_missing = |method: &str| !has_method(proven, method) && has_method(more, method);
        (!self.has_kinds(proven) && brings_kind()) || self.methods.iter().any(|method| is_missing(method))
    }
}

fn has_method(factors: &[Factor], method: &str) -> bool {
    factors.iter().any(|one| one.amr == method)
}

/// Every level, weakest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder(pub Vec<Level>);

impl Default for Ladder {
    fn default() -> Self {
        Self(vec![Level::of(SINGLE_FACTOR, 1), Level::of(MULTI_FACTOR, 2)])
    }
}

impl Ladder {
    /// The values that these factors reach, weakest first.
    pub fn reached(&self, factors: &[Factor]) -> Vec<String> {
        self.0.iter().filter(|level| level.is_reached(factors)).map(|level| level.value.clone()).collect()
    }

    /// The values that one of these sets of factors reaches, weakest first.
    pub fn reached_by_one(&self, choices: &[Vec<Factor>]) -> Vec<String> {
        let is_reached = |level: &&Level| choices.iter().any(|factors| level.is_reached(factors));
        self.0.iter().filter(is_reached).map(|level| level.value.clone()).collect()
    }

    /// Whether `more`, proven besides, brings somebody nearer to one of the wanted values.
    pub fn is_nearer(&self, wanted: &[&str], proven: &[Factor], more: &[Factor]) -> bool {
        let is_wanted = |level: &&Level| wanted.contains(&level.value.as_str());
        self.0.iter().filter(is_wanted).any(|level| level.is_nearer(proven, more))
    }

    /// The `acr` that is told: the highest of the requested values that is reached; without one, the highest that is
    /// reached.
    pub fn acr_for(&self, factors: &[Factor], requested: &[&str]) -> Option<String> {
        let mut reached = self.reached(factors);
        let asked = reached.iter().rposition(|value| requested.contains(&value.as_str()));
        match asked {
            Some(at) => Some(reached.swap_remove(at)),
            None => reached.pop(),
        }
    }
}

/// The essential values of a request by a client each of whose requests needs one of `required`: those that it named
/// itself among them, else all of these.
pub fn essential_for(required: &[String], asked: Vec<String>) -> Vec<String> {
    if required.is_empty() {
        return asked;
    }
    let narrowed: Vec<String> = asked.into_iter().filter(|value| required.contains(value)).collect();
    if narrowed.is_empty() { required.to_vec() } else { narrowed }
}

/// Whether one of the `acr` values that `claims` calls essential can be reached at all.
///
/// # Errors
/// `unmet_authentication_requirements` when none can.
pub fn check_essential(essential: &[String], supported: &[String]) -> Result<(), Refusal> {
    if essential.is_empty() || essential.iter().any(|value| supported.contains(value)) {
        return Ok(());
    }
    // OIDC Core §5.5.1.1: if it cannot be met, the attempt to authenticate has failed.
    Err(Refusal::unmet_authentication_requirements(
        "none of the acr values that claims calls essential can be reached here; acr_values_supported lists those that can (OIDC Core section 5.5.1.1)",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pwd(at: i64) -> Factor {
        Factor::new("pwd", FactorKind::Knowledge, Timestamp(at))
    }
    fn otp(at: i64) -> Factor {
        Factor::new("otp", FactorKind::Possession, Timestamp(at))
    }
    fn ladder() -> Ladder {
        let with_password = Level { methods: vec!["pwd".to_owned()], ..Level::of("password", 1) };
        Ladder(vec![Level::of("any", 1), with_password, Level::of("two", 2)])
    }

    #[test]
    fn a_level_is_reached_by_kinds_and_by_methods() {
        assert_eq!(ladder().reached(&[otp(1)]), ["any"]);
        assert_eq!(ladder().reached(&[pwd(1)]), ["any", "password"]);
        assert_eq!(ladder().reached(&[otp(1), pwd(2)]), ["any", "password", "two"]);
        // Two methods of one kind are one factor.
        assert_eq!(ladder().reached(&[otp(1), Factor { amr: "swk".to_owned(), ..otp(1) }]), ["any"]);
        assert_eq!(ladder().reached(&[]), [""; 0]);
    }

    #[test]
    fn the_highest_requested_value_is_told_and_without_a_request_the_highest() {
        let both = [otp(1), pwd(2)];
        assert_eq!(ladder().acr_for(&both, &[]).as_deref(), Some("two"));
        assert_eq!(ladder().acr_for(&both, &["any", "password"]).as_deref(), Some("password"));
        // The order of the wishes does not matter, and an unknown one is none.
        assert_eq!(ladder().acr_for(&both, &["unknown", "password", "any"]).as_deref(), Some("password"));
        assert_eq!(ladder().acr_for(&[pwd(1)], &["two"]).as_deref(), Some("password"));
        assert_eq!(ladder().acr_for(&[], &["any"]), None);
    }

    #[test]
    fn a_method_that_is_used_again_stands_there_once_with_its_new_time() {
        let all = merged(vec![pwd(1), otp(2)], &[pwd(9)]);
        assert_eq!((amr(&all), all[0].at), (vec!["pwd".to_owned(), "otp".to_owned()], Timestamp(9)));
    }

    #[test]
    fn a_mail_and_an_app_are_two_factors_of_one_name_and_two_mails_are_one() {
        let mail = |at| Factor::new("otp", FactorKind::Knowledge, Timestamp(at));
        let both = merged(vec![mail(1)], &[otp(2)]);
        assert_eq!((both.len(), amr(&both)), (2, vec!["otp".to_owned()]));
        assert_eq!(Ladder::default().acr_for(&both, &[]).as_deref(), Some(MULTI_FACTOR));
        // The code and the link of a mail come through one channel, and so do the codes of one app.
        for (before, now) in [(mail(1), mail(2)), (otp(1), otp(2))] {
            let all = merged(vec![before], std::slice::from_ref(&now));
            assert_eq!(all, [now]);
            assert_eq!(Ladder::default().acr_for(&all, &[]).as_deref(), Some(SINGLE_FACTOR));
        }
        // Each is renewed by its own kind alone.
        assert_eq!(merged(both, &[mail(9)]), [mail(9), otp(2)]);
    }

    #[test]
    fn factors_as_earlier_versions_wrote_them_are_read() {
        let text = r#"[{"amr":"otp","kind":"possession","at":7}]"#;
        let before: Vec<Factor> = serde_json::from_str(text).expect("factors");
        assert_eq!(before, [otp(7)]);
        assert_eq!(serde_json::to_string(&before).expect("a text"), text);
    }

    #[test]
    fn what_is_asked_for_brings_a_kind_or_a_method_that_is_missing() {
        let sms = Factor::new("sms", FactorKind::Possession, Timestamp(1));
        let code = Level { methods: vec!["otp".to_owned()], ..Level::of("code", 1) };
        let ladder = Ladder(vec![code, Level::of("two", 2)]);
        let is_nearer = |wanted: &str, proven: &[Factor], more: &Factor| {
            ladder.is_nearer(&[wanted], proven, std::slice::from_ref(more))
        };
        assert!(is_nearer("two", &[pwd(1)], &sms) && is_nearer("two", &[pwd(1)], &otp(1)));
        assert!(is_nearer("code", &[pwd(1)], &otp(1)) && !is_nearer("code", &[pwd(1)], &sms));
        // What was proven, or is of a kind that was, helps no further.
        assert!(!is_nearer("two", &[otp(1)], &sms) && !is_nearer("code", &[otp(1)], &otp(2)));
        assert!(!is_nearer("unknown", &[pwd(1)], &otp(1)));
        // One of several choices is made.
        let choices = [vec![pwd(1)], vec![sms.clone()]];
        assert_eq!(ladder.reached_by_one(&choices), [""; 0]);
        assert_eq!(ladder.reached_by_one(&[vec![pwd(1), sms], vec![otp(1)]]), ["code", "two"]);
        assert_eq!(ladder.reached_by_one(&[]), [""; 0]);
    }

    #[test]
    fn a_client_that_needs_more_gets_it_whatever_it_asks_for() {
        let required = ["two".to_owned(), "three".to_owned()];
        assert_eq!(essential_for(&required, Vec::new()), required);
        assert_eq!(essential_for(&required, vec!["any".to_owned()]), required);
        assert_eq!(essential_for(&required, vec!["any".to_owned(), "three".to_owned()]), ["three"]);
        assert_eq!(essential_for(&[], vec!["any".to_owned()]), ["any"]);
    }

    #[test]
    fn an_essential_value_out_of_reach_is_refused() {
        let supported = ["any".to_owned()];
        assert_eq!(check_essential(&[], &supported), Ok(()));
        assert_eq!(check_essential(&["two".to_owned(), "any".to_owned()], &supported), Ok(()));
        let refused = check_essential(&["two".to_owned()], &supported).unwrap_err();
        assert_eq!(refused.code.as_str(), "unmet_authentication_requirements");
        assert!(refused.description.contains("OIDC Core section 5.5.1.1"), "{}", refused.description);
    }
}
