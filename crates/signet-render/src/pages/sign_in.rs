//! Signing in with a password.

use askama::Template;

use crate::{
    AfterPost, CancelForm, ClientCard, Frame, Page, Person, Scripts,
    pages::{PasskeyOffer, PasskeySignals, SignInStep, UpstreamWays, WalletOffer, WalletProblem},
};

/// The sign-in page, for a client or for one's own account.
///
/// Posts `username`, `password`, `remember` (`yes` when ticked), `interaction` and `csrf` to
/// `action`; "cancel" posts `interaction` and what [`CancelForm`] says.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/sign_in.html")]
pub struct SignIn {
    /// What stands around it.
    pub frame: Frame,
    /// What it asks for.
    pub step: SignInStep,
    /// Whom one signs in for; one's own account when absent.
    pub client: Option<ClientCard>,
    /// Where the form goes.
    pub action: String,
    /// The paused authorization.
    pub interaction: Option<String>,
    /// What stands in the user name field: `login_hint`, or what was typed before.
    pub username: String,
    /// Where somebody goes who forgot the password; not offered when absent.
    pub forgot_url: Option<String>,
    /// Set when only one account will do (re-authentication).
    pub fixed_account: Option<FixedAccount>,
    /// Whether the person wants another account than the fixed one; comes back with the form.
    pub another: bool,
    /// Whether "keep me signed in" is ticked; not offered when absent.
    pub remember: Option<bool>,
    /// Signing in with a passkey; not offered when absent.
    pub passkey: Option<PasskeyOffer>,
    /// Signing in with a wallet; not offered when absent.
    pub wallet: Option<WalletOffer>,
    /// Signing in by other providers; not offered when absent.
    pub upstreams: Option<UpstreamWays>,
    /// What went wrong with the last attempt.
    pub problem: Option<SignInProblem>,
    /// What the browser is told of a passkey that belongs to no account.
    pub signals: Option<PasskeySignals>,
    /// What the browser calculates before the next one.
    pub calculation: Option<WorkToDo>,
    /// What says that a captcha was passed; comes back as `work`.
    pub passed: Option<String>,
    /// Whether to mention the one-time link of `serve --demo`.
    pub demo: bool,
    /// Where a mail with a code is asked for; not offered when absent.
    pub mail_url: Option<String>,
    /// What people without an account are told.
    pub sign_up: Option<SignUpWay>,
    /// "Cancel"; not offered when absent.
    pub cancel: Option<CancelForm>,
}

/// What a browser calculates. Comes back as `work` with the number that it found as `work_answer`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkToDo {
    /// What it is about.
    pub challenge: String,
    /// How many bits are zero.
    pub bits: u32,
    /// After how many seconds no number is needed.
    pub seconds: u32,
}

/// The account that has to sign in again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedAccount {
    /// Who it is.
    pub person: Person,
    /// Where one can choose another one; not offered when absent.
    pub switch_url: Option<String>,
}

/// What people without an account are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignUpWay {
    /// Where they make one.
    Url(String),
    /// Whom to ask, in the words of the operator.
    Help(String),
}

/// Why one is not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInProblem {
    /// Unknown user or wrong password; the page does not tell which.
    WrongCredentials,
    /// The same where a right password may be stopped: the page does not tell that either.
    WrongOrStopped,
    /// Too many failures.
    TooMany {
        /// Until the next attempt is allowed.
        minutes: u32,
    },
    /// All places for password hashing are taken.
    Busy,
    /// Something is to be calculated before the password is looked at.
    Work,
    /// The form's token was too old.
    ExpiredForm,
    /// A passkey signed nobody in.
    Passkey(PasskeyProblem),
    /// A wallet signed nobody in.
    Wallet(WalletProblem),
    /// The session ended while another page was open, and what was pressed there was not done.
    SessionEnded,
    /// What was proven before is too old by now: the page that asked for more was open for too long.
    TookLong,
}

/// Why a passkey signed nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyProblem {
    /// The page was open for too long, or its answer was sent before.
    Expired,
    /// No account has it.
    Unknown,
    /// What it answered does not hold.
    Wrong,
}

impl PasskeyProblem {
    /// The key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Expired => "passkey-expired",
            Self::Unknown => "passkey-unknown",
            Self::Wrong => "passkey-wrong",
        }
    }
}

impl SignInProblem {
    const fn key(self) -> &'static str {
        match self {
            Self::WrongCredentials => "sign-in-wrong",
            Self::WrongOrStopped => "sign-in-wrong-or-stopped",
            Self::TooMany { .. } => "sign-in-too-many",
            Self::Busy => "sign-in-busy",
            Self::Work => "sign-in-work",
            Self::ExpiredForm => "sign-in-expired-form",
            Self::SessionEnded => "sign-in-ended",
            Self::TookLong => "sign-in-took-long",
            Self::Passkey(problem) => problem.key(),
            Self::Wallet(problem) => problem.key(),
        }
    }
}

impl SignIn {
    fn title(&self) -> String {
        match (&self.fixed_account, &self.client) {
            (Some(_), _) => self.frame.t("sign-in-again-title"),
            (None, Some(client)) => self.frame.t1("sign-in-client-title", "client", &client.name),
            (None, None) => self.frame.t1("sign-in-own-title", "brand", &self.frame.branding.brand.name),
        }
    }

    fn lead(&self) -> Option<String> {
        match (&self.fixed_account, &self.client) {
            // Not where there is no password to enter.
            (Some(_), Some(client)) => {
                self.asks_password().then(|| self.frame.t1("sign-in-again-lead", "client", &client.name))
            }
            (None, Some(_)) => Some(self.frame.t1("sign-in-client-lead", "brand", &self.frame.branding.brand.name)),
            (_, None) => None,
        }
    }

