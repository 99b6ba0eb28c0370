//! Whom must be asked what? OIDC Core §3.1.2.3 to §3.1.2.4 as an ordered list of reasons.
//!
//! ```text
//!            ┌──────────────┐  no live session, prompt=login, max_age      ┌───────┐
//!  request ─▶│ which account?├────────────────────────────────────────────▶│ Login │
//!            └──────┬───────┘  proven, and not enough: ─▶ Factor, Enrol ───▶└───┬───┘
//!                   │          several accounts, prompt=select_account          │
//!                   │        ─────────────────────────────▶ SelectAccount ─────┤
//!                   │     the operator wants something first (`required`)      │
//!                   │        ─────────────────────────────▶ Step ──────────────┤
//!                   ▼                                                          │
//!            ┌──────────────┐  something new is asked, prompt=consent          │
//!            │ agreed to?   ├─────────────────────────────▶ Consent ───────────┤
//!            └──────┬───────┘  any program could be asking                     │
//!                   │        ─────────────────────────────▶ Confirm ───────────┤
//!                   ▼                    (each answer decides again from the top)
//!                Proceed
//! ```
//! `prompt=none` turns each question into the error that the same row names.

use super::AuthorizationRequest;
pub use super::progress::{PendingAuthentication, Progress};
use crate::{
    base::{
        id::{SessionId, UserId},
        time::{Seconds, Timestamp},
    },
    error::Refusal,
    scope::{Scopes, is_standard, upstream},
};

/// A signed-in account of this browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its session.
    pub session: SessionId,
    /// The person.
    pub user: UserId,
    /// When they last proved who they are.
    pub auth_time: Timestamp,
    /// The `acr` values that what they proved reaches.
    pub reached: Vec<String>,
    /// Those that it would reach after one more sign-in, by one of the ways that the person has.
    pub within_reach: Vec<String>,
    /// Those that it would reach with a further factor alone.
    pub by_factor: Vec<String>,
    /// Those that it would reach by a passkey, also where the person is not asked for one after their password.
    pub by_passkey: Vec<String>,
    /// Those that it would reach once the person has set a further factor up; empty where they have one, or cannot.
    pub by_enrolling: Vec<String>,
    /// Whether the person signed in lately enough to change how they sign in.
    pub is_fresh: bool,
    /// Whether they may set a further factor up now: so, or by a session that has just begun in this interaction.
    pub may_enrol: bool,
    /// Whether `login_hint` names this person.
    pub hinted: bool,
    /// Whether this session was the last to be used with this client in this browser.
    pub familiar: bool,
}

/// Facts about who is there.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// Live sessions of this browser.
    pub accounts: &'a [Account],
    /// The person that `id_token_hint` names, if it was sent and is ours.
    pub hinted_user: Option<&'a UserId>,
    /// What happened in this interaction.
    pub progress: &'a Progress,
}

/// What a person already agreed to for this client.
///
/// A scope means something only at a resource server: `admin` at one says nothing about `admin`
/// at another. So what was agreed is kept per resource.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remembered {
    /// Scopes of OpenID Connect itself, and others that were asked for without a resource.
    pub scopes: Scopes,
    /// RFC 8707 resources, each with the scopes agreed to for it.
    pub resources: Vec<(String, Scopes)>,
    /// Claims agreed to one by one (OIDC Core §5.5).
    pub claims: Vec<String>,
}

impl Remembered {
    /// Adds what a person agreed to on one page.
    pub fn agree(&mut self, scopes: &Scopes, resources: &[String]) {
        let (own, foreign) = divided(scopes, resources);
        self.scopes = self.scopes.union(&own);
        for resource in resources {
            match self.resources.iter_mut().find(|(known, _)| known == resource) {
                Some((_, agreed)) => *agreed = agreed.union(&foreign),
                None => self.resources.push((resource.clone(), foreign.clone())),
            }
        }
    }

    /// Adds claims that a person agreed to one by one.
    pub fn agree_to_claims(&mut self, claims: &[&str]) {
        for claim in claims {
            if !self.claims.iter().any(|known| known == claim) {
                self.claims.push((*claim).to_owned());
            }
        }
    }

