//! One's own account: who am I, where am I signed in, which apps may use it.

use askama::Template;

use crate::{
    AfterPost, Frame, Page, Person, base::time::Timestamp, claims::Fact, locale::Arg, pages::AccountWay,
    people::initial,
};

/// The account page.
///
/// "Sign out" of a session posts `session` and `csrf` to `urls.end_session`, its name `session`, `name` and `csrf` to
/// `urls.name_session`, "Sign out" of all others `csrf` to
/// `urls.end_others`; "Remove access"
/// posts `app` and `csrf` to `urls.remove_app`; signing out here posts `csrf` to `urls.sign_out`, and
/// everywhere to `urls.sign_out_everywhere`. `csrf` says whose page it is.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/account.html")]
pub struct AccountPage {
    /// What stands around it.
    pub frame: Frame,
    /// The other pages of the account.
    pub ways: Vec<AccountWay>,
    /// Whose account it is.
    pub person: Person,
    /// The address of their picture.
    pub picture: Option<String>,
    /// What would make the account safer.
    pub next: NextStepRow,
    /// The other accounts in this browser, each with a page of its own.
    pub others: Vec<OtherAccount>,
    /// What is known about the person.
    pub claims: Vec<Fact>,
    /// Where the person is signed in.
    pub sessions: Vec<SessionRow>,
    /// What may use the account.
    pub apps: Vec<AppRow>,
    /// What was just done.
    pub flash: Option<Flash>,
    /// Where the forms go.
    pub urls: AccountUrls,
}

/// What would make an account safer; where nothing would, that is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStepRow {
    /// What it is, and where it is done.
    pub step: Option<NextStepWay>,
}

/// The way to what would make an account safer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStepWay {
    /// What it is.
    pub kind: NextStepKind,
    /// Where it is done.
    pub url: String,
}

/// What would make an account safer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStepKind {
    /// A passkey.
    Passkey,
    /// A further factor.
    Factor,
    /// New recovery codes.
    Codes,
}

impl NextStepKind {
    /// The keys of its sentence and its button.
    pub const fn keys(self) -> [&'static str; 2] {
        match self {
            Self::Passkey => ["next-passkey", "next-passkey-button"],
            Self::Factor => ["next-factor", "next-factor-button"],
            Self::Codes => ["next-codes", "next-codes-button"],
        }
    }
}

/// Where the forms of the account page go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountUrls {
    /// Ends one session.
    pub end_session: String,
    /// Gives one session a name.
    pub name_session: String,
    /// Ends every session but this one.
    pub end_others: String,
    /// Takes an app's access back.
    pub remove_app: String,
    /// Ends this session.
    pub sign_out: String,
    /// Ends every session of the person.
    pub sign_out_everywhere: String,
}

impl AccountUrls {
    /// The usual places below an issuer's path.
    pub fn below(base: &str) -> Self {
        Self {
            end_session: format!("{base}/account/sessions/end"),
            name_session: format!("{base}/account/sessions/name"),
            end_others: format!("{base}/account/sessions/end-others"),
            remove_app: format!("{base}/account/apps/remove"),
            sign_out: format!("{base}/account/sign-out"),
            sign_out_everywhere: format!("{base}/account/sign-out-everywhere"),
        }
    }
}

/// Another account that is signed in to this browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherAccount {
    /// Whose it is.
    pub person: Person,
    /// Its page.
    pub url: String,
}

/// A session of this person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Sent back as `session`.
    pub id: String,
    /// Whether it is the one that shows this page.
    pub current: bool,
    /// What the person calls it.
    pub label: Option<String>,
    /// The browser, in words.
    pub browser: Option<String>,
    /// Where from: an address, after its city and country as far as they are known.
    pub place: Option<String>,
    /// When the person signed in.
    pub since: Timestamp,
    /// When it was last used.
    pub last_used: Timestamp,
}

/// An app that may use the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppRow {
    /// Sent back as `app`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its logo on our own origin.
    pub logo_url: Option<String>,
    /// Where a sign-in to it begins (OIDC Core §4).
    pub open_url: Option<String>,
    /// What it may see or do, as sentences.
    pub may: Vec<String>,
    /// When the person agreed, or first used it.
    pub since: Timestamp,
}

impl AppRow {
    fn initial(&self) -> String {
        initial(&self.name)
    }
}

/// What was just done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flash {
    /// A session was ended.
    SessionEnded,
    /// A session has another name, or none.
    SessionNamed,
    /// What was typed is no name.
    SessionNameRefused,
    /// Every other session was ended.
    OthersEnded,
    /// An app's access was taken back.
    AppRemoved {
        /// Its name.
        name: String,
    },
    /// The person was signed in by a link.
    SignedIn,
}

impl Flash {
    const fn is_problem(&self) -> bool {
        matches!(self, Self::SessionNameRefused)
    }
}

