//! Making an account: the address first, then what else is asked.

use askama::Template;

use super::{DocumentBox, PasswordRules, SetupProblem, UpstreamWays};
use crate::{AfterPost, CancelForm, ClientCard, Frame, Locale, Page, Scripts};

/// Asks for the address, which a mail proves.
///
/// Posts `email`, `remember`, `interaction` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/sign_up_address.html")]
pub struct SignUpAddress {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one makes the account for; for itself when absent.
    pub client: Option<ClientCard>,
    /// Where the form goes.
    pub action: String,
    /// The interaction.
    pub interaction: String,
    /// What only this page has: its second press asks for no second mail.
    pub press: String,
    /// What stands in the field.
    pub email: String,
    /// Whether "keep me signed in" is ticked.
    pub remember: bool,
    /// Signing up by other providers; not offered when absent.
    pub upstreams: Option<UpstreamWays>,
    /// The wallet with which they came, and which no account has.
    pub wallet: Option<String>,
    /// Why no mail was sent.
    pub problem: Option<SignUpProblem>,
    /// The sign-in page.
    pub sign_in_url: String,
    /// "Cancel"; not offered when absent.
    pub cancel: Option<CancelForm>,
}

/// Why no mail proves an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignUpProblem {
    /// It is no address.
    EmailInvalid,
    /// The operator wants no accounts of its domain.
    DomainRefused,
    /// It lasts for a few minutes.
    Disposable,
    /// Code and link of the mail have ended.
    Over,
    /// Too many mails were asked for.
    TooMany {
        /// Until the next one is allowed.
        minutes: u32,
    },
}

/// Asks what a new account has besides its address, which is proven.
///
/// Posts each [`SignUpEntry`], each [`DocumentBox`], the [`WayInChoice`], `ticket`, `interaction` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/sign_up_details.html")]
pub struct SignUpDetails {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one makes the account for; for itself when absent.
    pub client: Option<ClientCard>,
    /// Where the form goes.
    pub action: String,
    /// The interaction.
    pub interaction: String,
    /// What only the answer to the proof of the address brings.
    pub ticket: String,
    /// The address.
    pub email: String,
    /// Whether the operator named it.
    pub is_invited: bool,
    /// The wallet or the identity with which they came; none that is asked about when absent.
    pub way_in: Option<WayInChoice>,
    /// What is asked, in the operator's order.
    pub entries: Vec<SignUpEntry>,
    /// What is to be agreed to.
    pub documents: Vec<DocumentBox>,
    /// What is asked of the password.
    pub rules: PasswordRules,
    /// What was wrong with what was typed.
    pub problems: Vec<SetupProblem>,
    /// "Cancel"; not offered when absent.
    pub cancel: Option<CancelForm>,
}

/// The way in with which somebody came who makes an account, a wallet or an identity of a provider: they say whether it
/// is theirs.
///
/// Posts `way_in`, and `mark` as `way_in_shown`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayInChoice {
    /// The provider; it is a wallet when absent.
    pub provider: Option<String>,
    /// Who one is at the provider, in its words; of a wallet its address.
    pub who: Vec<String>,
    /// What tells it from any other.
    pub mark: String,
    /// Whether they said that it is theirs.
    pub is_mine: bool,
    /// Whether they said that it is not.
    pub is_other: bool,
}

/// Something that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignUpEntry {
    /// The id of its field.
    pub id: String,
    /// Its name in the form.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What is typed.
    pub kind: EntryKind,
    /// What stands in it.
    pub value: String,
    /// What browsers fill in.
    pub autocomplete: &'static str,
    /// Whether it must be filled in.
    pub is_required: bool,
}

/// What is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A text on one line.
    Text,
    /// A user name.
    Username,
    /// A password.
    Password,
    /// A telephone number.
    Phone,
    /// A number.
    Number,
    /// A box.
    Boolean,
    /// Texts, one a line.
    Lines,
}

impl SignUpEntry {
    /// The label of a field that is ours.
    pub fn own_label(field: &str, locale: Locale) -> String {
        match field {
            "username" => locale.text("setup-username-label"),
            "password" => locale.text("password-label"),
            "phone" => locale.text("claim-phone-number"),
            "given_name" => locale.text("sign-up-given-name-label"),
            "family_name" => locale.text("sign-up-family-name-label"),
            _ => locale.text("sign-up-name-label"),
        }
    }

