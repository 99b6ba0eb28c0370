//! An account of somebody whom a provider has proven: nothing is asked that it has said.

use super::{DETAILS_PATH, details::DetailsForm, fields::AskedFields, path as address_path};
use crate::{
    base::id::InteractionId,
    domain::{
        directory::accounts,
        flows::journey::{
            Step,
            upstream::{UpstreamSignUp, UpstreamSignUpForm, asked_for, sign_up},
            waiting_wallet,
        },
        interactions::{Paused, Stopped},
        login::{
            mail_proof::{self, ProvenAddress},
            wallets::WaitingWallet,
        },
    },
    http::{
        answer::page::PageError,
        extract::PageCall,
        pages::{terms, with_interaction},
    },
    protocol::claims::attribute::{AskedAtSignUp, Attribute},
};

/// Somebody who makes an account.
pub(super) struct Newcomer {
    /// The address, proven by a mail or by the provider.
    pub address: ProvenAddress,
    /// What a provider has proven of them.
    pub waiting: Option<UpstreamSignUp>,
    /// The wallet with which they came, and which no account has.
    pub wallet: Option<WaitingWallet>,
}

/// Where somebody goes on whom a provider has proven: to what is still asked, or to the proof of an address first.
pub fn path(new: &UpstreamSignUp) -> String {
    if new.address.is_vouched {
        with_interaction(DETAILS_PATH, Some(&new.interaction))
    } else {
        address_path(Some(&new.interaction))
    }
}

/// Who makes an account on this journey; nobody who has proven no address.
///
/// # Errors
/// When the database fails.
pub(super) async fn newcomer(
    call: &PageCall,
    paused: &Paused,
    id: &InteractionId,
    ticket: &str,
) -> Result<Option<Newcomer>, PageError> {
    let cx = &call.cx();
    let proven = match mail_proof::find_proven(cx, id, ticket).await? {
        // The operator named it: the account is that of the invitation.
        Some(address) if address.invitation.is_some() => {
            return Ok(Some(Newcomer { address, waiting: None, wallet: None }));
        }
        proven => proven,
    };
    let visitor = &call.visitor(None);
    let (waiting, wallet) = (asked_for(cx, visitor, paused).await?, waiting_wallet(cx, visitor, paused));
    // Whoever proved an address by a mail makes the account of that address: what waits with another that its provider
    // vouches for is somebody else's, or is linked as soon as they come back with it.
    let waiting = waiting.filter(|one| !one.address.is_vouched || proven.is_none());
    let vouched = waiting.as_ref().filter(|one| one.address.is_vouched).and_then(|one| one.address.email.clone());
    let address = vouched.map(|email| ProvenAddress { email, invitation: None, remember: false }).or(proven);
    Ok(address.map(|address| Newcomer { address, waiting, wallet }))
}

impl Newcomer {
    /// What is asked of them, where these attributes could be: of whoever leaves their way in out, everything.
    pub(super) fn asked(&self, attributes: Vec<Attribute>, is_left_out: bool) -> AskedFields {
        match self.waiting.as_ref().filter(|_| !is_left_out) {
            Some(waiting) => AskedFields::missing(attributes, &waiting.missing),
            None => AskedFields::with(attributes),
        }
    }

    /// What stands in the fields before anything is typed.
    pub(super) fn suggested(&self, call: &PageCall) -> Vec<(&'static str, String)> {
        // Where a mail proved the address, what waits may not be theirs.
        if let Some(waiting) = self.waiting.as_ref().filter(|waiting| waiting.address.is_vouched) {
            return vec![("username", waiting.username.clone())];
        }
        let mut suggested = Vec::new();
        if call.app.config.sign_up.username != AskedAtSignUp::Off {
            suggested.push(("username", accounts::username_to_show(&call.cx(), &self.address.email)));
        }
        if let Some(name) = self.address.invitation.as_ref().and_then(|one| one.name.clone()) {
            suggested.push(("name", name));
        }
        suggested
    }
}

/// The account, of what the provider said and of what was typed.
pub(super) async fn make_at_upstream(
    call: &PageCall,
    paused: Paused,
    address: &ProvenAddress,
    form: DetailsForm<'_>,
) -> Result<Step, Stopped> {
    let DetailsForm { params, typed, sent, wallet: _ } = form;
    let form = UpstreamSignUpForm {
        username: typed.username,
        claims: typed.claims,
        password: typed.password,
        phone: typed.phone,
        attributes: typed.attributes,
        agreed: terms::ticked(call, params),
        // One for which the provider vouches stands with it.
        address: Some(ProvenAddress { email: address.email.clone(), invitation: None, remember: address.remember }),
        locale: Some(call.locale(paused.journey.ui_locales()).tag().to_owned()),
    };
    sign_up(&call.cx(), &call.visitor(Some(sent)), paused, form).await
}
