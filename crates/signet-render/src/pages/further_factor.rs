//! A further factor at sign-in: the code of an authenticator app, a passkey, or a recovery code.

use askama::Template;

use crate::{
    AfterPost, CancelForm, ClientCard, Frame, Page, Person, Scripts,
    pages::{PasskeyOffer, PasskeyProblem, PhoneProblem},
};

/// Asks for a code.
///
/// Posts `code`, `interaction`, `csrf`, where a recovery code is typed `recovery`, where one that was texted is `text`, and
/// where it is ticked `trust` to `action`. "Text me a code" posts `interaction` and `csrf` to `text.action`, "Go on without this
/// step" posts `account`, `interaction` and `csrf` to `without.action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/further_factor.html")]
pub struct FurtherFactor {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one signs in for; one's own account when absent.
    pub client: Option<ClientCard>,
    /// Who signs in.
    pub person: Person,
    /// Where the form goes.
    pub action: String,
    /// The interaction.
    pub interaction: String,
    /// Whether a recovery code is asked for.
    pub recovery: bool,
    /// Whether the person has an app; else there is only the passkey, and a recovery code.
    pub has_app: bool,
    /// Proving a passkey; not offered when absent.
    pub passkey: Option<PasskeyOffer>,
    /// A code that is texted; not offered when absent.
    pub text: Option<TextOffer>,
    /// The page with the other kind of code; none where there is no other, or no recovery code is left.
    pub other_url: Option<String>,
    /// Going on without; not offered when absent.
    pub without: Option<WithoutFactor>,
    /// What went wrong with the last attempt.
    pub problem: Option<FactorProblem>,
    /// For how many days this browser can be remembered; not offered when absent.
    pub remember_days: Option<u32>,
    /// "Cancel"; not offered when absent.
    pub cancel: Option<CancelForm>,
}

/// A code that is texted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextOffer {
    /// Where one is asked for.
    pub action: String,
    /// The last digits of the number.
    pub ending: String,
    /// Whether one was: it is typed here.
    pub is_sent: bool,
    /// The page that asks for something else first.
    pub back_url: String,
}

/// Going on without a further factor that is only wished for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithoutFactor {
    /// Where the form goes.
    pub action: String,
    /// The session that goes on.
    pub account: String,
}

/// Why a code does not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorProblem {
    /// It is not the code.
    Wrong,
    /// It was used before.
    Used,
    /// The passkey did not help.
    Passkey(PasskeyProblem),
    /// What was texted does not help, or nothing was.
    Text(PhoneProblem),
    /// Too many tries.
    TooMany {
        /// Until the next one is allowed.
        minutes: u32,
    },
}

impl FactorProblem {
    const fn key(self) -> &'static str {
        match self {
            Self::Wrong | Self::Text(_) => "factor-wrong",
            Self::Used => "factor-used",
            Self::Passkey(problem) => problem.key(),
            Self::TooMany { .. } => "factor-too-many",
        }
    }
}

/// What the page asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    Recovery,
    App,
    Passkey,
    /// The code of a text that is on its way.
    Text,
    /// Nothing before a text is asked for.
    ToSend,
}

impl FurtherFactor {
    fn asks(&self) -> Asks {
        match (&self.text, &self.passkey) {
            _ if self.recovery => Asks::Recovery,
            (Some(text), _) if text.is_sent => Asks::Text,
            _ if self.has_app => Asks::App,
            (Some(_), None) => Asks::ToSend,
            _ => Asks::Passkey,
        }
    }

    fn title(&self) -> String {
        self.frame.t(match self.asks() {
            Asks::Recovery => "factor-recovery-title",
            Asks::App => "factor-title",
            Asks::Passkey => "factor-passkey-title",
            Asks::Text => "factor-text-title",
            Asks::ToSend => "factor-text-offer-title",
        })
    }

    fn lead(&self) -> String {
        let ending = self.text.as_ref().map(|text| text.ending.as_str()).unwrap_or_default();
        match self.asks() {
            Asks::Recovery => self.frame.t("factor-recovery-lead"),
            Asks::App => self.frame.t("factor-lead"),
            Asks::Passkey => self.frame.t("factor-passkey-lead"),
            Asks::Text => self.frame.t1("factor-text-lead", "ending", ending),
            Asks::ToSend => self.frame.t1("factor-text-offer-lead", "ending", ending),
        }
    }

    fn label(&self) -> String {
        self.frame.t(if self.recovery { "factor-recovery-label" } else { "factor-label" })
    }

    /// Whether a code is typed here.
    fn is_typed(&self) -> bool {
        matches!(self.asks(), Asks::Recovery | Asks::App | Asks::Text)
    }

    fn is_of_text(&self) -> bool {
        self.asks() == Asks::Text
    }

    /// Whether there is something else than a text.
    const fn has_others(&self) -> bool {
        self.has_app || self.passkey.is_some()
    }

