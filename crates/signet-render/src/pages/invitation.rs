//! The link of an invitation.

use askama::Template;

use crate::{AfterPost, Frame, Page};

/// Asks before the link is followed; or says that the address has an account by now.
///
/// Posts `token` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/invitation.html")]
pub struct InvitationPage {
    /// What stands around it.
    pub frame: Frame,
    /// The address that was invited.
    pub email: String,
    /// Whether it has an account by now.
    pub has_account: bool,
    /// Where the form goes.
    pub action: String,
    /// The secret of the link.
    pub token: String,
    /// The sign-in page.
    pub sign_in_url: String,
}

impl InvitationPage {
    fn title(&self) -> String {
        if self.has_account {
            return self.frame.t("invitation-known-title");
        }
        self.frame.t1("invitation-title", "brand", &self.frame.branding.brand.name)
    }

    const fn lead_key(&self) -> &'static str {
        if self.has_account { "invitation-known-lead" } else { "invitation-lead" }
    }
}

impl Page for InvitationPage {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

#[cfg(test)]
impl InvitationPage {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone(),
            email: "grace@example.com".to_owned(),
            has_account: false,
            action: "/invitation".to_owned(),
            token: "abc".to_owned(),
            sign_in_url: "/login".to_owned(),
        };
        let long = Self { email: crate::Person::long_sample().login, ..plain.clone() };
        vec![
            ("invitation_known", Self { has_account: true, ..plain.clone() }),
            ("invitation_long", long),
            ("invitation", plain),
        ]
    }
}
