//! The telephone number of a person: added, changed, removed, and codes that are texted to it at sign-in.

use askama::Template;

use crate::{
    AfterPost, Frame, Page, Person,
    pages::{AccountWay, StandIn},
};

/// The number of a person.
///
/// "Text me a code" posts `phone_number` and `csrf` to `urls.ask`, the codes post `code`, `old_code` and `csrf` to
/// `urls.code`, whoever has the number before no more posts `csrf` to `urls.lost`, "Remove" posts `csrf` to `urls.remove`, and the switch posts `on` and `csrf` to `urls.factor`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/phone.html")]
pub struct PhonePage {
    /// What stands around it.
    pub frame: Frame,
    /// The other pages of the account.
    pub ways: Vec<AccountWay>,
    /// Whose it is.
    pub person: Person,
    /// The number as apps are told it.
    pub number: Option<String>,
    /// Whether it was proven.
    pub is_proven: bool,
    /// Whether the person changes it.
    pub may_change: bool,
    /// The number to which a code went.
    pub waits_for: Option<String>,
    /// The number before, which must agree.
    pub before: Option<NumberBeforeRow>,
    /// What stands in the field.
    pub typed: String,
    /// Whether codes are texted to it at sign-in; nothing of that is shown when absent.
    pub texts_codes: Option<bool>,
    /// What was wrong.
    pub problem: Option<PhoneProblem>,
    /// What was just done.
    pub flash: Option<PhoneFlash>,
    /// Where the forms go.
    pub urls: PhoneUrls,
}

/// The number before, while another one waits for its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberBeforeRow {
    /// The number.
    pub number: String,
    /// What stands for it.
    pub stand_in: StandIn,
}

impl NumberBeforeRow {
    fn is_signed_in(&self) -> bool {
        self.stand_in == StandIn::SignedIn
    }

    fn may_sign_in(&self) -> bool {
        self.stand_in == StandIn::SignIn
    }
}

/// Where the forms of the page go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneUrls {
    /// Texts a code.
    pub ask: String,
    /// Takes the code.
    pub code: String,
    /// Signs in once more instead of the code of the number before.
    pub lost: String,
    /// Removes the number.
    pub remove: String,
    /// Switches codes at sign-in.
    pub factor: String,
}

/// Why a number or a code does not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneProblem {
    /// It is no number.
    Number,
    /// No texts go to its country.
    Country,
    /// It is not the code.
    Code,
    /// It is not the code that went to the number before.
    OldCode,
    /// The code was tried too often.
    UsedUp,
    /// The code has ended.
    Over,
    /// Too many texts were asked for.
    TooMany {
        /// Until the next one is allowed.
        minutes: u32,
    },
}

/// What was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneFlash {
    /// The number was proven.
    Proven,
    /// It was removed.
    Removed,
    /// Codes are texted to it.
    FactorOn,
    /// They are not any more.
    FactorOff,
}

impl PhoneProblem {
    /// Whether the number is wrong, and not what was done with it.
    pub const fn is_of_number(self) -> bool {
        matches!(self, Self::Number | Self::Country)
    }

    /// What is said of a code, in two parts; of a number, in one.
    pub(super) fn notice(self, frame: &Frame) -> (String, String) {
        let both = |title: &str, text: &str| (frame.t(title), frame.t(text));
        match self {
            Self::Number => (frame.t("phone-invalid"), String::new()),
            Self::Country => (frame.t("phone-country"), String::new()),
            Self::Code | Self::OldCode => both("factor-wrong-title", "phone-newest"),
            Self::UsedUp => both("phone-used-up", "phone-another"),
            Self::Over => both("phone-over", "phone-another"),
            Self::TooMany { minutes } => (frame.t("phone-too-many"), frame.tn("phone-wait", "minutes", &minutes)),
        }
    }
}

impl PhonePage {
    fn notice(&self) -> Option<(String, String)> {
        self.problem.map(|problem| problem.notice(&self.frame))
    }

    fn is_wrong_number(&self) -> bool {
        self.problem.is_some_and(PhoneProblem::is_of_number)
    }

    const fn is_wrong_code(&self) -> bool {
        matches!(self.problem, Some(PhoneProblem::Code))
    }

    const fn is_wrong_old_code(&self) -> bool {
        matches!(self.problem, Some(PhoneProblem::OldCode))
    }

    fn is_on(&self) -> bool {
        self.texts_codes == Some(true)
    }

    fn done(&self) -> Option<String> {
        let key = match self.flash? {
            PhoneFlash::Proven => "phone-proven",
            PhoneFlash::Removed => "phone-removed",
            PhoneFlash::FactorOn => "phone-factor-is-on",
            PhoneFlash::FactorOff => "phone-factor-is-off",
        };
        Some(self.frame.t(key))
    }
}

impl Page for PhonePage {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
impl PhonePage {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        use crate::pages::{AccountTab, account_ways};

        let proven = Self {
            frame: frame.clone().at("/account/phone"),
            ways: account_ways("", "ses_1", AccountTab::Profile),
            person: Person::sample(),
            number: Some("+442079460123".to_owned()),
            is_proven: true,
            may_change: true,
            waits_for: None,
            before: None,
            typed: String::new(),
            texts_codes: Some(true),
            problem: None,
            flash: Some(PhoneFlash::FactorOn),
            urls: PhoneUrls {
                ask: "/account/phone".to_owned(),
                code: "/account/phone/code".to_owned(),
                lost: "/account/phone/lost".to_owned(),
                remove: "/account/phone/remove".to_owned(),
                factor: "/account/phone/factor".to_owned(),
            },
        };
        let with = |flash| Self { flash, ..proven.clone() };
        let none =
            Self { number: None, is_proven: false, texts_codes: None, flash: Some(PhoneFlash::Removed), ..with(None) };
        let waits = Self { waits_for: Some("+442079460124".to_owned()), ..with(None) };
        let before = |stand_in| Self {
            before: Some(NumberBeforeRow { number: "+442079460123".to_owned(), stand_in }),
            ..waits.clone()
        };
        let wrong = |problem| Self { problem: Some(problem), ..none.clone() };
        let wrong_code = |problem| Self { problem: Some(problem), ..waits.clone() };
        vec![
            ("phone_off", Self { texts_codes: Some(false), ..with(Some(PhoneFlash::FactorOff)) }),
            (
                "phone_unproven",
                Self { is_proven: false, person: Person::long_sample(), ..with(Some(PhoneFlash::Proven)) },
            ),
            ("phone_no_number", Self { typed: "0207 946".to_owned(), flash: None, ..wrong(PhoneProblem::Number) }),
            ("phone_no_country", Self { typed: "+870".to_owned(), flash: None, ..wrong(PhoneProblem::Country) }),
            ("phone_too_many", Self { flash: None, ..wrong(PhoneProblem::TooMany { minutes: 12 }) }),
            ("phone_fixed", Self { may_change: false, ..with(None) }),
            ("phone_none", none),
            ("phone_wrong", wrong_code(PhoneProblem::Code)),
            ("phone_used_up", wrong_code(PhoneProblem::UsedUp)),
            ("phone_over", Self { waits_for: None, ..wrong_code(PhoneProblem::Over) }),
            ("phone_wrong_old", Self { problem: Some(PhoneProblem::OldCode), ..before(StandIn::Nothing) }),
            ("phone_waits_both", before(StandIn::SignIn)),
            ("phone_waits_signed_in", before(StandIn::SignedIn)),
            ("phone_waits", waits),
            ("phone", proven),
        ]
    }
}
