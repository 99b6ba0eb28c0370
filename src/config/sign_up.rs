//! `[sign_up]`: whether people make accounts themselves, and what they are asked.

use super::{
    choice::choice,
    section::{Checker, section},
    value::quoted,
};
use crate::base::url::ascii_host;

section! {
    /// People who make an account themselves, on the way to an app. Their address is proven by a mail before there is
    /// an account, so it needs the feature mail_sign_in (`signet feature enable mail_sign_in`) and a way to send mail.
    SignUp, check = check {
        /// "closed": accounts are made by operators. "open": anybody makes one.
        mode: SignUpMode = SignUpMode::Closed;
        /// What the sign-in page says to people without an account while nobody can make one.
        help: Option<String> = None, example = "\"No account? Ask the service desk, extension 4711.\"";
        /// Whether people are asked what they are called: "off", "optional" or "required".
        name: AskedField = AskedField::Optional;
        /// Whether they choose a user name; one is suggested, and taken where they choose none.
        username: AskedField = AskedField::Optional;
        /// Whether they choose a password. Whoever has none signs in by e-mail.
        password: AskedField = AskedField::Optional;
        /// Mail domains whose people may make an account, such as `["example.com"]`; empty: all.
        allowed_domains: Vec<String> = Vec::new();
        /// Mail domains whose people may not.
        blocked_domains: Vec<String> = Vec::new();
    }
}

choice! {
    /// Whether people make accounts themselves.
    SignUpMode, "way to sign up" {
        /// They do not.
        Closed = "closed",
        /// Anybody does.
        Open = "open",
    }
}

choice! {
    /// Whether something is asked.
    AskedField, "way to ask" {
        /// It is not.
        Off = "off",
        /// It may be left empty.
        Optional = "optional",
        /// It must be filled in.
        Required = "required",
    }
}

impl SignUp {
    /// Whether somebody with an address of this domain, in its ASCII form, may make an account.
    pub fn lets_in(&self, domain: &str) -> bool {
        let has = |list: &[String]| list.iter().any(|one| ascii_host(one).as_deref() == Some(domain));
        (self.allowed_domains.is_empty() || has(&self.allowed_domains)) && !has(&self.blocked_domains)
    }
}

fn check(sign_up: &SignUp, at: &mut Checker<'_>) {
    for (key, list) in [("allowed_domains", &sign_up.allowed_domains), ("blocked_domains", &sign_up.blocked_domains)] {
        for domain in list.iter().filter(|domain| domain.contains('@') || ascii_host(domain).is_none()) {
            at.refuse(
                key,
                format!("{} is no mail domain", quoted(domain)),
                "write what follows the @, such as example.com",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_let_in_by_what_it_is_and_not_by_how_it_is_spelled() {
        let lists = |allowed: &[&str], blocked: &[&str]| SignUp {
            allowed_domains: allowed.iter().map(|one| (*one).to_owned()).collect(),
            blocked_domains: blocked.iter().map(|one| (*one).to_owned()).collect(),
            ..SignUp::default()
        };
        assert!(lists(&[], &[]).lets_in("example.com"));
        assert!(!lists(&[], &["Bücher.example"]).lets_in("xn--bcher-kva.example"));
        assert!(lists(&["EXAMPLE.com"], &[]).lets_in("example.com"));
        assert!(!lists(&["example.com"], &[]).lets_in("sub.example.com"));
        assert!(!lists(&["example.com"], &["example.com"]).lets_in("example.com"));
    }
}