    fn notice(&self) -> Option<(String, String)> {
        let problem = self.problem?;
        let text = match problem {
            SignInProblem::TooMany { minutes } => self.frame.tn("sign-in-too-many-text", "minutes", &minutes),
            _ => self.frame.t(format!("{}-text", problem.key())),
        };
        Some((self.frame.t(format!("{}-title", problem.key())), text))
    }

    fn wrong(&self) -> bool {
        matches!(self.problem, Some(SignInProblem::WrongCredentials | SignInProblem::WrongOrStopped))
    }

    /// The cursor starts in the first field that has to be typed into.
    fn focus_password(&self) -> bool {
        self.asks_password() && (self.fixed_account.is_some() || !self.username.is_empty())
    }
}

impl Page for SignIn {
    const AFTER_POST: AfterPost = AfterPost::Client;
    const SCRIPTS: Scripts = Scripts::Fetch;
}

#[cfg(test)]
impl WorkToDo {
    pub(super) fn sample() -> Self {
        Self { challenge: "A".repeat(75), bits: 16, seconds: 30 }
    }
}

#[cfg(test)]
impl SignIn {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/sign-in?interaction=int_1"),
            step: SignInStep::Whole,
            client: Some(ClientCard::sample()),
            action: "/sign-in".to_owned(),
            interaction: Some("int_1".to_owned()),
            username: String::new(),
            forgot_url: None,
            fixed_account: None,
            another: false,
            remember: Some(false),
            passkey: Some(PasskeyOffer::sample()),
            wallet: None,
            upstreams: None,
            problem: None,
            signals: None,
            calculation: None,
            passed: None,
            demo: false,
            mail_url: None,
            sign_up: None,
            cancel: Some(CancelForm::sample()),
        };
        let with = |problem, name: &str| Self { problem: Some(problem), username: name.to_owned(), ..plain.clone() };
        let mut all = Self::samples_of_keys(&with(SignInProblem::SessionEnded, ""));
        all.extend(Self::samples_of_ways(&plain));
        all.extend(Self::samples_of_steps(&plain));
        all.extend([
            ("sign_in", plain.clone()),
            ("sign_in_forgot", Self { forgot_url: Some("https://example.com/help".to_owned()), ..plain.clone() }),
            ("sign_in_wrong", with(SignInProblem::WrongCredentials, "ada@example.com")),
            ("sign_in_too_many", with(SignInProblem::TooMany { minutes: 15 }, "ada@example.com")),
            (
                "sign_in_work",
                Self { calculation: Some(WorkToDo::sample()), ..with(SignInProblem::Work, "ada@example.com") },
            ),
            ("sign_in_busy", with(SignInProblem::Busy, "ada@example.com")),
            ("sign_in_expired", with(SignInProblem::ExpiredForm, "ada@example.com")),
            ("sign_in_ended", with(SignInProblem::SessionEnded, "")),
            ("sign_in_took_long", with(SignInProblem::TookLong, "")),
            (
                "sign_in_long",
                Self {
                    client: Some(ClientCard::long_sample()),
                    username: Person::long_sample().login,
                    ..with(SignInProblem::WrongCredentials, "")
                },
            ),
            (
                "sign_in_again",
                Self {
                    fixed_account: Some(FixedAccount {
                        person: Person::sample(),
                        switch_url: Some("/sign-in?other".to_owned()),
                    }),
                    remember: None,
                    ..plain.clone()
                },
            ),
            (
                "sign_in_again_long",
                Self {
                    client: Some(ClientCard::long_sample()),
                    fixed_account: Some(FixedAccount { person: Person::long_sample(), switch_url: None }),
                    ..plain.clone()
                },
            ),
            ("sign_in_own", Self { client: None, interaction: None, cancel: None, ..plain }),
        ]);
        all
    }

    /// Other ways: a mail, a new account, other providers.
    fn samples_of_ways(plain: &Self) -> [(&'static str, Self); 4] {
        [
            (
                "sign_in_mail",
                Self {
                    mail_url: Some("/login/email?interaction=int_1".to_owned()),
                    sign_up: Some(SignUpWay::Url("/sign-up?interaction=int_1".to_owned())),
                    ..plain.clone()
                },
            ),
            (
                "sign_in_closed",
                Self {
                    sign_up: Some(SignUpWay::Help("No account? Ask the service desk, extension 4711.".to_owned())),
                    ..plain.clone()
                },
            ),
            ("sign_in_upstreams", Self { upstreams: Some(UpstreamWays::sample()), ..plain.clone() }),
            ("sign_in_upstreams_many", Self { upstreams: Some(UpstreamWays::many()), ..plain.clone() }),
        ]
    }

    /// What is said of a passkey and of a wallet, where a sign-in may be stopped, and in the demo.
    fn samples_of_keys(plain: &Self) -> Vec<(&'static str, Self)> {
        let passkey = Self {
            problem: Some(SignInProblem::Passkey(PasskeyProblem::Unknown)),
            signals: Some(PasskeySignals::unknown_sample()),
            ..plain.clone()
        };
        let wallet = Self {
            problem: Some(SignInProblem::Wallet(WalletProblem::Unknown)),
            wallet: Some(WalletOffer::sample()),
            ..plain.clone()
        };
        let stopped = Self {
            problem: Some(SignInProblem::WrongOrStopped),
            passed: Some("A".repeat(75)),
            username: "ada@example.com".to_owned(),
            ..plain.clone()
        };
        let demo = Self { problem: None, demo: true, ..plain.clone() };
        vec![
            ("sign_in_passkey", passkey),
            ("sign_in_wallet", wallet),
            ("sign_in_wrong_or_stopped", stopped),
            ("sign_in_demo", demo),
        ]
    }
}
