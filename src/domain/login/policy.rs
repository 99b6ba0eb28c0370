//! Which factors are enough, and which more can be asked for. The one place that decides it.
//!
//! | the person | proved | then |
//! |---|---|---|
//! | has no further factor, and needs none | a password, or a link | a session begins |
//! | has none, and must have one soon | a password, or a link | a session begins, and they are led to set one up; "later" is an answer |
//! | has none, and must have one | a password, or a link | they set one up, and a session begins with both |
//! | must have one, and has a passkey | a password, or a link | they are asked for the passkey, or a recovery code |
//! | has one, or must have one | a passkey, whose authenticator verified them | a session begins: it is two factors by itself |
//! | has one | a password, or a link | they are asked for it, and a session begins with both |
//! | has one, and wanted not to be asked in this browser | a password | a session begins with the password alone |
//! | proves one thing more (`risk`), and has a further factor | a password, a wallet or a mail | they are asked for it, in whatever browser |
//! | proves one thing more (`risk`), and has none | a password or a wallet | they are asked for a code that is mailed, and a session begins with both |
//! | has one, or must have one | another provider, which is believed to have asked for two | a session begins |
//! | any other | another provider | as after a password |
//! | any, where a fresh sign-in is demanded that the other provider has not proven | another provider | they are asked for a factor of their own; nobody who has none is signed in |
//! | has one | it alone, in a session | the session is worth more; it did not begin anew |
//! | has one | it alone, without a session | nothing: whoever finds a phone is not signed in |
//!
//! Who must have one: whoever the operator names (`signet user require`), administrators and everybody as `[factors]`
//! says. A request that wants more by `acr` has the least asked for that helps (`reach`), and what is proven then joins
//! what was proven before; where it is essential, whoever has no further factor sets one up for it.

use super::{Method, by_upstream::ByUpstream, method::of_passkey};
use crate::{
    app::App,
    base::time::Timestamp,
    config::factors::FactorRule,
    domain::kernel::{
        Cx, Feature,
        mail::{self, Recipient},
    },
    protocol::{
        acr::{Factor, Ladder, merged},
        passkey::Backup,
        upstream::factors::believable,
    },
    store::users::User,
};

/// What somebody is still asked for who has just proven who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing: a session begins.
    Nothing,
    /// Their further factor, before a session begins.
    Factor,
    /// A code that is mailed to them, before a session begins.
    Mail,
    /// To set one up, before a session begins.
    Enrolment,
    /// To set one up, which they may put off until then. A session begins.
    Offer(Timestamp),
}

/// How much somebody is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// As ever.
    Usual,
    /// They wanted not to be asked for their further factor in this browser.
    Spared,
    /// One thing more: the sign-in is unlike those before.
    More,
}

/// What is wanted of somebody who proved who they are by this method.
pub fn wanted(cx: &Cx<'_>, person: &User, method: Method, asking: Strictness) -> Wanted {
    if method.is_further() || method.is_enough() {
        return Wanted::Nothing;
    }
    if person.second_factor_at.is_some() {
        return if asking == Strictness::Spared { Wanted::Nothing } else { Wanted::Factor };
    }
    match due(cx, person) {
        _ if asking == Strictness::More && method != Method::Mail && can_be_mailed(cx, person) => Wanted::Mail,
        None => Wanted::Nothing,
        Some(due) if cx.now < due => Wanted::Offer(due),
        // Whoever stole the password sets no app up beside the owner's passkey.
        Some(_) if has_passkey(cx, person) => Wanted::Factor,
        Some(_) => Wanted::Enrolment,
    }
}

/// What is wanted of somebody whom an upstream has proven; none where nothing that they have would do.
pub fn wanted_after_upstream(cx: &Cx<'_>, person: &User, by: &ByUpstream, asking: Strictness) -> Option<Wanted> {
    if by.owes_own_factor {
        return has_own_factor(cx, person).then_some(Wanted::Factor);
    }
    Some(if by.has_further { Wanted::Nothing } else { wanted(cx, person, Method::Upstream, asking) })
}

