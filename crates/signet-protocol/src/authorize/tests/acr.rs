//! An `acr` that was not reached: who is asked for what, and who is refused (OIDC Core §3.1.2.1, §5.5.1.1).

use super::*;
use crate::acr::{MULTI_FACTOR, SINGLE_FACTOR};

/// A request for factors of two kinds: essential, or as a wish.
fn asking(is_essential: bool) -> AuthorizationRequest {
    let mut request = request(&[]);
    let values = if is_essential { &mut request.essential_acr } else { &mut request.acr_values };
    values.push(MULTI_FACTOR.to_owned());
    request
}

fn two() -> Vec<String> {
    vec![SINGLE_FACTOR.to_owned(), MULTI_FACTOR.to_owned()]
}

/// Somebody who has just signed in, in this very interaction; with one kind of factor.
fn signed_in(account: &Account) -> Progress {
    Progress { authenticated: Some(account.session.clone()), ..Progress::default() }
}

fn decided(is_essential: bool, account: &Account, progress: &Progress) -> Identity {
    who(&asking(is_essential), std::slice::from_ref(account), None, progress)
}

fn refused(identity: &Identity) -> String {
    match identity {
        Identity::Refuse(refusal) => refusal.to_string(),
        other => format!("{other:?}"),
    }
}

const UNMET: &str = "unmet_authentication_requirements: the sign-in did not reach an acr that claims calls essential \
                     (OIDC Core section 5.5.1.1)";

#[test]
fn a_sign_in_that_did_not_bring_what_is_essential_is_not_asked_for_twice() {
    let ada = Account { within_reach: two(), ..account("ada", 5) };
    let again = Identity::Login(LoginReason::TooWeak);
    assert_eq!(decided(true, &ada, &Progress::default()), again);
    assert_eq!(refused(&decided(true, &ada, &signed_in(&ada))), UNMET);
    // A wish asks once and fails nothing.
    assert_eq!(decided(false, &ada, &Progress::default()), again);
    assert_eq!(decided(false, &ada, &signed_in(&ada)), Identity::Known(ada));
}

#[test]
fn what_nobody_has_is_asked_of_nobody() {
    let ada = account("ada", 5);
    for progress in [Progress::default(), signed_in(&ada)] {
        assert_eq!(refused(&decided(true, &ada, &progress)), UNMET, "{progress:?}");
        assert_eq!(decided(false, &ada, &progress), Identity::Known(ada.clone()), "{progress:?}");
    }
}

#[test]
fn a_further_factor_is_asked_for_before_and_after_a_sign_in() {
    let ada = Account { by_factor: two(), within_reach: two(), ..account("ada", 5) };
    for progress in [Progress::default(), signed_in(&ada)] {
        for is_essential in [true, false] {
            assert_eq!(decided(is_essential, &ada, &progress), Identity::Factor(ada.user.clone()), "{progress:?}");
        }
    }
}

#[test]
fn a_wish_asks_whoever_has_proven_a_further_factor_for_no_other() {
    let ada = Account { by_factor: two(), within_reach: two(), ..account("ada", 5) };
    let proven = Progress { has_further_factor: true, ..signed_in(&ada) };
    assert_eq!(decided(false, &ada, &proven), Identity::Known(ada.clone()));
    assert_eq!(decided(true, &ada, &proven), Identity::Factor(ada.user.clone()));
    // A factor of another session counts for that one.
    let of_eve = Progress { has_further_factor: true, ..signed_in(&account("eve", 5)) };
    assert_eq!(decided(false, &ada, &of_eve), Identity::Factor(ada.user.clone()));
}

#[test]
fn a_wish_asks_whoever_goes_on_without_for_nothing_more() {
    let ada = Account { by_factor: two(), within_reach: two(), ..account("ada", 5) };
    let without = |account: &Account| Progress { without_factor: Some(account.session.clone()), ..Progress::default() };
    assert_eq!(decided(false, &ada, &without(&ada)), Identity::Known(ada.clone()));
    assert_eq!(decided(true, &ada, &without(&ada)), Identity::Factor(ada.user.clone()));
    // Somebody else in this browser went on without, and this person did not.
    assert_eq!(decided(false, &ada, &without(&account("eve", 5))), Identity::Factor(ada.user.clone()));
}

#[test]
fn whoever_has_a_passkey_is_asked_for_it_before_an_app_is_set_up() {
    let ada = Account { within_reach: two(), by_passkey: two(), by_enrolling: two(), ..account("ada", 5) };
    assert_eq!(decided(true, &ada, &Progress::default()), Identity::Login(LoginReason::TooWeak));
    assert_eq!(decided(true, &ada, &signed_in(&ada)), Identity::Factor(ada.user.clone()));
    // A wish does not keep somebody whose passkey is elsewhere.
    assert_eq!(decided(false, &ada, &signed_in(&ada)), Identity::Known(ada));
}

#[test]
fn whoever_can_set_one_up_does_so_for_what_is_essential_alone() {
    let ada = Account { by_enrolling: two(), ..account("ada", 5) };
    let enrol = Identity::Enrol { user: ada.user.clone(), may_wait: false };
    for progress in [Progress::default(), signed_in(&ada)] {
        assert_eq!(decided(true, &ada, &progress), enrol, "{progress:?}");
        assert_eq!(decided(false, &ada, &progress), Identity::Known(ada.clone()), "{progress:?}");
    }
}

#[test]
fn one_essential_value_and_one_wish_are_enough() {
    let mut both = asking(true);
    both.acr_values.push("urn:example:gold".to_owned());
    let lacks = |request: &AuthorizationRequest, reached: &[String]| {
        (request.lacks_essential_acr(reached), request.lacks_voluntary_acr(reached))
    };
    assert_eq!(lacks(&both, &[SINGLE_FACTOR.to_owned()]), (true, true));
    assert_eq!(lacks(&both, &two()), (false, true));
    assert_eq!(lacks(&both, &[MULTI_FACTOR.to_owned(), "urn:example:gold".to_owned()]), (false, false));
    assert_eq!(lacks(&asking(false), &[]), (false, true));
    assert_eq!(lacks(&request(&[]), &[]), (false, false));
}
