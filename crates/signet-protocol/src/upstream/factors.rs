//! What the sign-in at an upstream counts for here.
//!
//! | the upstream | proven here |
//! |---|---|
//! | any | `fed`, something known: what it asked for itself is not known |
//! | believed (`trusts_factors`), and it names methods of RFC 8176 | those too, each of its kind |
//! | believed, and it names `mfa`, methods of two kinds, or an `acr` that here takes two | `mfa` too: it counts as the further factor |
//!
//! `fed` is not of the registry of RFC 8176 (docs/decisions/linking.md). `pwd` is never taken over: a password of
//! elsewhere is not the account's, of which it is asked whether it was typed lately.

use super::{UpstreamPerson, UpstreamSettings};
use crate::{
    acr::{Factor, FactorKind, Ladder},
    base::time::{Seconds, Timestamp},
};

/// The `amr` of somebody whom an upstream has proven.
pub const FEDERATED: &str = "fed";
/// Of OpenID Provider Authentication Policy Extension, and told by providers until today.
const PAPE_MULTI_FACTOR: &str = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";
/// How long somebody may take there whom it was asked to let sign in anew, and a minute by which its clock may differ.
const FRESH: Seconds = Seconds::minutes(11);

/// Methods of RFC 8176 §2, each with its kind.
const METHODS: &[(&str, FactorKind)] = &[
    ("pin", FactorKind::Knowledge),
    ("kba", FactorKind::Knowledge),
    ("otp", FactorKind::Possession),
    ("hwk", FactorKind::Possession),
    ("swk", FactorKind::Possession),
    ("pop", FactorKind::Possession),
    ("sc", FactorKind::Possession),
    ("sms", FactorKind::Possession),
    ("tel", FactorKind::Possession),
    ("face", FactorKind::Inherence),
    ("fpt", FactorKind::Inherence),
    ("iris", FactorKind::Inherence),
    ("retina", FactorKind::Inherence),
    ("vbm", FactorKind::Inherence),
];

/// What is taken over of a sign-in at an upstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOver {
    /// The factors, each as old as what was proven there.
    pub factors: Vec<Factor>,
    /// Whether a further factor is among them, and believed.
    pub has_further: bool,
}

/// Everything that an upstream which is believed may prove.
pub fn believable(at: Timestamp) -> Vec<Factor> {
    let ours = [(FEDERATED, FactorKind::Knowledge), ("mfa", FactorKind::Possession)];
    METHODS.iter().chain(&ours).map(|(name, kind)| Factor::new(name, *kind, at)).collect()
}

/// When somebody last proved who they are there, as far as it is known: never later than now, and long ago where the
/// upstream does not say.
pub fn proven_at(person: &UpstreamPerson, now: Timestamp) -> Timestamp {
    person.auth_time.map_or(Timestamp(0), |at| at.min(now))
}

/// What counts here of what an upstream proved.
pub fn taken_over(person: &UpstreamPerson, settings: &UpstreamSettings, ladder: &Ladder, now: Timestamp) -> TakenOver {
    let at = proven_at(person, now);
    let mut factors = vec![Factor::new(FEDERATED, FactorKind::Knowledge, at)];
    if !settings.trusts_factors {
        return TakenOver { factors, has_further: false };
    }
    let named = |name: &str| person.amr.iter().any(|one| one == name);
    let told = METHODS.iter().filter(|(name, _)| named(name));
    let mut kinds: Vec<FactorKind> = told.clone().map(|(_, kind)| *kind).collect();
    if named("pwd") {
        kinds.push(FactorKind::Knowledge);
    }
    kinds.sort_unstable();
    kinds.dedup();
    let takes_two = |acr: &String| {
        acr == PAPE_MULTI_FACTOR || ladder.0.iter().any(|level| level.factors > 1 && settings.is_acr(&level.value, acr))
    };
    let has_further = named("mfa") || kinds.len() > 1 || person.acr.as_ref().is_some_and(takes_two);
    // One factor is one kind, however it is called: with the word of the upstream alone it would count as two.
    let counted = |kind: FactorKind| if has_further { kind } else { FactorKind::Knowledge };
    factors.extend(told.map(|(name, kind)| Factor::new(name, counted(*kind), at)));
    if has_further {
        factors.push(Factor::new("mfa", FactorKind::Possession, at));
    }
    TakenOver { factors, has_further }
}

