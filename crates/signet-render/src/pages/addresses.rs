//! The e-mail address of an account: seen and changed. What waits for both mailboxes is a page of its own.

use askama::Template;

use super::MailProblem;
use crate::{AfterPost, Frame, Page, Person, Scripts, pages::AccountWay};

/// The address, and the form that asks to change it.
///
/// Posts `email` and `csrf` to `action`; stopping what another browser asked for posts `csrf` to `stop_action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/address.html")]
pub struct AddressPage {
    /// What stands around it.
    pub frame: Frame,
    /// The other pages of the account.
    pub ways: Vec<AccountWay>,
    /// Whose it is.
    pub person: Person,
    /// The address, if there is one.
    pub email: Option<String>,
    /// Whether it was proven.
    pub is_proven: bool,
    /// Whether it may be changed here.
    pub may_change: bool,
    /// Whether another browser of the person asked to change it.
    pub is_asked_elsewhere: bool,
    /// What was typed.
    pub typed: String,
    /// What was just done.
    pub flash: Option<AddressFlash>,
    /// What was wrong with what was typed.
    pub problem: Option<AddressProblem>,
    /// Where the form goes.
    pub action: String,
    /// Where a change is stopped.
    pub stop_action: String,
}

/// What was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressFlash {
    /// The account has the new address.
    Changed,
    /// It keeps the present one.
    Stopped,
}

/// Why nothing was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressProblem {
    /// It is none.
    Invalid,
    /// The account has it.
    Same,
    /// It lasts for a few minutes.
    Disposable,
    /// The operator takes none of its domain.
    DomainRefused,
    /// What was waited for has ended.
    Over,
    /// Too many changes were asked for.
    TooMany {
        /// Until the next one is allowed.
        minutes: u32,
    },
}

impl AddressPage {
    fn done(&self) -> Option<String> {
        let key = match self.flash? {
            AddressFlash::Changed => "address-changed",
            AddressFlash::Stopped => "address-stopped",
        };
        Some(self.frame.t(key))
    }

    fn wrong(&self) -> Option<String> {
        let frame = &self.frame;
        Some(match self.problem? {
            AddressProblem::Invalid => frame.t("sign-up-email-invalid-text"),
            AddressProblem::Same => frame.t("address-same"),
            AddressProblem::Disposable => frame.t("sign-up-disposable-text"),
            AddressProblem::DomainRefused => frame.t("sign-up-domain-refused-text"),
            AddressProblem::Over => frame.t("mail-over-text"),
            AddressProblem::TooMany { minutes } => frame.tn("mail-too-many-text", "minutes", &minutes),
        })
    }

    /// Whether it is the field that is wrong.
    const fn is_field_wrong(&self) -> bool {
        !matches!(self.problem, None | Some(AddressProblem::Over | AddressProblem::TooMany { .. }))
    }
}

impl Page for AddressPage {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

/// Waits for what the two mailboxes bring.
///
/// Posts `code`, `old_code` and `csrf` to `action`; "continue" the same without codes; "send another" posts `email` and
/// `csrf` to `again_action`; the others post `csrf`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/address_wait.html")]
pub struct AddressWait {
    /// What stands around it.
    pub frame: Frame,
    /// The new address.
    pub email: String,
    /// Whether that is proven.
    pub is_new_proven: bool,
    /// The present address, where its code is still wanted.
    pub old: Option<String>,
    /// What stands for that code.
    pub stand_in: StandIn,
    /// What is pressed in another browser.
    pub number: u8,
    /// Why the address is not changed yet.
    pub problem: Option<WaitProblem>,
    /// Whether other mails must be asked for: codes were tried too often.
    pub is_over: bool,
    /// Where the form goes.
    pub action: String,
    /// Where other mails are asked for.
    pub again_action: String,
    /// Where whoever lost the present mailbox goes on.
    pub lost_action: String,
    /// Where the change is stopped.
    pub stop_action: String,
    /// Where a script asks whether the link was confirmed in another browser.
    pub state_url: String,
}

/// What stands for the code of the present address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandIn {
    /// Nothing yet.
    Nothing,
    /// A sign-in with a further factor, from now on.
    SignIn,
    /// That sign-in, which has been.
    SignedIn,
}

