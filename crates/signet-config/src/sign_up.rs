//! `[sign_up]`: whether people make accounts themselves, and what they are asked.

use std::path::PathBuf;

use toml::Value;

use super::{
    Config,
    choice::{self, choice},
    problem::InvalidValue,
    section::{Checker, section},
    value::{Given, Setting, quoted},
};
use crate::{base::url::ascii_host, protocol::claims::attribute::AskedAtSignUp};

section! {
    /// People who make an account themselves, on the way to an app. Their address is proven by a mail before there is
    /// an account, so it needs a way to send mail.
    SignUp, check = check {
        /// "closed": accounts are made by operators. "invitation": by those whom an operator invited (`signet user
        /// invite`). "open": anybody makes one.
        mode: SignUpMode = SignUpMode::Closed;
        /// What the sign-in page says to people without an account while nobody can make one.
        help: Option<String> = None, example = "\"No account? Ask the service desk, extension 4711.\"";
        /// Whether people are asked what they are called: "off", "optional" or "required".
        name: AskedAtSignUp = AskedAtSignUp::Optional;
        /// The same for the given name.
        given_name: AskedAtSignUp = AskedAtSignUp::Off;
        /// The same for the family name.
        family_name: AskedAtSignUp = AskedAtSignUp::Off;
        /// Whether they choose a user name; one is suggested, and taken where they choose none.
        username: AskedAtSignUp = AskedAtSignUp::Optional;
        /// Whether they give their telephone number. It is proven by a code that is texted to it, before an app gets its
        /// answer; whoever need not give one may go on without. Needs a way to send texts, see the section sms.
        phone: AskedAtSignUp = AskedAtSignUp::Off;
        /// User names that nobody chooses: those of roles (RFC 2142) and of whoever runs the service. Operators give
        /// them all the same.
        reserved_usernames: Vec<String> = RESERVED.iter().map(|one| (*one).to_owned()).collect();
        /// Whether they choose a password. Whoever has none signs in by e-mail: where the feature mail_sign_in is off,
        /// one is required.
        password: AskedAtSignUp = AskedAtSignUp::Optional;
        /// In which order it is asked; "attributes" are those that `signet attribute create --ask` names. What is left
        /// out comes last.
        order: Vec<String> = FIELDS.iter().map(|one| (*one).to_owned()).collect();
        /// Mail domains whose people may make an account, such as `["example.com"]`; empty: all.
        allowed_domains: Vec<String> = Vec::new();
        /// Mail domains whose people may not.
        blocked_domains: Vec<String> = Vec::new();
        /// Whether addresses that last for a few minutes make no account: by a list that comes along. What stands in
        /// allowed_domains makes one all the same.
        refuse_disposable: bool = true;
        /// A list of your own in its place: one domain a line, `#` before a remark; those below it count too.
        disposable_file: Option<PathBuf> = None, example = "\"disposable.txt\"";
    }
}

choice! {
    /// Whether people make accounts themselves.
    SignUpMode, "way to sign up" {
        /// They do not.
        Closed = "closed",
        /// Those do whom an operator invited.
        Invitation = "invitation",
        /// Anybody does.
        Open = "open",
    }
}

impl Setting for AskedAtSignUp {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let all = [Self::Off, Self::Optional, Self::Required];
        choice::read(given, "way to ask", &all.map(|one| (one.as_str(), one)))
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.as_str().to_owned()))
    }
}

/// What can be asked, in the order in which it is.
pub const FIELDS: [&str; 7] = ["name", "given_name", "family_name", "username", "phone", "attributes", "password"];

/// RFC 2142, and what people take for the operator.
const RESERVED: [&str; 30] = [
    "abuse",
    "account",
    "admin",
    "administrator",
    "api",
    "billing",
    "contact",
    "daemon",
    "ftp",
    "help",
    "hostmaster",
    "info",
    "login",
    "marketing",
    "news",
    "no-reply",
    "noc",
    "noreply",
    "operator",
    "owner",
    "postmaster",
    "root",
    "sales",
    "security",
    "signet",
    "support",
    "sysadmin",
    "system",
    "webmaster",
    "www",
];

impl SignUp {
    /// What can be asked, in the operator's order.
    pub fn ordered(&self) -> Vec<&str> {
        let named = self.order.iter().map(String::as_str);
        let rest = FIELDS.into_iter().filter(|field| !self.order.iter().any(|named| named == field));
        named.chain(rest).collect()
    }

    /// Whether somebody with an address of this domain, in its ASCII form, may make an account.
    pub fn lets_in(&self, domain: &str) -> bool {
        (self.allowed_domains.is_empty() || self.names(domain)) && !has(&self.blocked_domains, domain)
    }

    /// Whether the operator names this domain, in its ASCII form, as one whose people may make an account.
    pub fn names(&self, domain: &str) -> bool {
        has(&self.allowed_domains, domain)
    }
}

/// What is said where sign-ups are open and come to nothing.
const NO_MAIL: &str = "sign_up.mode is \"open\", but no mail can be sent that proves an address: only people for whom \
                       another provider vouches make an account; set mail.driver, see the section [mail]";

fn has(list: &[String], domain: &str) -> bool {
    list.iter().any(|one| ascii_host(one).as_deref() == Some(domain))
}

fn check(sign_up: &SignUp, at: &mut Checker<'_>) {
    for (index, field) in sign_up.order.iter().enumerate() {
        if !FIELDS.contains(&field.as_str()) {
            let remedy = format!("choose among {}", FIELDS.map(quoted).join(", "));
            at.refuse("order", format!("nothing that can be asked is called {}", quoted(field)), remedy);
        } else if sign_up.order[..index].contains(field) {
            at.refuse("order", format!("{} stands there twice", quoted(field)), "keep one of the two");
        }
    }
    if let Some(path) = &sign_up.disposable_file {
        super::refuse_missing(path, "disposable_file", at);
    }
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

/// What the sign-up needs of other sections.
pub(super) fn check_config(config: &Config, at: &mut Checker<'_>) {
    let sends = config.sms.driver.is_some() || config.issuer.url.is_loopback();
    if config.sign_up.phone != AskedAtSignUp::Off && !sends {
        at.refuse(
            "phone",
            "a number is proven by a text, and none can be sent",
            "set sms.driver, see the section [sms] of the configuration, or write \"off\"",
        );
    }
}

impl Config {
    /// Why nobody makes an account by themselves although that is wanted: no mail can be sent that proves an address.
    pub fn sign_up_waits(&self) -> Option<&'static str> {
        let is_wanted = self.sign_up.mode == SignUpMode::Open;
        (is_wanted && !self.sends_mail()).then_some(NO_MAIL)
    }

    /// Whether mail can be sent: without a driver, a loopback issuer has the development inbox.
    pub fn sends_mail(&self) -> bool {
        self.mail.driver.is_some() || self.issuer.url.is_loopback()
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