    fn other(&self) -> String {
        self.frame.t(match (self.asks(), &self.passkey) {
            (Asks::Recovery, _) if self.has_app => "factor-use-app",
            (Asks::Recovery, Some(_)) => "factor-use-passkey",
            (Asks::Recovery, None) => "phone-send",
            (Asks::App, _) => "factor-use-recovery",
            (Asks::Passkey, _) => "factor-no-passkey",
            (Asks::Text | Asks::ToSend, _) => "factor-no-phone",
        })
    }

    fn is_wrong(&self) -> bool {
        matches!(
            self.problem,
            Some(FactorProblem::Wrong | FactorProblem::Used | FactorProblem::Text(PhoneProblem::Code))
        )
    }

    fn notice(&self) -> Option<(String, String)> {
        let problem = self.problem?;
        let text = match problem {
            FactorProblem::Text(problem) => return Some(problem.notice(&self.frame)),
            FactorProblem::TooMany { minutes } => self.frame.tn("factor-too-many-text", "minutes", &minutes),
            FactorProblem::Wrong if self.recovery => self.frame.t("factor-recovery-wrong-text"),
            // The password was right already.
            FactorProblem::Passkey(PasskeyProblem::Wrong) => self.frame.t("factor-passkey-wrong-text"),
            _ => self.frame.t(format!("{}-text", problem.key())),
        };
        Some((self.frame.t(format!("{}-title", problem.key())), text))
    }
}

impl Page for FurtherFactor {
    const AFTER_POST: AfterPost = AfterPost::Client;
    const SCRIPTS: Scripts = Scripts::Fetch;
}

#[cfg(test)]
impl FurtherFactor {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/factor?interaction=int_1"),
            client: Some(ClientCard::sample()),
            person: Person::sample(),
            action: "/factor".to_owned(),
            interaction: "int_1".to_owned(),
            recovery: false,
            has_app: true,
            passkey: None,
            text: None,
            other_url: Some("/factor?interaction=int_1&recovery=1".to_owned()),
            without: None,
            problem: None,
            remember_days: Some(30),
            cancel: Some(CancelForm::sample()),
        };
        let recovery = Self {
            recovery: true,
            remember_days: None,
            other_url: Some("/factor?interaction=int_1".to_owned()),
            frame: frame.clone().at("/factor?interaction=int_1&recovery=1"),
            ..plain.clone()
        };
        let passkey = Self { has_app: false, passkey: Some(PasskeyOffer::sample()), ..plain.clone() };
        let with = |page: &Self, problem| Self { problem: Some(problem), ..page.clone() };
        let offer = |is_sent| {
            Some(TextOffer {
                action: "/factor/text".to_owned(),
                ending: "23".to_owned(),
                is_sent,
                back_url: "/factor?interaction=int_1".to_owned(),
            })
        };
        let to_send = Self { has_app: false, text: offer(false), ..plain.clone() };
        let sent = Self { text: offer(true), ..to_send.clone() };
        let without = Some(WithoutFactor { action: "/factor/without".to_owned(), account: "ses_1".to_owned() });
        let no_other = Self { has_app: false, other_url: None, ..recovery.clone() };
        vec![
            ("further_factor_no_codes", Self { other_url: None, ..plain.clone() }),
            ("further_factor_wished", Self { without, other_url: None, remember_days: None, ..plain.clone() }),
            ("further_factor_text_offer", to_send.clone()),
            ("further_factor_text_recovery", Self { text: offer(false), has_app: false, ..recovery.clone() }),
            ("further_factor_recovery_alone", no_other),
            ("further_factor_text_and_app", Self { has_app: true, ..to_send }),
            ("further_factor_text_or_app", Self { has_app: true, ..sent.clone() }),
            ("further_factor_text_wrong", with(&sent, FactorProblem::Text(PhoneProblem::Code))),
            ("further_factor_text_over", with(&sent, FactorProblem::Text(PhoneProblem::Over))),
            ("further_factor_text_too_many", with(&sent, FactorProblem::Text(PhoneProblem::TooMany { minutes: 2 }))),
            ("further_factor_text", sent),
            ("further_factor_wrong", with(&plain, FactorProblem::Wrong)),
            ("further_factor_used", with(&plain, FactorProblem::Used)),
            ("further_factor_too_many", with(&plain, FactorProblem::TooMany { minutes: 15 })),
            ("further_factor_both", Self { has_app: true, ..passkey.clone() }),
            ("further_factor_passkey_wrong", with(&passkey, FactorProblem::Passkey(PasskeyProblem::Wrong))),
            ("further_factor_passkey", passkey),
            ("further_factor_recovery_wrong", with(&recovery, FactorProblem::Wrong)),
            ("further_factor_recovery", recovery),
            (
                "further_factor_own_long",
                Self { client: None, cancel: None, person: Person::long_sample(), ..plain.clone() },
            ),
            ("further_factor", plain),
        ]
    }
}
