//! The sign-in page in two steps, where the operator wants it: the name alone, then its ways to sign in
//! (docs/decisions/one-sign-in-page.md).

use super::name::{self, GivenName, NAME, NameAddress, WAYS};
use crate::{
    base::id::InteractionId,
    domain::{
        kernel::Error,
        login::own_ways::{self, OwnWays},
    },
    http::{
        extract::PageCall,
        pages::{mail_sign_in, upstream},
    },
    protocol::params::Params,
    render::pages::{SignIn, SignInStep, UpstreamMark, UpstreamWay, UpstreamWays, WaysOfName},
    store::users::User,
};

/// What is asked for, where the sign-in page comes in two steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StepWanted {
    /// The name.
    #[default]
    Name,
    /// The ways to sign in with the name that was typed.
    Ways,
    /// Every way, whatever the account has.
    AllWays,
}

impl StepWanted {
    /// The ways that an address or a form is about.
    pub fn ways(params: &Params) -> Self {
        if params.has("all") { Self::AllWays } else { Self::Ways }
    }
}

/// For whom the page is.
#[derive(Clone, Copy)]
pub(super) struct StepFor<'a> {
    /// The paused request.
    pub interaction: Option<&'a InteractionId>,
    /// The one account that has to sign in again.
    pub fixed: Option<&'a User>,
    /// What was asked for.
    pub wanted: StepWanted,
}

/// The whole page, or the step of it that comes now.
///
/// # Errors
/// When the database fails.
pub(super) async fn in_steps(call: &PageCall, page: SignIn, asked: StepFor<'_>) -> Result<SignIn, Error> {
    if !name::is_there(&call.app) {
        return Ok(page);
    }
    match asked.fixed {
        // Everybody sees already who it is.
        Some(person) => of_name(call, SignIn { username: shown_login(&page), ..page }, asked, Some(person)).await,
        None if asked.wanted != StepWanted::Name && !page.username.is_empty() => of_name(call, page, asked, None).await,
        None => Ok(name_alone(call, page)),
    }
}

/// What the fixed account signs in with.
fn shown_login(page: &SignIn) -> String {
    page.fixed_account.as_ref().map(|fixed| fixed.person.login.clone()).unwrap_or_default()
}

/// The first of two pages.
fn name_alone(call: &PageCall, page: SignIn) -> SignIn {
    SignIn {
        step: SignInStep::Name,
        action: call.issuer.url.join(NAME),
        forgot_url: None,
        mail_url: None,
        calculation: None,
        ..page
    }
}

/// The second of two pages.
async fn of_name(call: &PageCall, page: SignIn, asked: StepFor<'_>, fixed: Option<&User>) -> Result<SignIn, Error> {
    let given = GivenName { username: page.username.clone(), remember: page.remember.unwrap_or_default() };
    let shown = name::sealed(call, &given)?;
    let own = match (asked.wanted, fixed) {
        (StepWanted::AllWays, _) => None,
        (_, Some(person)) => own_ways::of_signed_in(&call.cx(), person).await?,
        (_, None) => own_ways::of_name(&call.cx(), call.device.as_deref(), &page.username).await?,
    };
    let rest = NameAddress { interaction: asked.interaction, another: page.another, ..NameAddress::default() };
    let all = asked.wanted == StepWanted::AllWays;
    let here = name::address(call, WAYS, &shown, NameAddress { all, passed: page.passed.as_deref(), ..rest });
    let change_url = fixed.is_none().then(|| name::address(call, "/login", &shown, rest));
    let all_url = own.is_some().then(|| name::address(call, WAYS, &shown, NameAddress { all: true, ..rest }));
    let asks_browser = page.passkey.as_ref().is_some_and(|passkey| passkey.asks_browser);
    let has_password = own.as_ref().is_none_or(|own| own.ways.has_password());
    let mail_url = page.mail_url.as_ref().map(|_| name::address(call, mail_sign_in::PATH, &shown, rest));
    let page = SignIn { mail_url, ..page };
    let mut page = match own {
        Some(own) => only_own(call, page, own).await?,
        None => page,
    };
    let home = if all_url.is_none() { take_home(&mut page.upstreams) } else { None };
    let ways = WaysOfName { shown, change_url, has_password, asks_browser, home, all_url, all };
    Ok(SignIn { frame: page.frame.at(here), step: SignInStep::Ways(ways), ..page })
}

/// Leaves what the account has, and nothing else.
async fn only_own(call: &PageCall, page: SignIn, own: OwnWays) -> Result<SignIn, Error> {
    let OwnWays { ways, upstreams } = own;
    Ok(SignIn {
        passkey: page.passkey.filter(|_| ways.has_passkey()),
        wallet: page.wallet.filter(|_| ways.has_wallet()),
        mail_url: page.mail_url.filter(|_| ways.has_mail()),
        upstreams: upstream::of_names(call, &upstreams).await?,
        forgot_url: page.forgot_url.filter(|_| ways.has_password()),
        calculation: page.calculation.filter(|_| ways.has_password()),
        sign_up: None,
        ..page
    })
}

/// Takes the provider of the name's domain out of the others: it stands before them, and nobody has to look for it by
/// a work address.
fn take_home(upstreams: &mut Option<UpstreamWays>) -> Option<UpstreamWay> {
    let ways = upstreams.as_mut()?;
    let at = ways.first.iter().position(|way| matches!(way.mark, Some(UpstreamMark::Domain(_))))?;
    ways.address_url = None;
    Some(ways.first.remove(at))
}
