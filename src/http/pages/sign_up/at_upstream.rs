//! An account of somebody whom a provider has proven: nothing is asked that it has said.

use super::{DETAILS_PATH, details::DetailsForm, fields::AskedFields, path as address_path};
use crate::{
    base::id::InteractionId,
    domain::{
        directory::accounts,
        flows::journey::{
            Step,
            upstream::{UpstreamSignUp, UpstreamSignUpForm, asked_for, sign_up},
        },
        interactions::{Paused, Stopped},
        kernel::Error,
        login::mail_proof::{self, ProvenAddress},
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
    let proven = mail_proof::find_proven(cx, id, ticket).await?;
    if let Some(address) = proven.as_ref().filter(|address| address.invitation.is_some()) {
        // The operator named it: the account is that of the invitation.
        let address = ProvenAddress { email: address.email.clone(), invitation: address.invitation.clone() };
        return Ok(Some(Newcomer { address, waiting: None }));
    }
    let waiting = asked_for(cx, &call.visitor(None), paused).await?;
    let vouched = waiting.as_ref().filter(|one| one.address.is_vouched).and_then(|one| one.address.told.clone());
    let address = vouched.map(|email| ProvenAddress { email, invitation: None }).or(proven);
    Ok(address.map(|address| Newcomer { address, waiting }))
}

impl Newcomer {
    /// What is asked of them, where these attributes could be.
    pub(super) fn asked(&self, attributes: Vec<Attribute>) -> AskedFields {
        match &self.waiting {
            Some(waiting) => AskedFields::missing(attributes, &waiting.missing),
            None => AskedFields::with(attributes),
        }
    }

    /// What stands in the fields before anything is typed.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn suggested(&self, call: &PageCall) -> Result<Vec<(&'static str, String)>, Error> {
        if let Some(waiting) = &self.waiting {
            return Ok(vec![("username", waiting.username.clone())]);
        }
        let mut suggested = Vec::new();
        if call.app.config.sign_up.username != AskedAtSignUp::Off {
            suggested.push(("username", accounts::suggest_username(&call.cx(), &self.address.email).await?));
        }
        if let Some(name) = self.address.invitation.as_ref().and_then(|one| one.name.clone()) {
            suggested.push(("name", name));
        }
        Ok(suggested)
    }
}

/// The account, of what the provider said and of what was typed.
pub(super) async fn make_at_upstream(
    call: &PageCall,
    paused: Paused,
    address: &ProvenAddress,
    form: DetailsForm<'_>,
) -> Result<Step, Stopped> {
    let DetailsForm { params, typed, sent } = form;
    let form = UpstreamSignUpForm {
        username: typed.username,
        claims: typed.claims,
        password: typed.password,
        attributes: typed.attributes,
        agreed: terms::ticked(call, params),
        // One for which the provider vouches stands with it.
        address: Some(ProvenAddress { email: address.email.clone(), invitation: None }),
        locale: Some(call.locale(paused.journey.ui_locales()).tag().to_owned()),
    };
    sign_up(&call.cx(), &call.visitor(Some(sent)), paused, form).await
}