    /// Whether every one of these claims was agreed to, by itself or with a scope that brings it.
    pub fn covers_claims(&self, claims: &[&str]) -> bool {
        let by_scope = self.scopes.claims();
        claims.iter().all(|claim| by_scope.contains(claim) || self.claims.iter().any(|known| known == claim))
    }

    /// Whether all of this was agreed to, each scope for each resource.
    pub fn covers(&self, scopes: &Scopes, resources: &[String]) -> bool {
        let (own, foreign) = divided(scopes, resources);
        let agreed = |resource: &String| {
            self.resources.iter().any(|(known, agreed)| known == resource && agreed.covers(&foreign))
        };
        self.scopes.covers(&own) && resources.iter().all(agreed)
    }
}

/// The scopes that concern our own endpoints, and those that concern the resources.
fn divided(scopes: &Scopes, resources: &[String]) -> (Scopes, Scopes) {
    let own = |name: &str| resources.is_empty() || is_standard(name);
    (scopes.filter(own), scopes.filter(|name| !own(name)))
}

/// What to do next about the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// Ask somebody to sign in.
    Login(LoginReason),
    /// Let somebody make an account.
    SignUp,
    /// Ask this person for a further factor: what they proved is good, and not enough.
    Factor(UserId),
    /// Ask this person for the code of a mail: what they proved is good, and not enough here.
    ConfirmByMail(UserId),
    /// Ask this person to set a further factor up.
    Enrol {
        /// Who.
        user: UserId,
        /// Whether they may do it another time.
        may_wait: bool,
    },
    /// Ask this person whether they want a passkey.
    SuggestPasskey(UserId),
    /// Ask which account.
    SelectAccount,
    /// This account it is.
    Known(Account),
    /// Nothing a person could do helps.
    Refuse(Refusal),
}

/// Why somebody must sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginReason {
    /// Nobody is signed in.
    NoSession,
    /// "Use another account".
    AnotherAccount,
    /// The client asked for it with `prompt=login`.
    Prompted,
    /// The last authentication is older than `max_age`.
    TooOld,
    /// The last authentication was weaker than an `acr` that is asked for (OIDC Core §5.5.1.1).
    TooWeak,
    /// `id_token_hint` names somebody who is not signed in here.
    HintedElsewhere,
}

/// Which account is this for? OIDC Core §3.1.2.3.
pub fn identify(request: &AuthorizationRequest, subject: &Subject<'_>, now: Timestamp) -> Identity {
    let decision = identify_interactively(request, subject, now);
    if !request.prompt.none {
        return decision;
    }
    // OIDC Core §3.1.2.6: the error that stands for each question when nothing may be shown.
    match decision {
        Identity::Login(_)
        | Identity::SignUp
        | Identity::Factor(_)
        | Identity::ConfirmByMail(_)
        | Identity::Enrol { .. } => Identity::Refuse(Refusal::login_required(
            "nobody is signed in as the request demands (OIDC Core section 3.1.2.6)",
        )),
        Identity::SelectAccount => Identity::Refuse(Refusal::account_selection_required(
            "several accounts are signed in and none was chosen (OIDC Core section 3.1.2.6)",
        )),
        other => other,
    }
}

