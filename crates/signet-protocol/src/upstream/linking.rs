//! Whose account is it? What becomes of somebody whom an upstream has proven: one function, one table.
//!
//! "Vouched" is an address for which this upstream's word counts ([`vouches`]); "ours" is one that the account has
//! proven here, or that an operator said is proven. The first row that fits is taken.
//!
//! | who comes | what is known of the address | then |
//! |---|---|---|
//! | anybody whom a rule of the mapping refuses | whatever | refused: `rule` |
//! | anybody, where the operator lets some domains in alone | none of them, none, or its word does not count for it | refused: `outside_domains` |
//! | **adds it to the account they are signed in to** | | |
//! | the identity is theirs already | whatever | signed in: nothing to do |
//! | the identity is another account's | whatever | refused: `belongs_to_another` |
//! | the account has another identity there | whatever | refused: `other_identity` |
//! | nobody has the identity | whatever: whoever is signed in has proven enough | linked |
//! | **signs in, and an account has the identity** | never looked at: a changed mail moves nothing | |
//! | that account is switched off | | refused: `disabled` |
//! | it is an administrator's, without a further factor here or one that is believed of the upstream | | refused: `administrator` |
//! | any other, one that is to be erased too (its person may keep it) | | signed in |
//! | **signs in, nobody has the identity, the address is vouched for** | | |
//! | one account has it as its address, another as its user name | vouched | refused: `several_accounts` |
//! | the account that has it is switched off | vouched | refused: `disabled` |
//! | that account has another identity there: the address was given to somebody else | vouched | refused: `other_identity` |
//! | the account has it as its user name alone, has not proven it, is an administrator's or is to be erased | vouched | proof of the account first |
//! | the upstream only opens accounts that it was added to | vouched | proof of the account first |
//! | any other account that has it | vouched, and ours | linked, and signed in |
//! | **signs in, nobody has the identity, no account is looked for** | not vouched, or none has it | |
//! | the upstream only opens accounts that it was added to | | refused: `only_links` |
//! | nobody makes accounts | | refused: `closed` |
//! | an invitation waits for the address | vouched | a new account, whatever the lists of domains say |
//! | accounts are made by invitation | whatever else | refused: `invitation` |
//! | its domain is not let in | vouched | refused: `domain` |
//! | its addresses last for a few minutes | vouched | refused: `disposable` |
//! | any other | vouched | a new account, its address is proven |
//! | we can send mail | told and not vouched, or none told | a new account, once its address is proven by a mail |
//! | we cannot | told and not vouched, or none told | refused: `unproven_address` |
//!
//! An address that is not vouched for says nothing of accounts, whether one has it or not: whoever gets a service to
//! tell the address of somebody else learns nothing, and gets nowhere without the mailbox.

use serde_json::{Map, Value};

use super::{UpstreamSettings, member, settings::EmailTrust};
use crate::base::url::ascii_host;

/// For whom a mail domain is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DomainListing {
    /// For nobody.
    Nobody,
    /// For this upstream.
    This,
    /// For another one, which alone vouches for it.
    Another,
}

/// What an upstream says of an address, and of its domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressWord {
    /// For whom the domain is listed.
    pub listing: DomainListing,
    /// Its own `email_verified`.
    pub verified: Option<bool>,
    /// Whether it hosts the address ([`is_hosted`]).
    pub is_hosted: bool,
}

/// Whether an upstream's word counts that an address is the person's.
pub const fn vouches(trust: EmailTrust, word: &AddressWord) -> bool {
    // OIDC Core §5.7: what it says itself is not verified is not.
    if matches!(word.verified, Some(false)) {
        return false;
    }
    let is_verified = matches!(word.verified, Some(true));
    match (word.listing, trust) {
        (_, EmailTrust::Never) | (DomainListing::Another, _) | (DomainListing::Nobody, EmailTrust::Listed) => false,
        (DomainListing::This, EmailTrust::Listed | EmailTrust::Hosted | EmailTrust::Verified) => true,
        (DomainListing::Nobody, EmailTrust::Hosted) => is_verified && word.is_hosted,
        (DomainListing::Nobody, EmailTrust::Verified) => is_verified,
    }
}

/// Whether an upstream hosts the addresses of a domain, which stands in its ASCII form: by its settings, or by what it
/// says of the person.
pub fn is_hosted(settings: &UpstreamSettings, said: &Map<String, Value>, domain: &str) -> bool {
    let is_it = |one: &str| ascii_host(one).as_deref() == Some(domain);
    let claimed =
        settings.hosted_domain_claim.as_deref().and_then(|path| member::at(said, path)).and_then(Value::as_str);
    settings.hosted_domains.iter().any(|one| is_it(one)) || claimed.is_some_and(is_it)
}

/// Whether an address counts for the domains that the operator lets in alone: the upstream vouches for it, or marks it so
/// and is believed for all that it marks. Anybody gets an organization of their own at some services, and marks any
/// address verified there.
pub const fn is_verified(trust: EmailTrust, is_vouched: bool, marked: Option<bool>) -> bool {
    is_vouched || matches!((trust, marked), (EmailTrust::Verified, Some(true)))
}