    fn is_password(&self) -> bool {
        self.kind == EntryKind::Password
    }

    fn is_phone(&self) -> bool {
        self.kind == EntryKind::Phone
    }

    fn is_boolean(&self) -> bool {
        self.kind == EntryKind::Boolean
    }

    fn is_lines(&self) -> bool {
        self.kind == EntryKind::Lines
    }

    /// What a plain field has besides.
    fn typing(&self) -> &'static str {
        match self.kind {
            EntryKind::Username => r#" autocapitalize="none" autocorrect="off" spellcheck="false""#,
            EntryKind::Number => r#" inputmode="decimal""#,
            _ => "",
        }
    }
}

impl SignUpAddress {
    fn title(&self) -> String {
        match &self.client {
            Some(client) => self.frame.t1("sign-up-client-title", "client", &client.name),
            None => self.frame.t1("sign-up-title", "brand", &self.frame.branding.brand.name),
        }
    }

    fn notice(&self) -> Option<(String, String)> {
        let key = match self.problem? {
            SignUpProblem::EmailInvalid => "sign-up-email-invalid",
            SignUpProblem::DomainRefused => "sign-up-domain-refused",
            SignUpProblem::Disposable => "sign-up-disposable",
            SignUpProblem::Over => "mail-over",
            SignUpProblem::TooMany { minutes } => {
                let text = self.frame.tn("mail-too-many-text", "minutes", &minutes);
                return Some((self.frame.t("sign-up-too-many-title"), text));
            }
        };
        Some((self.frame.t(format!("{key}-title")), self.frame.t(format!("{key}-text"))))
    }

    fn is_wrong(&self) -> bool {
        matches!(
            self.problem,
            Some(SignUpProblem::EmailInvalid | SignUpProblem::DomainRefused | SignUpProblem::Disposable)
        )
    }
}

impl SignUpDetails {
    fn summary(&self) -> Vec<(&str, String)> {
        let mut all: Vec<(&str, String)> =
            self.problems.iter().map(|one| (one.field(), one.text(&self.frame, &self.rules))).collect();
        let missing = self.documents.iter().filter(|one| one.is_missing);
        all.extend(missing.map(|one| (one.name.as_str(), self.frame.t("terms-missing"))));
        all
    }

    fn asks_for_password(&self) -> bool {
        self.entries.iter().any(SignUpEntry::is_password)
    }

    fn wrong(&self, field: &str) -> Vec<String> {
        self.summary().into_iter().filter(|(of, _)| *of == field).map(|(_, text)| text).collect()
    }

    /// What stands beside the name of a field that may be left empty.
    fn optional(&self, entry: &SignUpEntry) -> String {
        if entry.is_required { String::new() } else { self.frame.t("sign-up-optional") }
    }
}

impl Page for SignUpAddress {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

impl Page for SignUpDetails {
    const AFTER_POST: AfterPost = AfterPost::Client;
    const SCRIPTS: Scripts = Scripts::Run;
}

#[cfg(test)]
impl SignUpAddress {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/sign-up?interaction=int_1"),
            client: Some(ClientCard::sample()),
            action: "/sign-up".to_owned(),
            interaction: "int_1".to_owned(),
            press: "abc".to_owned(),
            email: String::new(),
            remember: false,
            upstreams: None,
            wallet: None,
            problem: None,
            sign_in_url: "/login?interaction=int_1&another=1".to_owned(),
            cancel: Some(CancelForm::sample()),
        };
        let with = |problem| Self { problem: Some(problem), email: "ada@example.com".to_owned(), ..plain.clone() };
        vec![
            ("sign_up_domain_refused", with(SignUpProblem::DomainRefused)),
            ("sign_up_disposable", with(SignUpProblem::Disposable)),
            ("sign_up_email_invalid", Self { email: "ada".to_owned(), ..with(SignUpProblem::EmailInvalid) }),
            ("sign_up_too_many", with(SignUpProblem::TooMany { minutes: 12 })),
            ("sign_up_upstreams", Self { upstreams: Some(UpstreamWays::sample()), ..plain.clone() }),
            ("sign_up_wallet", Self { wallet: WayInChoice::wallet().who.pop(), ..plain.clone() }),
            ("sign_up_own", Self { client: None, cancel: None, ..plain.clone() }),
            ("sign_up", plain),
        ]
    }
}