/// Why the address is not changed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitProblem {
    /// The code of the new address is not right.
    New,
    /// The code of the present one is not right.
    Old,
    /// Of neither mailbox, or of both; told as for other mails.
    Mail(MailProblem),
}

impl AddressWait {
    fn notice(&self) -> Option<(String, String)> {
        let problem = match self.problem? {
            WaitProblem::New | WaitProblem::Old => MailProblem::Wrong,
            WaitProblem::Mail(problem) => problem,
        };
        Some(problem.notice(&self.frame))
    }

    fn has_stand_in(&self) -> bool {
        self.stand_in != StandIn::Nothing
    }

    fn is_signed_in(&self) -> bool {
        self.stand_in == StandIn::SignedIn
    }

    fn is_new_wrong(&self) -> bool {
        self.problem == Some(WaitProblem::New)
    }

    fn is_old_wrong(&self) -> bool {
        self.problem == Some(WaitProblem::Old)
    }
}

impl Page for AddressWait {
    const AFTER_POST: AfterPost = AfterPost::Here;
    const SCRIPTS: Scripts = Scripts::Fetch;
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::pages::{AccountTab, account_ways};

    impl AddressPage {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let plain = Self {
                frame: frame.clone().at("/account/address"),
                ways: account_ways("", "ses_1", AccountTab::Profile),
                person: Person::sample(),
                email: Some("ada@example.com".to_owned()),
                is_proven: true,
                may_change: true,
                is_asked_elsewhere: false,
                typed: String::new(),
                flash: None,
                problem: None,
                action: "/account/address".to_owned(),
                stop_action: "/account/address/stop".to_owned(),
            };
            let wrong = |problem| Self { problem: Some(problem), typed: "ada@exam".to_owned(), ..plain.clone() };
            vec![
                ("address_invalid", wrong(AddressProblem::Invalid)),
                ("address_same", wrong(AddressProblem::Same)),
                ("address_disposable", wrong(AddressProblem::Disposable)),
                ("address_domain", wrong(AddressProblem::DomainRefused)),
                ("address_over", wrong(AddressProblem::Over)),
                ("address_too_many", wrong(AddressProblem::TooMany { minutes: 12 })),
                ("address_changed", Self { flash: Some(AddressFlash::Changed), ..plain.clone() }),
                ("address_stopped", Self { flash: Some(AddressFlash::Stopped), is_proven: false, ..plain.clone() }),
                ("address_elsewhere", Self { is_asked_elsewhere: true, ..plain.clone() }),
                (
                    "address_fixed_long",
                    Self {
                        may_change: false,
                        email: Some(Person::long_sample().login),
                        person: Person::long_sample(),
                        ..plain.clone()
                    },
                ),
                ("address_none", Self { email: None, ..plain.clone() }),
                ("address", plain),
            ]
        }
    }

    impl AddressWait {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let plain = Self {
                frame: frame.clone().at("/account/address"),
                email: "countess@example.com".to_owned(),
                is_new_proven: false,
                old: Some("ada@example.com".to_owned()),
                stand_in: StandIn::Nothing,
                number: 42,
                problem: None,
                is_over: false,
                action: "/account/address/code".to_owned(),
                again_action: "/account/address".to_owned(),
                lost_action: "/account/address/lost".to_owned(),
                stop_action: "/account/address/stop".to_owned(),
                state_url: "/account/address/state?account=ses_1".to_owned(),
            };
            let with = |problem| Self { problem: Some(problem), ..plain.clone() };
            vec![
                ("address_wait_new_wrong", with(WaitProblem::New)),
                ("address_wait_old_wrong", with(WaitProblem::Old)),
                ("address_wait_used_up", Self { is_over: true, ..with(WaitProblem::Mail(MailProblem::UsedUp)) }),
                ("address_wait_not_yet", with(WaitProblem::Mail(MailProblem::NotYet))),
                ("address_wait_old", Self { is_new_proven: true, stand_in: StandIn::SignIn, ..plain.clone() }),
                ("address_wait_signed_in", Self { stand_in: StandIn::SignedIn, ..plain.clone() }),
                ("address_wait_one_long", Self { old: None, email: Person::long_sample().login, ..plain.clone() }),
                ("address_wait", plain),
            ]
        }
    }
}