/// Whether somebody with this address is kept out by the domains that the operator lets in alone. `is_verified` says
/// whether the upstream's word counts for the address ([`is_verified`]).
pub fn is_outside(settings: &UpstreamSettings, address: Option<&str>, is_verified: bool) -> bool {
    let allowed = &settings.allowed_domains;
    let domain = || address.filter(|_| is_verified)?.rsplit_once('@').and_then(|(_, domain)| ascii_host(domain));
    !allowed.is_empty()
        && domain().is_none_or(|domain| !allowed.iter().any(|one| ascii_host(one).as_ref() == Some(&domain)))
}

/// What counts of an account of ours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LinkedAccount {
    /// Whether it is switched off.
    pub is_disabled: bool,
    /// Whether it is to be erased.
    pub is_leaving: bool,
    /// Whether its person administers the installation.
    pub is_admin: bool,
    /// Whether its person has a further factor here.
    pub has_further_factor: bool,
    /// Whether its address was proven.
    pub has_proven_address: bool,
    /// Whether it has another identity at this upstream.
    pub has_other_identity: bool,
}

/// Who has the address that an upstream told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressHolder {
    /// Nobody, or nobody was looked for.
    Nobody,
    /// One account, as its address.
    Account(LinkedAccount),
    /// One account, as its user name alone.
    UserName(LinkedAccount),
    /// Two: one as its address, another as its user name.
    Several,
}

/// The address that an upstream told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ToldAddress {
    /// Whether the upstream vouches for it.
    pub is_vouched: bool,
    /// Whether the operator lets its domain have accounts.
    pub is_let_in: bool,
    /// Whether it lasts for a few minutes.
    pub is_disposable: bool,
    /// Whether an invitation waits for it.
    pub is_invited: bool,
}

/// Who makes accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountMakers {
    /// Operators alone.
    Operators,
    /// Whoever is invited.
    Invited,
    /// Anybody.
    Anybody,
}

/// Somebody who adds an identity to the account that they are signed in to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddingPerson {
    /// Whether the identity is theirs already.
    pub is_theirs: bool,
    /// Whether they have another identity at this upstream.
    pub has_other_identity: bool,
}

/// All that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkFacts {
    /// Whether a rule of the mapping refuses them.
    pub is_refused_by_rule: bool,
    /// Whether they are kept out by the domains that are let in alone ([`is_outside`]).
    pub is_outside_domains: bool,
    /// The account that has the identity.
    pub linked: Option<LinkedAccount>,
    /// Who adds it to their account.
    pub adding: Option<AddingPerson>,
    /// The address that the upstream told.
    pub address: Option<ToldAddress>,
    /// Who has that address, where it is vouched for.
    pub holder: AddressHolder,
    /// Whether the upstream proved a further factor, and is believed.
    pub proves_further_factor: bool,
    /// Whether the upstream makes accounts.
    pub creates_accounts: bool,
    /// Who makes accounts here.
    pub makers: AccountMakers,
    /// Whether an address can be proven by a mail of ours.
    pub can_prove_address: bool,
}

/// How the address of a new account is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressProof {
    /// The upstream vouches for it.
    Upstream,
    /// By a mail of ours, before there is an account.
    Mail,
}

/// What becomes of somebody whom an upstream has proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkOutcome {
    /// The account that has the identity is signed in to; of somebody who adds it, nothing is left to do.
    SignIn,
    /// The identity is linked: to the account that has the address, which is signed in to, or to that of who adds it.
    Link,
    /// An account has the address: its person signs in to it in another way, then the identity is linked.
    ProveAccount,
    /// A new account.
    SignUp(AddressProof),
    /// Nothing.
    Refuse(LinkRefusal),
}

macro_rules! refusals {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $sentence:literal;)*) => {
        /// Why an identity opens nothing, or is not linked or taken away.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum LinkRefusal {
            $($(#[doc = $doc])+ $variant,)*
        }

        impl LinkRefusal {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// A stable code, which pages translate.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// For the log and the command line.
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)* }
            }
        }
    };
}