fn identify_interactively(request: &AuthorizationRequest, subject: &Subject<'_>, now: Timestamp) -> Identity {
    let progress = subject.progress;
    let by_session =
        |id: &Option<SessionId>| subject.accounts.iter().find(|account| Some(&account.session) == id.as_ref());
    let fresh = by_session(&progress.authenticated);
    if let Some(account) = fresh {
        // OIDC Core §3.1.2.1 id_token_hint: another person than the hinted one signed in.
        return match subject.hinted_user {
            Some(hinted) if *hinted != account.user => Identity::Refuse(other_than_hinted()),
            // A sign-in made inside this interaction satisfies prompt=login, select_account and
            // max_age, however long consent takes.
            _ => match strong_enough(request, account, progress) {
                Identity::Known(account) if progress.offered.as_ref() == Some(&account.session) => offered(account),
                Identity::Known(account)
                    if account.is_fresh && progress.suggested.as_ref() == Some(&account.session) =>
                {
                    Identity::SuggestPasskey(account.user)
                }
                other => other,
            },
        };
    }
    if progress.another_account {
        return Identity::Login(LoginReason::AnotherAccount);
    }
    if let Some(pending) = progress.pending.as_ref().filter(|pending| pending.is_good(now)) {
        return match subject.hinted_user {
            Some(hinted) if *hinted != pending.user => Identity::Refuse(other_than_hinted()),
            _ if pending.by_mail => Identity::ConfirmByMail(pending.user.clone()),
            _ if pending.enrol => Identity::Enrol { user: pending.user.clone(), may_wait: false },
            _ => Identity::Factor(pending.user.clone()),
        };
    }
    let selected = by_session(&progress.selected);
    // Initiating User Registration 1.0 §4: the account is made first, whoever is signed in.
    if request.prompt.create && selected.is_none() {
        return Identity::SignUp;
    }
    let chosen = match (selected, subject.hinted_user) {
        (Some(account), Some(hinted)) if account.user != *hinted => {
            return Identity::Refuse(Refusal::login_required(
                "another person was chosen than id_token_hint names (OIDC Core section 3.1.2.1)",
            ));
        }
        (Some(account), _) => account,
        (None, Some(hinted)) => match subject.accounts.iter().find(|account| account.user == *hinted) {
            // OIDC Core §3.1.2.1 select_account: the person chooses, whatever the client guesses.
            Some(_) if request.prompt.select_account => return Identity::SelectAccount,
            Some(account) => account,
            None => return Identity::Login(LoginReason::HintedElsewhere),
        },
        (None, None) => {
            if subject.accounts.is_empty() {
                return Identity::Login(LoginReason::NoSession);
            }
            if request.prompt.select_account {
                return Identity::SelectAccount;
            }
            match likely(subject.accounts) {
                Some(account) => account,
                None => return Identity::SelectAccount,
            }
        }
    };
    if request.prompt.login {
        return Identity::Login(LoginReason::Prompted);
    }
    // OIDC Core §3.1.2.1 max_age: older than this, the person MUST be actively re-authenticated.
    if request.max_age.is_some_and(|max_age| now - chosen.auth_time > Seconds(max_age) || max_age == 0) {
        return Identity::Login(LoginReason::TooOld);
    }
    strong_enough(request, chosen, progress)
}

/// Somebody who should have a further factor, and may wait a while.
fn offered(account: Account) -> Identity {
    if account.by_enrolling.is_empty() || !account.may_enrol {
        return Identity::Known(account);
    }
    Identity::Enrol { user: account.user, may_wait: true }
}

/// OIDC Core §3.1.2.1 id_token_hint: another person than the hinted one.
fn other_than_hinted() -> Refusal {
    Refusal::login_required("another person signed in than id_token_hint names (OIDC Core section 3.1.2.1)")
}

/// Whether the account was authenticated as strongly as is asked for. More is asked only for what can be reached by
/// it; a sign-in that does not bring it is not asked for twice.
fn strong_enough(request: &AuthorizationRequest, account: &Account, progress: &Progress) -> Identity {
    let has_just_signed_in = progress.authenticated.as_ref() == Some(&account.session);
    let has = |values: &[String], wanted: &str| values.iter().any(|value| value == wanted);
    let essential = &request.essential_acr;
    if request.lacks_essential_acr(&account.reached) {
        // OIDC Core §5.5.1.1: an essential acr that is not reached is a failed attempt to authenticate.
        return if essential.iter().any(|one| has(&account.by_factor, one)) {
            Identity::Factor(account.user.clone())
        } else if !has_just_signed_in && essential.iter().any(|one| has(&account.within_reach, one)) {
            Identity::Login(LoginReason::TooWeak)
        } else if essential.iter().any(|one| has(&account.by_passkey, one)) {
            // Before an app: whoever stole the password sets none up beside the owner's passkey.
            Identity::Factor(account.user.clone())
        } else if essential.iter().any(|one| has(&account.by_enrolling, one)) {
            // Whoever changes how they sign in has signed in lately. A sign-in that has just been made is asked for once:
            // an upstream may never tell a time.
            if account.may_enrol {
                Identity::Enrol { user: account.user.clone(), may_wait: false }
            } else {
                Identity::Login(LoginReason::TooWeak)
            }
        } else {
            Identity::Refuse(Refusal::unmet_authentication_requirements(
                "the sign-in did not reach an acr that claims calls essential (OIDC Core section 5.5.1.1)",
            ))
        };
    }
    // OIDC Core §3.1.2.1 acr_values: voluntary, so that none of them fails a request that cannot ask, or keeps somebody who
    // has nothing to prove by any more.
    let any = |values: &[String]| request.voluntary_acr().any(|one| has(values, one));
    let goes_without = progress.without_factor.as_ref() == Some(&account.session);
    if !request.prompt.none && !goes_without && request.lacks_voluntary_acr(&account.reached) {
        // The least that helps: one more factor, before everything anew. Whoever has proven one here is asked for no
        // other: the passkey that would help may be lost.
        if any(&account.by_factor) && !(has_just_signed_in && progress.has_further_factor) {
            return Identity::Factor(account.user.clone());
        }
        if any(&account.within_reach) && !has_just_signed_in {
            return Identity::Login(LoginReason::TooWeak);
        }
    }
    Identity::Known(account.clone())
}

