//! Every row of the table.

use super::*;

/// Somebody who signs in, whom nobody knows, with an address that is vouched for.
const STRANGER: LinkFacts = LinkFacts {
    is_refused_by_rule: false,
    is_outside_domains: false,
    linked: None,
    adding: None,
    address: Some(VOUCHED),
    holder: AddressHolder::Nobody,
    proves_further_factor: false,
    creates_accounts: true,
    makers: AccountMakers::Anybody,
    can_prove_address: true,
};
const VOUCHED: ToldAddress = ToldAddress { is_vouched: true, is_let_in: true, is_disposable: false, is_invited: false };
const UNVOUCHED: ToldAddress = ToldAddress { is_vouched: false, ..VOUCHED };
/// An account with a proven address.
const ADA: LinkedAccount = LinkedAccount {
    is_disabled: false,
    is_leaving: false,
    is_admin: false,
    has_further_factor: false,
    has_proven_address: true,
    has_other_identity: false,
};
const ADDING: AddingPerson = AddingPerson { is_theirs: false, has_other_identity: false };

fn linked(account: LinkedAccount) -> LinkFacts {
    LinkFacts { linked: Some(account), ..STRANGER }
}
fn held(account: LinkedAccount) -> LinkFacts {
    LinkFacts { holder: AddressHolder::Account(account), ..STRANGER }
}
fn refused(facts: &LinkFacts) -> &'static str {
    match decide(facts) {
        LinkOutcome::Refuse(why) => why.as_str(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_rule_of_the_mapping_refuses_whoever_comes() {
    for facts in [STRANGER, linked(ADA), held(ADA), LinkFacts { adding: Some(ADDING), ..STRANGER }] {
        assert_eq!(refused(&LinkFacts { is_refused_by_rule: true, ..facts }), "rule");
    }
}

#[test]
fn whoever_is_of_none_of_the_domains_that_are_let_in_alone_is_refused_with_an_account_too() {
    for facts in [STRANGER, linked(ADA), held(ADA), LinkFacts { adding: Some(ADDING), ..linked(ADA) }] {
        assert_eq!(refused(&LinkFacts { is_outside_domains: true, ..facts }), "outside_domains");
    }
    let both = LinkFacts { is_outside_domains: true, is_refused_by_rule: true, ..STRANGER };
    assert_eq!(refused(&both), "rule");
}

#[test]
fn a_verified_address_of_a_domain_that_is_let_in_is_inside() {
    let everybody = UpstreamSettings::default();
    let acme = UpstreamSettings {
        allowed_domains: vec!["ACME.example".to_owned(), "bücher.example".to_owned()],
        ..UpstreamSettings::default()
    };
    for (address, is_verified, outside) in [
        (Some("ada@acme.example"), true, false),
        (Some("ada@Acme.Example"), true, false),
        (Some("ada@xn--bcher-kva.example"), true, false),
        (Some("ada@acme.example"), false, true),
        (Some("ada@mail.acme.example"), true, true),
        (Some("ada@acme.example.evil.example"), true, true),
        (Some("acme.example"), true, true),
        (None, true, true),
    ] {
        assert_eq!(is_outside(&acme, address, is_verified), outside, "{address:?} {is_verified}");
        assert!(!is_outside(&everybody, address, is_verified), "{address:?} {is_verified}");
    }
}

#[test]
fn an_address_that_is_marked_verified_counts_where_the_upstream_is_believed_for_it() {
    for (trust, marked, counts) in [
        (EmailTrust::Verified, Some(true), true),
        (EmailTrust::Verified, Some(false), false),
        (EmailTrust::Verified, None, false),
        (EmailTrust::Hosted, Some(true), false),
        (EmailTrust::Listed, Some(true), false),
        (EmailTrust::Never, Some(true), false),
    ] {
        assert_eq!(is_verified(trust, false, marked), counts, "{trust:?} {marked:?}");
    }
    assert!(is_verified(EmailTrust::Listed, true, None));
}

#[test]
fn adding_an_identity_that_is_theirs_already_changes_nothing() {
    let adding = Some(AddingPerson { is_theirs: true, ..ADDING });
    assert_eq!(decide(&LinkFacts { adding, ..linked(ADA) }), LinkOutcome::SignIn);
}

#[test]
fn adding_an_identity_of_another_account_is_refused() {
    assert_eq!(refused(&LinkFacts { adding: Some(ADDING), ..linked(ADA) }), "belongs_to_another");
}

#[test]
fn adding_a_second_identity_of_one_upstream_is_refused() {
    let adding = Some(AddingPerson { has_other_identity: true, ..ADDING });
    assert_eq!(refused(&LinkFacts { adding, ..STRANGER }), "other_identity");
}

#[test]
fn adding_an_identity_that_nobody_has_links_it_whatever_its_address_and_the_policy_say() {
    for facts in [
        held(ADA),
        LinkFacts { address: None, ..STRANGER },
        LinkFacts { address: Some(UNVOUCHED), ..held(ADA) },
        LinkFacts { creates_accounts: false, makers: AccountMakers::Operators, ..STRANGER },
    ] {
        assert_eq!(decide(&LinkFacts { adding: Some(ADDING), ..facts }), LinkOutcome::Link);
    }
}

#[test]
fn an_identity_of_an_account_that_is_switched_off_signs_nobody_in() {
    assert_eq!(refused(&linked(LinkedAccount { is_disabled: true, ..ADA })), "disabled");
}

#[test]
fn an_identity_alone_signs_no_administrator_in() {
    let admin = LinkedAccount { is_admin: true, ..ADA };
    assert_eq!(refused(&linked(admin)), "administrator");
    assert_eq!(decide(&linked(LinkedAccount { has_further_factor: true, ..admin })), LinkOutcome::SignIn);
    assert_eq!(decide(&LinkFacts { proves_further_factor: true, ..linked(admin) }), LinkOutcome::SignIn);
}

#[test]
fn an_identity_signs_its_account_in_one_that_is_to_be_erased_too() {
    assert_eq!(decide(&linked(ADA)), LinkOutcome::SignIn);
    assert_eq!(decide(&linked(LinkedAccount { is_leaving: true, ..ADA })), LinkOutcome::SignIn);
    // The policy is about new accounts.
    let facts = LinkFacts { creates_accounts: false, makers: AccountMakers::Operators, ..linked(ADA) };
    assert_eq!(decide(&facts), LinkOutcome::SignIn);
}

#[test]
fn a_mail_that_changed_upstream_moves_no_identity() {
    let other = LinkedAccount { has_proven_address: true, ..ADA };
    for holder in [AddressHolder::Account(other), AddressHolder::UserName(other), AddressHolder::Several] {
        assert_eq!(decide(&LinkFacts { holder, ..linked(ADA) }), LinkOutcome::SignIn, "{holder:?}");
    }
    assert_eq!(decide(&LinkFacts { address: None, ..linked(ADA) }), LinkOutcome::SignIn);
}

#[test]
fn an_address_that_is_two_accounts_is_nobodys() {
    assert_eq!(refused(&LinkFacts { holder: AddressHolder::Several, ..STRANGER }), "several_accounts");
}

#[test]
fn a_vouched_address_of_an_account_that_is_switched_off_opens_nothing() {
    assert_eq!(refused(&held(LinkedAccount { is_disabled: true, ..ADA })), "disabled");
}

#[test]
fn an_address_that_was_given_to_somebody_else_upstream_does_not_move_its_account() {
    assert_eq!(refused(&held(LinkedAccount { has_other_identity: true, ..ADA })), "other_identity");
}

#[test]
fn an_account_that_did_not_prove_its_address_is_proven_first() {
    for account in [
        LinkedAccount { has_proven_address: false, ..ADA },
        LinkedAccount { is_admin: true, has_further_factor: true, ..ADA },
        LinkedAccount { is_leaving: true, ..ADA },
    ] {
        assert_eq!(decide(&held(account)), LinkOutcome::ProveAccount, "{account:?}");
    }
    let facts = LinkFacts { holder: AddressHolder::UserName(ADA), ..STRANGER };
    assert_eq!(decide(&facts), LinkOutcome::ProveAccount);
    let facts = LinkFacts { proves_further_factor: true, ..held(LinkedAccount { is_admin: true, ..ADA }) };
    assert_eq!(decide(&facts), LinkOutcome::ProveAccount);
}

#[test]
fn an_upstream_that_only_links_asks_for_the_account_first() {
    assert_eq!(decide(&LinkFacts { creates_accounts: false, ..held(ADA) }), LinkOutcome::ProveAccount);
}

#[test]
fn an_address_that_both_sides_have_proven_links() {
    assert_eq!(decide(&held(ADA)), LinkOutcome::Link);
    // Who makes accounts is about new ones.
    assert_eq!(decide(&LinkFacts { makers: AccountMakers::Operators, ..held(ADA) }), LinkOutcome::Link);
}

#[test]
fn an_address_that_is_not_vouched_for_is_answered_alike_whoever_has_it() {
    let nobody = LinkFacts { address: Some(UNVOUCHED), ..STRANGER };
    let everybody = [
        AddressHolder::Account(ADA),
        AddressHolder::Account(LinkedAccount { is_disabled: true, ..ADA }),
        AddressHolder::Account(LinkedAccount { is_admin: true, ..ADA }),
        AddressHolder::Account(LinkedAccount { has_other_identity: true, ..ADA }),
        AddressHolder::UserName(ADA),
        AddressHolder::Several,
    ];
    let policies = [
        nobody,
        LinkFacts { creates_accounts: false, ..nobody },
        LinkFacts { makers: AccountMakers::Operators, ..nobody },
        LinkFacts { makers: AccountMakers::Invited, ..nobody },
        LinkFacts { can_prove_address: false, ..nobody },
    ];
    for policy in policies {
        for holder in everybody {
            assert_eq!(decide(&LinkFacts { holder, ..policy }), decide(&policy), "{holder:?}");
        }
    }
    assert_eq!(decide(&nobody), LinkOutcome::SignUp(AddressProof::Mail));
}

#[test]
fn an_upstream_that_only_links_makes_no_account() {
    for address in [Some(VOUCHED), Some(UNVOUCHED), None] {
        assert_eq!(refused(&LinkFacts { creates_accounts: false, address, ..STRANGER }), "only_links");
    }
}

#[test]
fn nobody_makes_an_account_where_operators_do() {
    for address in [Some(VOUCHED), Some(ToldAddress { is_invited: true, ..VOUCHED }), Some(UNVOUCHED), None] {
        assert_eq!(refused(&LinkFacts { makers: AccountMakers::Operators, address, ..STRANGER }), "closed");
    }
}

#[test]
fn an_invitation_for_a_vouched_address_makes_an_account_whatever_the_lists_say() {
    let invited = ToldAddress { is_invited: true, is_let_in: false, is_disposable: true, ..VOUCHED };
    for makers in [AccountMakers::Invited, AccountMakers::Anybody] {
        let facts = LinkFacts { makers, address: Some(invited), ..STRANGER };
        assert_eq!(decide(&facts), LinkOutcome::SignUp(AddressProof::Upstream));
    }
}

#[test]
fn without_an_invitation_for_a_vouched_address_nobody_makes_an_account_where_one_is_wanted() {
    for address in [Some(VOUCHED), Some(ToldAddress { is_invited: true, ..UNVOUCHED }), None] {
        assert_eq!(refused(&LinkFacts { makers: AccountMakers::Invited, address, ..STRANGER }), "invitation");
    }
}

#[test]
fn a_domain_that_is_blocked_makes_no_account() {
    let address = Some(ToldAddress { is_let_in: false, ..VOUCHED });
    assert_eq!(refused(&LinkFacts { address, ..STRANGER }), "domain");
}

#[test]
fn an_address_that_lasts_for_a_few_minutes_makes_no_account() {
    let address = Some(ToldAddress { is_disposable: true, ..VOUCHED });
    assert_eq!(refused(&LinkFacts { address, ..STRANGER }), "disposable");
}

#[test]
fn a_vouched_address_that_nobody_has_makes_an_account() {
    assert_eq!(decide(&STRANGER), LinkOutcome::SignUp(AddressProof::Upstream));
    assert_eq!(
        decide(&LinkFacts { can_prove_address: false, ..STRANGER }),
        LinkOutcome::SignUp(AddressProof::Upstream)
    );
}

#[test]
fn an_address_that_is_not_vouched_for_is_proven_by_mail_or_makes_no_account() {
    for address in [Some(UNVOUCHED), None] {
        let facts = LinkFacts { address, ..STRANGER };
        assert_eq!(decide(&facts), LinkOutcome::SignUp(AddressProof::Mail));
        assert_eq!(refused(&LinkFacts { can_prove_address: false, ..facts }), "unproven_address");
    }
}

#[test]
fn trust_is_per_upstream_and_domain() {
    use DomainListing::{Another, Nobody, This};
    use EmailTrust::{Hosted, Listed, Never, Verified};
    let (yes, no, silent) = (Some(true), Some(false), None);
    for (trust, listing, verified, is_hosted, expected) in [
        (Never, This, yes, true, false),
        (Never, Nobody, yes, true, false),
        (Listed, This, silent, false, true),
        (Listed, This, yes, false, true),
        (Listed, This, no, false, false),
        // A company's upstream claims a stranger's address.
        (Listed, Nobody, yes, true, false),
        // A public provider: the addresses that it hosts, and no other.
        (Hosted, Nobody, yes, true, true),
        (Hosted, Nobody, yes, false, false),
        (Hosted, Nobody, silent, true, false),
        (Hosted, This, silent, false, true),
        (Hosted, This, no, true, false),
        (Verified, Nobody, yes, false, true),
        (Verified, Nobody, silent, true, false),
        (Verified, Nobody, no, true, false),
        (Verified, This, silent, false, true),
        (Verified, This, no, false, false),
        // Whoever is at a public provider with a company's address: the company's upstream alone speaks for it.
        (Verified, Another, yes, true, false),
        (Hosted, Another, yes, true, false),
        (Listed, Another, yes, true, false),
    ] {
        let word = AddressWord { listing, verified, is_hosted };
        assert_eq!(vouches(trust, &word), expected, "{trust} {word:?}");
    }
}

#[test]
fn a_domain_is_hosted_by_the_settings_or_by_what_is_said_of_the_person() {
    let settings = UpstreamSettings {
        hosted_domains: vec!["Bücher.example".to_owned()],
        hosted_domain_claim: Some("hd".to_owned()),
        ..UpstreamSettings::default()
    };
    let said = |hd: Value| Map::from_iter([("hd".to_owned(), hd)]);
    assert!(is_hosted(&settings, &Map::new(), "xn--bcher-kva.example"));
    assert!(is_hosted(&settings, &said("CORP.example".into()), "corp.example"));
    for other in ["evil.example".into(), Value::Null, true.into(), "".into()] {
        assert!(!is_hosted(&settings, &said(other), "corp.example"));
    }
    assert!(!is_hosted(&UpstreamSettings::default(), &said("corp.example".into()), "corp.example"));
}

#[test]
fn each_refusal_has_a_code_and_a_sentence_of_its_own() {
    for texts in [LinkRefusal::as_str as fn(LinkRefusal) -> &'static str, LinkRefusal::sentence] {
        let mut all: Vec<&str> = LinkRefusal::ALL.iter().map(|one| texts(*one)).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), LinkRefusal::ALL.len());
    }
}