#[cfg(test)]
impl WayInChoice {
    /// A wallet of which nothing was said.
    pub fn wallet() -> Self {
        let who = vec!["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed".to_owned()];
        Self { provider: None, who, mark: "abc".to_owned(), is_mine: false, is_other: false }
    }

    /// An identity of which nothing was said.
    pub fn identity() -> Self {
        let who = ["Ada Lovelace", "ada", "ada@acme.example"].map(str::to_owned).to_vec();
        Self { provider: Some("ACME".to_owned()), who, ..Self::wallet() }
    }
}

#[cfg(test)]
impl SignUpDetails {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let entry = |name: &str, kind, autocomplete, is_required| SignUpEntry {
            id: name.to_owned(),
            name: name.to_owned(),
            label: SignUpEntry::own_label(name, frame.locale),
            kind,
            value: if kind == EntryKind::Username { "ada".to_owned() } else { String::new() },
            autocomplete,
            is_required,
        };
        let own = |number: u8, label: &str, kind| SignUpEntry {
            id: format!("attribute-{number}"),
            name: format!("attribute/{number}"),
            label: label.to_owned(),
            ..entry("", kind, "off", number == 1)
        };
        let password = |is_required| entry("password", EntryKind::Password, "new-password", is_required);
        let plain = Self {
            frame: frame.clone().at("/sign-up/details?interaction=int_1&ticket=abc"),
            client: Some(ClientCard::sample()),
            action: "/sign-up/details".to_owned(),
            interaction: "int_1".to_owned(),
            ticket: "abc".to_owned(),
            email: "ada@example.com".to_owned(),
            is_invited: false,
            way_in: None,
            entries: vec![
                entry("name", EntryKind::Text, "name", false),
                entry("username", EntryKind::Username, "username", false),
                password(false),
            ],
            documents: Vec::new(),
            rules: PasswordRules { min: 12, max: 128, classes: false },
            problems: Vec::new(),
            cancel: Some(CancelForm::sample()),
        };
        let all = vec![
            entry("given_name", EntryKind::Text, "given-name", true),
            entry("family_name", EntryKind::Text, "family-name", true),
            own(1, "Your department", EntryKind::Text),
            own(2, "How many people work there", EntryKind::Number),
            own(3, "You have a key to the building", EntryKind::Boolean),
            own(4, "Your projects", EntryKind::Lines),
            entry("username", EntryKind::Username, "username", true),
            entry("phone", EntryKind::Phone, "tel", true),
            password(true),
        ];
        let full = Self { entries: all, documents: DocumentBox::samples(), ..plain.clone() };
        let entries = [
            SetupProblem::EntryMissing { id: "attribute-1".to_owned() },
            SetupProblem::EntryInvalid { id: "attribute-2".to_owned() },
        ];
        // The password is typed once.
        let fields = SetupProblem::all().into_iter().filter(|one| one.field() != "password_again");
        let problems = fields.chain(entries).collect();
        let mut entries = full.entries.clone();
        entries.insert(0, entry("name", EntryKind::Text, "name", true));
        let documents =
            DocumentBox::samples().into_iter().map(|one| DocumentBox { is_missing: one.is_required, ..one });
        let wrong = Self { problems, entries, documents: documents.collect(), ..full.clone() };
        let unsaid = SetupProblem::Other { field: "way-in-mine", text: frame.locale.text("way-in-unsaid") };
        let wallet = Self { way_in: Some(WayInChoice::wallet()), ..plain.clone() };
        let wallet_unsaid = Self { problems: vec![unsaid], ..wallet.clone() };
        let identity = Self { way_in: Some(WayInChoice::identity()), ..plain.clone() };
        let least = Self { is_invited: true, entries: Vec::new(), client: None, ..plain.clone() };
        vec![
            ("sign_up_details_wrong", wrong),
            ("sign_up_details_full", full),
            ("sign_up_details_least", least),
            ("sign_up_details_wallet", wallet),
            ("sign_up_details_wallet_unsaid", wallet_unsaid),
            ("sign_up_details_identity", identity),
            ("sign_up_details", plain),
        ]
    }
}
