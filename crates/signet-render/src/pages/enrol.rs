//! An authenticator app is set up on the way to somewhere else.

use askama::Template;

use crate::{AfterPost, CancelForm, ClientCard, Frame, Page, Person, base::time::Timestamp, qr::QrPicture};

/// Asks somebody to set an authenticator app up.
///
/// Posts `code`, `sealed`, `interaction` and `csrf` to `action`; "Not now" posts `interaction` and `csrf` to
/// `later_action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/enrol.html")]
pub struct Enrol {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one signs in for; one's own account when absent.
    pub client: Option<ClientCard>,
    /// Who signs in.
    pub person: Person,
    /// The interaction.
    pub interaction: String,
    /// What the app's camera reads.
    pub qr: QrPicture,
    /// The same for those who type it.
    pub key: String,
    /// The secret on its way through the form.
    pub sealed: String,
    /// Whether the code was wrong.
    pub wrong: bool,
    /// Where the form goes.
    pub action: String,
    /// Where "not now" goes; not offered when absent.
    pub later_action: Option<String>,
    /// Until when it is offered.
    pub due: Option<Timestamp>,
    /// "Cancel"; not offered when absent.
    pub cancel: Option<CancelForm>,
}

impl Enrol {
    fn why(&self) -> String {
        match self.due {
            Some(due) => self.frame.t1("enrol-soon", "moment", self.frame.moment(&due)),
            None => self.frame.t("enrol-now"),
        }
    }
}

impl Page for Enrol {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

#[cfg(test)]
impl Enrol {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let now = Self {
            frame: frame.clone(),
            client: Some(ClientCard::sample()),
            person: Person::sample(),
            interaction: "int_1".to_owned(),
            qr: QrPicture::of("otpauth://totp/Northwind:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Northwind")
                .unwrap(),
            key: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP".to_owned(),
            sealed: "v1.sample".to_owned(),
            wrong: false,
            action: "/enrol".to_owned(),
            later_action: None,
            due: None,
            cancel: Some(CancelForm::sample()),
        };
        let soon =
            Self { later_action: Some("/enrol/later".to_owned()), due: Some(Timestamp(1_795_900_000)), ..now.clone() };
        vec![
            ("enrol_wrong", Self { wrong: true, ..now.clone() }),
            ("enrol_own_long", Self { client: None, cancel: None, person: Person::long_sample(), ..soon.clone() }),
            ("enrol_soon", soon),
            ("enrol", now),
        ]
    }
}