refusals! {
    /// A rule of the mapping refuses them.
    Rule = "rule", "a rule of the upstream's mapping refuses this person";
    /// The operator lets some mail domains in alone.
    OutsideDomains = "outside_domains",
        "the upstream lets in only people with an address of its allowed_domains for which it is believed";
    /// The identity is another account's.
    BelongsToAnother = "belongs_to_another", "the identity is linked to another account here";
    /// The account has another identity at this upstream.
    OtherIdentity = "other_identity", "the account is linked to another identity at this upstream";
    /// The account is switched off.
    Disabled = "disabled", "the account is switched off";
    /// An administrator proves a further factor, too.
    Administrator = "administrator", "an administrator signs in by an upstream only with a further factor on top";
    /// Two accounts have the address.
    SeveralAccounts = "several_accounts", "one account has the address, and another one has it as its user name";
    /// The upstream only opens accounts that it was added to.
    OnlyLinks = "only_links", "the upstream makes no accounts, and none is linked to this identity";
    /// Nobody makes accounts.
    Closed = "closed", "accounts are made by operators alone (sign_up.mode), and none is linked to this identity";
    /// Accounts are made by invitation.
    Invitation = "invitation", "accounts are made by invitation, and none waits for an address that the upstream vouches for";
    /// The mail domain is not let in.
    Domain = "domain", "addresses of this domain make no account (sign_up.allowed_domains, sign_up.blocked_domains)";
    /// The address lasts for a few minutes.
    Disposable = "disposable", "addresses that last for a few minutes make no account (sign_up.refuse_disposable)";
    /// The address is proven by nobody.
    UnprovenAddress = "unproven_address", "the upstream vouches for no address, and no mail can be sent to prove one";
    /// A fresh sign-in is demanded, and neither the upstream nor a factor of the account can prove it.
    NotFresh = "not_fresh", "the request demands a fresh sign-in, which the upstream has not proven (OIDC Core section 3.1.2.1)";
    /// It is the last way in.
    LastWayIn = "last_way_in", "without the identity nothing would open the account";
    /// There is no such identity, or the upstream is gone.
    Gone = "gone", "the identity or its upstream is gone";
}

/// What becomes of somebody whom an upstream has proven.
pub const fn decide(facts: &LinkFacts) -> LinkOutcome {
    if facts.is_refused_by_rule {
        return LinkOutcome::Refuse(LinkRefusal::Rule);
    }
    if facts.is_outside_domains {
        return LinkOutcome::Refuse(LinkRefusal::OutsideDomains);
    }
    match (facts.adding, facts.linked) {
        (Some(AddingPerson { is_theirs: true, .. }), _) => LinkOutcome::SignIn,
        (Some(_), Some(_)) => LinkOutcome::Refuse(LinkRefusal::BelongsToAnother),
        (Some(AddingPerson { has_other_identity: true, .. }), None) => LinkOutcome::Refuse(LinkRefusal::OtherIdentity),
        (Some(_), None) => LinkOutcome::Link,
        (None, Some(account)) => sign_in(account, facts.proves_further_factor),
        (None, None) => match (facts.holder, facts.address) {
            (AddressHolder::Several, Some(ToldAddress { is_vouched: true, .. })) => {
                LinkOutcome::Refuse(LinkRefusal::SeveralAccounts)
            }
            (AddressHolder::Account(account), Some(ToldAddress { is_vouched: true, .. })) => {
                to_holder(account, facts.creates_accounts && account.has_proven_address)
            }
            (AddressHolder::UserName(account), Some(ToldAddress { is_vouched: true, .. })) => to_holder(account, false),
            _ => sign_up(facts),
        },
    }
}

const fn sign_in(account: LinkedAccount, proves_further_factor: bool) -> LinkOutcome {
    if account.is_disabled {
        return LinkOutcome::Refuse(LinkRefusal::Disabled);
    }
    if account.is_admin && !account.has_further_factor && !proves_further_factor {
        return LinkOutcome::Refuse(LinkRefusal::Administrator);
    }
    LinkOutcome::SignIn
}

/// Of an account that has an address for which the upstream vouches; `may_link` where the address is ours, too.
const fn to_holder(account: LinkedAccount, may_link: bool) -> LinkOutcome {
    if account.is_disabled {
        return LinkOutcome::Refuse(LinkRefusal::Disabled);
    }
    if account.has_other_identity {
        return LinkOutcome::Refuse(LinkRefusal::OtherIdentity);
    }
    if may_link && !account.is_admin && !account.is_leaving { LinkOutcome::Link } else { LinkOutcome::ProveAccount }
}

const fn sign_up(facts: &LinkFacts) -> LinkOutcome {
    if !facts.creates_accounts {
        return LinkOutcome::Refuse(LinkRefusal::OnlyLinks);
    }
    let vouched = match facts.address {
        Some(address) if address.is_vouched => Some(address),
        _ => None,
    };
    match (facts.makers, vouched) {
        (AccountMakers::Operators, _) => LinkOutcome::Refuse(LinkRefusal::Closed),
        (_, Some(ToldAddress { is_invited: true, .. })) => LinkOutcome::SignUp(AddressProof::Upstream),
        (AccountMakers::Invited, _) => LinkOutcome::Refuse(LinkRefusal::Invitation),
        (AccountMakers::Anybody, Some(ToldAddress { is_let_in: false, .. })) => {
            LinkOutcome::Refuse(LinkRefusal::Domain)
        }
        (AccountMakers::Anybody, Some(ToldAddress { is_disposable: true, .. })) => {
            LinkOutcome::Refuse(LinkRefusal::Disposable)
        }
        (AccountMakers::Anybody, Some(_)) => LinkOutcome::SignUp(AddressProof::Upstream),
        (AccountMakers::Anybody, None) if facts.can_prove_address => LinkOutcome::SignUp(AddressProof::Mail),
        (AccountMakers::Anybody, None) => LinkOutcome::Refuse(LinkRefusal::UnprovenAddress),
    }
}

#[cfg(test)]
mod tests;