/// What a request demands of the age of a sign-in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FreshnessDemand {
    /// A sign-in made for this request (`prompt=login`).
    pub anew: bool,
    /// At most so many seconds old (`max_age`).
    pub max_age: Option<i64>,
    /// That its time is told (`require_auth_time`, or `auth_time` as an essential claim).
    pub needs_auth_time: bool,
}

/// What an upstream can prove of the age of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreshnessProof {
    /// Whether it can be made to ask for a fresh sign-in, and tells when that was.
    pub is_able: bool,
    /// Whether it was asked for one.
    pub was_asked: bool,
    /// When the person signed in there, as it says.
    pub auth_time: Option<Timestamp>,
}

impl FreshnessDemand {
    /// Whether a sign-in at an upstream is as fresh as is demanded.
    pub fn is_met(&self, proof: &FreshnessProof, now: Timestamp) -> bool {
        if *self == Self::default() {
            return true;
        }
        let Some(auth_time) = proof.auth_time.filter(|_| proof.is_able) else { return false };
        let age = now - auth_time;
        // OIDC Core §3.1.2.1 prompt=login, and max_age=0, which says the same: what was proven before it was asked for
        // does not count.
        let anew = self.anew || self.max_age == Some(0);
        let is_anew = proof.was_asked && age <= FRESH;
        // OIDC Core §3.1.2.1 max_age: the allowable elapsed time since the person was last actively authenticated.
        let is_young = self.max_age.is_none_or(|most| most == 0 || age <= Seconds(most));
        (!anew || is_anew) && is_young
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;
    use crate::acr;

    const NOW: Timestamp = Timestamp(1_800_000_000);

    fn person(amr: &[&str], acr: Option<&str>, auth_time: Option<i64>) -> UpstreamPerson {
        UpstreamPerson {
            iss: "https://up.example".to_owned(),
            sub: "1".to_owned(),
            claims: Map::new(),
            auth_time: auth_time.map(Timestamp),
            acr: acr.map(str::to_owned),
            amr: amr.iter().map(|one| (*one).to_owned()).collect(),
            sid: None,
        }
    }

    fn trusting(trusts_factors: bool) -> UpstreamSettings {
        UpstreamSettings { trusts_factors, ..UpstreamSettings::default() }
    }

    fn taken(amr: &[&str], acr: Option<&str>, trusts: bool) -> (Vec<String>, bool) {
        let taken = taken_over(&person(amr, acr, Some(NOW.0)), &trusting(trusts), &Ladder::default(), NOW);
        (acr::amr(&taken.factors), taken.has_further)
    }

    #[test]
    fn whatever_an_upstream_can_prove_can_be_a_level() {
        for factor in believable(NOW) {
            assert!(acr::METHODS.contains(&factor.amr.as_str()), "{}", factor.amr);
        }
    }

    #[test]
    fn nothing_is_taken_over_of_an_upstream_that_is_not_believed() {
        assert_eq!(taken(&["pwd", "otp", "mfa"], Some(acr::MULTI_FACTOR), false), (vec!["fed".to_owned()], false));
    }

    #[test]
    fn a_further_factor_of_an_upstream_that_is_believed_counts() {
        let all = |names: &[&str]| names.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        assert_eq!(taken(&["pwd"], None, true), (all(&["fed"]), false));
        assert_eq!(taken(&["otp"], None, true), (all(&["fed", "otp"]), false));
        assert_eq!(taken(&["pwd", "otp"], None, true), (all(&["fed", "otp", "mfa"]), true));
        assert_eq!(taken(&["mfa"], None, true), (all(&["fed", "mfa"]), true));
        assert_eq!(taken(&[], Some(acr::MULTI_FACTOR), true), (all(&["fed", "mfa"]), true));
        assert_eq!(taken(&[], Some(PAPE_MULTI_FACTOR), true), (all(&["fed", "mfa"]), true));
        assert_eq!(taken(&["made_up", "user"], Some(acr::SINGLE_FACTOR), true), (all(&["fed"]), false));
    }

    #[test]
    fn a_level_is_known_by_the_name_that_it_has_there() {
        let there = "urn:okta:loa:2fa:any";
        let has_further = |settings: &UpstreamSettings, acr: &str| {
            taken_over(&person(&[], Some(acr), Some(NOW.0)), settings, &Ladder::default(), NOW).has_further
        };
        let names = [(acr::MULTI_FACTOR.to_owned(), there.to_owned())].into();
        let named = UpstreamSettings { acr_names: names, ..trusting(true) };
        assert!(has_further(&named, there) && !has_further(&trusting(true), there));
        assert!(!has_further(&named, acr::MULTI_FACTOR), "it has another name there");
        assert!(!has_further(&UpstreamSettings { trusts_factors: false, ..named }, there));
    }

    #[test]
    fn what_is_believed_reaches_the_level_of_two_factors() {
        let ladder = Ladder::default();
        let taken = taken_over(&person(&["mfa"], None, Some(NOW.0)), &trusting(true), &ladder, NOW);
        assert_eq!(ladder.acr_for(&taken.factors, &[]).as_deref(), Some(acr::MULTI_FACTOR));
        let single = taken_over(&person(&["mfa"], None, Some(NOW.0)), &trusting(false), &ladder, NOW);
        assert_eq!(ladder.acr_for(&single.factors, &[]).as_deref(), Some(acr::SINGLE_FACTOR));
        for one in ["otp", "sms", "hwk", "face"] {
            let taken = taken_over(&person(&[one], None, Some(NOW.0)), &trusting(true), &ladder, NOW);
            assert_eq!(ladder.acr_for(&taken.factors, &[]).as_deref(), Some(acr::SINGLE_FACTOR), "{one} alone is one");
        }
    }

    #[test]
    fn nothing_is_newer_than_what_was_proven() {
        let at = |auth_time: Option<i64>| {
            taken_over(&person(&["otp"], None, auth_time), &trusting(true), &Ladder::default(), NOW)
                .factors
                .iter()
                .map(|factor| factor.at)
                .max()
        };
        assert_eq!(at(Some(NOW.0 - 500)), Some(NOW - Seconds(500)));
        assert_eq!(at(Some(NOW.0 + 30)), Some(NOW), "its clock is ahead");
        assert_eq!(at(None), Some(Timestamp(0)), "it does not say");
    }

    #[test]
    fn a_fresh_sign_in_is_proven_or_it_is_not() {
        let login = FreshnessDemand { anew: true, ..FreshnessDemand::default() };
        let within = |most: i64| FreshnessDemand { max_age: Some(most), ..FreshnessDemand::default() };
        let told = FreshnessDemand { needs_auth_time: true, ..FreshnessDemand::default() };
        let proof = |ago: i64| FreshnessProof { is_able: true, was_asked: true, auth_time: Some(NOW - Seconds(ago)) };
        let silent = FreshnessProof { auth_time: None, ..proof(0) };
        for (demand, proof, expected) in [
            (FreshnessDemand::default(), silent, true),
            (login, proof(5), true),
            (login, proof(3600), false),
            (login, silent, false),
            (login, FreshnessProof { was_asked: false, ..proof(5) }, false),
            (login, FreshnessProof { is_able: false, ..proof(5) }, false),
            (within(60), proof(60), true),
            (within(60), proof(61), false),
            (within(60), FreshnessProof { was_asked: false, ..proof(60) }, true),
            (within(60), silent, false),
            (within(0), proof(5), true),
            (within(0), FreshnessProof { was_asked: false, ..proof(5) }, false),
            (told, proof(86_400), true),
            (told, silent, false),
        ] {
            assert_eq!(demand.is_met(&proof, NOW), expected, "{demand:?} {proof:?}");
        }
    }
}