impl AccountPage {
    fn flash_text(&self, flash: &Flash) -> String {
        match flash {
            Flash::SessionEnded => self.frame.t("account-session-ended"),
            Flash::SessionNamed => self.frame.t("account-session-named"),
            Flash::SessionNameRefused => self.frame.t("account-session-name-refused"),
            Flash::OthersEnded => self.frame.t("account-others-ended"),
            Flash::AppRemoved { name } => self.frame.t1("account-app-removed", "app", name),
            Flash::SignedIn => self.frame.t1("account-signed-in", "person", self.person.called()),
        }
    }

    /// When the person signed in there, and from where.
    fn signed_in(&self, session: &SessionRow) -> String {
        let locale = self.frame.locale;
        let moment = self.frame.moment(&session.since);
        match &session.place {
            None => locale.text_with("account-signed-in-on", &[("moment", Arg::Text(&moment))]),
            Some(place) => {
                let args = [("moment", Arg::Text(&moment)), ("place", Arg::Text(place))];
                locale.text_with("account-signed-in-from", &args)
            }
        }
    }

    /// Whether the person is signed in elsewhere, too.
    fn has_others(&self) -> bool {
        self.sessions.iter().any(|session| !session.current)
    }

    /// What a session is called: by its person, else by its browser.
    fn called(&self, session: &SessionRow) -> String {
        session.label.clone().unwrap_or_else(|| self.browser(session))
    }

    fn browser(&self, session: &SessionRow) -> String {
        session.browser.clone().unwrap_or_else(|| self.frame.t("account-browser-unknown"))
    }
}

impl Page for AccountPage {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
impl NextStepRow {
    /// A way to something.
    pub fn sample() -> Self {
        Self { step: Some(NextStepWay { kind: NextStepKind::Passkey, url: "/account/security/passkey".to_owned() }) }
    }
}

#[cfg(test)]
impl AccountPage {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        use crate::pages::{AccountTab, account_ways};

        let locale = frame.locale;
        let sydney = locale.place(Some("AU"), Some("Sydney")).unwrap_or_default();
        let session = |id: &str, current, browser: Option<&str>, place: &str| SessionRow {
            id: id.to_owned(),
            current,
            label: None,
            browser: browser.map(str::to_owned),
            place: Some(place.to_owned()),
            since: Timestamp(1_795_000_000),
            last_used: Timestamp(1_795_259_340),
        };
        let app = |name: &str, may: &[&str]| AppRow {
            id: "cns_1".to_owned(),
            name: name.to_owned(),
            logo_url: None,
            open_url: None,
            may: may.iter().map(|key| locale.text(key)).collect(),
            since: Timestamp(1_790_000_000),
        };
        let full = Self {
            frame: frame.clone().at("/account"),
            ways: account_ways("", "ses_1", AccountTab::Overview),
            person: Person::sample(),
            picture: Some("/logo.svg".to_owned()),
            next: NextStepRow::sample(),
            others: vec![OtherAccount { person: Person::long_sample(), url: "/account?account=ses_9".to_owned() }],
            claims: [
                ("preferred_username", "ada"),
                ("email", "ada@example.com"),
                ("name", "Ada Lovelace"),
                ("birthdate", "1815-12-10"),
                ("phone_number", "+44 20 7946 0000"),
                ("address", "12 St James's Square\nLondon SW1Y 4LB\nUnited Kingdom"),
                ("https://example.com/claims/cost_center", "4711"),
            ]
            .map(|(name, value)| Fact::of(locale, name, &value.into()))
            .to_vec(),
            sessions: vec![
                session("ses_1", true, Some("Firefox 145, Linux"), "192.0.2.17"),
                SessionRow {
                    label: Some("Ada’s telephone".to_owned()),
                    ..session("ses_2", false, Some("Safari 26, iPhone"), "2001:db8:85a3:8d3:1319:8a2e:370:7348")
                },
                session("ses_3", false, None, &format!("{sydney} · 198.51.100.4")),
            ],
            apps: vec![
                AppRow {
                    open_url: Some("https://notes.example.com/login?iss=https%3A%2F%2Fid.example.com".to_owned()),
                    ..app("Orbit Notes", &["scope-profile", "scope-email", "scope-offline"])
                },
                app(&crate::ClientCard::long_sample().name, &["scope-openid"]),
            ],
            flash: Some(Flash::AppRemoved { name: "Orbit Mail".to_owned() }),
            urls: AccountUrls::below(""),
        };
        let empty = Self {
            person: Person { name: None, login: "ada".to_owned() },
            picture: None,
            next: NextStepRow { step: None },
            others: Vec::new(),
            claims: Vec::new(),
            sessions: Vec::new(),
            apps: Vec::new(),
            flash: None,
            ..full.clone()
        };
        vec![
            ("account", full.clone()),
            ("account_long", Self { person: Person::long_sample(), flash: Some(Flash::SessionEnded), ..full.clone() }),
            ("account_named", Self { flash: Some(Flash::SessionNamed), ..full.clone() }),
            ("account_name_refused", Self { flash: Some(Flash::SessionNameRefused), ..full.clone() }),
            ("account_signed_in", Self { flash: Some(Flash::SignedIn), apps: Vec::new(), ..full }),
            ("account_empty", empty),
        ]
    }
}