/// The account that is meant when nobody said: the hinted one, else the only one, else the one
/// last used with this client.
fn likely(accounts: &[Account]) -> Option<&Account> {
    if let Some(hinted) = accounts.iter().find(|account| account.hinted) {
        return Some(hinted);
    }
    // OIDC Core §3.1.2.1: login_hint is only a hint; a single session is not thrown away for it.
    if let [only] = accounts {
        return Some(only);
    }
    let mut familiar = accounts.iter().filter(|account| account.familiar);
    match (familiar.next(), familiar.next()) {
        (Some(account), None) => Some(account),
        _ => None,
    }
}

/// What is known of the client and of what this person agreed to before.
#[derive(Debug, Clone, Copy)]
pub struct Approval<'a> {
    /// Whether the operator says that nobody need be asked, unless an upstream is named.
    pub first_party: bool,
    /// Whether the answer is of use to this client only (RFC 8252 §8.6).
    pub assured: bool,
    /// What was agreed to before.
    pub remembered: Option<&'a Remembered>,
}

/// What must still be asked of a person who is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Nothing.
    Nothing,
    /// Whether it is really the client that they are using now: all the rest was agreed to.
    Confirm,
    /// Whether they agree.
    Consent,
}

/// Must the person be asked? OIDC Core §3.1.2.4.
///
/// # Errors
/// `consent_required` and `interaction_required` for `prompt=none`.
pub fn ask(
    request: &AuthorizationRequest,
    account: &Account,
    progress: &Progress,
    approval: Approval<'_>,
) -> Result<Ask, Refusal> {
    if progress.consented.as_ref() == Some(&account.user) {
        return Ok(Ask::Nothing);
    }
    let agreed = |known: &Remembered| {
        known.covers(&request.scopes, &request.resources) && known.covers_claims(&request.single_claims())
    };
    let covered = is_spoken_for(approval.first_party, request) || approval.remembered.is_some_and(agreed);
    if !covered || request.prompt.consent {
        if request.prompt.none {
            return Err(Refusal::consent_required(
                "the person has not agreed to all that is asked for (OIDC Core section 3.1.2.6)",
            ));
        }
        return Ok(Ask::Consent);
    }
    if approval.assured || was_shown(account, progress) {
        return Ok(Ask::Nothing);
    }
    // RFC 8252 §8.6: without assurance of who asks, nothing is answered without the person's doing, whatever
    // the request brings along: an ID token as hint is no secret of one program.
    if request.prompt.none {
        return Err(Refusal::interaction_required(
            "a public client at a loopback or private-use address is not answered without the person's doing \
             (RFC 8252 section 8.6, OIDC Core section 3.1.2.6)",
        ));
    }
    Ok(Ask::Confirm)
}

/// Whether the operator speaks for all that a request names: what an upstream handed out is another's, and the person's to
/// give to a first-party app, too.
pub fn is_spoken_for(first_party: bool, request: &AuthorizationRequest) -> bool {
    first_party && !upstream::is_among(&request.scopes)
}

/// Whether the person of this account answered a page of ours in this interaction.
fn was_shown(account: &Account, progress: &Progress) -> bool {
    // An upstream that knows the person sends the browser back before they have done anything.
    let began_here = progress.authenticated.as_ref().filter(|_| !progress.is_unseen);
    [began_here, progress.selected.as_ref(), progress.confirmed.as_ref()].contains(&Some(&account.session))
}