/// Whether somebody has a factor of their own that can be asked for on top of what another provider proved.
pub fn has_own_factor(cx: &Cx<'_>, person: &User) -> bool {
    person.second_factor_at.is_some() || has_passkey(cx, person)
}

/// Whether a person has a passkey, and it can be asked for.
pub fn has_passkey(cx: &Cx<'_>, person: &User) -> bool {
    person.passkey_at.is_some() && Feature::Passkeys.is_on(cx.app)
}

/// Whether a code can be mailed to a person, at an address that is known to be theirs.
pub fn can_be_mailed(cx: &Cx<'_>, person: &User) -> bool {
    person.email_verified_at.is_some() && mail::is_possible(cx) && Recipient::person(person).is_some()
}

/// By when somebody without a further factor must have set one up: what the operator wants of them in particular is
/// due at once.
fn due(cx: &Cx<'_>, person: &User) -> Option<Timestamp> {
    if person.second_factor_at.is_some() || !is_required(cx, person) {
        return None;
    }
    let of_everybody = || person.factor_due_at.unwrap_or(cx.now + cx.app.config.factors.grace);
    Some(person.factor_required_at.unwrap_or_else(of_everybody))
}

/// Whether somebody must have a further factor, at once or after the grace.
pub fn is_required(cx: &Cx<'_>, person: &User) -> bool {
    let rules = &cx.app.config.factors;
    let role = if person.admin_at.is_some() { rules.of_administrators() } else { FactorRule::Off };
    let of_everybody = rules.further.max(role) == FactorRule::Required;
    Feature::FurtherFactors.is_on(cx.app) && (of_everybody || person.factor_required_at.is_some())
}

/// Whether recovery codes are of use to somebody: they are asked for something that the codes stand in for.
pub fn may_have_codes(cx: &Cx<'_>, person: &User) -> bool {
    person.second_factor_at.is_some() || (is_required(cx, person) && has_passkey(cx, person))
}

/// Whether somebody has no further factor and can set one up.
pub fn may_enrol(cx: &Cx<'_>, person: &User) -> bool {
    person.second_factor_at.is_none() && Feature::FurtherFactors.is_on(cx.app)
}

/// What a person can have proven once they have set a further factor up; nothing where they cannot.
pub fn by_enrolling(cx: &Cx<'_>, person: &User, proven: Vec<Factor>) -> Vec<Factor> {
    if may_enrol(cx, person) { merged(proven, &Method::Totp.factors(cx.now)) } else { Vec::new() }
}

/// The `acr` values that can be reached here, weakest first: by whoever has all that is switched on.
pub fn supported_acr(app: &App, ladder: &Ladder) -> Vec<String> {
    ladder.reached(&obtainable(app))
}

/// Those that somebody may reach: also by what they set up before it was switched off, and by another provider that is
/// believed.
pub fn conceivable_acr(app: &App, ladder: &Ladder) -> Vec<String> {
    let mut factors = merged(obtainable(app), &Method::Totp.factors(Timestamp(0)));
    if app.texter.is_some() {
        factors = merged(factors, &Method::Sms.factors(Timestamp(0)));
    }
    if Feature::Upstreams.is_on(app) {
        factors = merged(factors, &believable(Timestamp(0)));
    }
    ladder.reached(&factors)
}

/// Every factor that anybody can set up and be asked for, as things are switched.
fn obtainable(app: &App) -> Vec<Factor> {
    let further = Feature::FurtherFactors.is_on(app);
    let methods = [
        (true, Method::Password),
        (Feature::MailSignIn.is_on(app) && app.mailer.is_some(), Method::Mail),
        (Feature::Ethereum.is_on(app), Method::Wallet),
        (Feature::Upstreams.is_on(app), Method::Upstream),
        (further, Method::Totp),
        (further && app.config.factors.sms && app.texter.is_some(), Method::Sms),
    ];
    let open = methods.into_iter().filter(|(is_open, _)| *is_open);
    let mut factors: Vec<Factor> = open.flat_map(|(_, method)| method.factors(Timestamp(0))).collect();
    if Feature::Passkeys.is_on(app) {
        for backup in [Backup::None, Backup::BackedUp] {
            factors = merged(factors, &of_passkey(backup, true, Timestamp(0)));
        }
    }
    factors
}
