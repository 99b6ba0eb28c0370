//! What can be said of an upstream, when it is made and later.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{
    base::time::Timestamp,
    cli::{CommandFailure, input},
    domain::registry::upstreams::{SettingEdit, UpstreamChanges},
};

#[derive(Debug, Args)]
pub(super) struct Flags {
    /// What its button says after "Continue with" [default: that of the preset, or the name]
    #[arg(long)]
    label: Option<String>,
    /// Its place among the buttons; the smallest number comes first [default: the last]
    #[arg(long, value_name = "NUMBER")]
    position: Option<i64>,
    /// What the service calls this app
    #[arg(long, value_name = "ID")]
    pub(super) client_id: Option<String>,
    /// Read the client's secret, or its private key in PEM, from a file (- is standard input)
    #[arg(long, value_name = "FILE")]
    client_secret_file: Option<PathBuf>,
    /// When the secret ends, such as 2027-11-01; a warning comes 30 days ahead. none: it does not
    #[arg(long, value_name = "WHEN", value_parser = end)]
    secret_expires: Option<End>,
    /// The issuer of an OpenID provider
    #[arg(long, value_name = "URL")]
    issuer: Option<String>,
    /// A domain of mail addresses that it vouches for, and whose people are led to it; may be repeated
    #[arg(long = "domain", value_name = "DOMAIN")]
    domains: Vec<String>,
    /// A file with such domains, one on a line (- is standard input)
    #[arg(long, value_name = "FILE", conflicts_with = "domains")]
    domains_file: Option<PathBuf>,
    /// A domain of mail addresses whose people alone may come; may be repeated [default: everybody]
    #[arg(long = "allow-domain", value_name = "DOMAIN")]
    allowed_domains: Vec<String>,
    /// A tenant whose people may come; may be repeated [default: every one]
    #[arg(long = "tenant", value_name = "TENANT")]
    tenants: Vec<String>,
    /// It only opens accounts that it was added to, and makes none
    #[arg(long)]
    link_only: bool,
    /// When its word for a mail address counts beyond the domains that are listed for it
    #[arg(long, value_enum, value_name = "WHEN")]
    trust_email: Option<TrustEmail>,
    /// Its further factors count as ours: whoever proved one there is asked for none here
    #[arg(long)]
    trust_factors: bool,
    /// Set anything else, such as pkce=false or claims.picture=avatar_url; may be repeated.
    /// signet upstream show --json has all names
    #[arg(long = "setting", value_name = "KEY=VALUE", value_parser = setting)]
    settings: Vec<SettingEdit>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TrustEmail {
    /// Never
    Never,
    /// For listed domains alone
    Listed,
    /// For addresses that it hosts itself
    Hosted,
    /// For every address that it marks verified: whoever runs it could open any account
    Verified,
}

/// When a secret ends.
#[derive(Debug, Clone, Copy)]
struct End(Option<Timestamp>);

fn end(text: &str) -> Result<End, String> {
    if text == "none" {
        return Ok(End(None));
    }
    let seconds = |at: jiff::Timestamp| End(Some(Timestamp(at.as_second())));
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(seconds(at));
    }
    text.parse::<jiff::civil::Date>()
        .and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC))
        .map(|midnight| seconds(midnight.timestamp()))
        .map_err(|_| "write 2027-11-01, 2027-11-01T10:00:00Z or none".to_owned())
}

fn setting(text: &str) -> Result<SettingEdit, String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok(SettingEdit { key: key.to_owned(), value: value.to_owned() }),
        _ => Err("write key=value, such as pkce=false".to_owned()),
    }
}

impl Flags {
    /// Whether nothing was said.
    pub(super) fn is_empty(&self) -> bool {
        self.label.is_none()
            && self.position.is_none()
            && self.client_id.is_none()
            && self.client_secret_file.is_none()
            && self.secret_expires.is_none()
            && self.issuer.is_none()
            && self.domains.is_empty()
            && self.domains_file.is_none()
            && self.allowed_domains.is_empty()
            && self.tenants.is_empty()
            && !self.link_only
            && self.trust_email.is_none()
            && !self.trust_factors
            && self.settings.is_empty()
    }

    /// What was said, files read.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub(super) fn changes(self) -> Result<UpstreamChanges, CommandFailure> {
        let edit = |key: &str, value: String| SettingEdit { key: key.to_owned(), value };
        let mut settings = Vec::new();
        settings.extend(self.issuer.map(|issuer| edit("issuer", issuer)));
        for (key, list) in [("allowed_domains", &self.allowed_domains), ("tenants", &self.tenants)] {
            if !list.is_empty() {
                settings.push(edit(key, serde_json::to_string(list).map_err(CommandFailure::failed)?));
            }
        }
        if self.link_only {
            settings.push(edit("creates_accounts", "false".to_owned()));
        }
        settings.extend(self.trust_email.map(|trust| {
            let word = match trust {
                TrustEmail::Never => "never",
                TrustEmail::Listed => "listed",
                TrustEmail::Hosted => "hosted",
                TrustEmail::Verified => "verified",
            };
            edit("email_trust", word.to_owned())
        }));
        if self.trust_factors {
            settings.push(edit("trusts_factors", "true".to_owned()));
        }
        settings.extend(self.settings);
        let domains = match &self.domains_file {
            Some(path) => {
                let text = input::long_text(path)?;
                Some(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
            }
            None => (!self.domains.is_empty()).then_some(self.domains),
        };
        // A private key has several lines; a secret of one line loses what editors leave at its end.
        let secret = self.client_secret_file.as_deref().map(input::text).transpose()?;
        let secret = secret.map(|text| crate::base::secret::Secret::new(text.expose().trim().to_owned()));
        Ok(UpstreamChanges {
            label: self.label,
            position: self.position,
            client_id: self.client_id,
            secret: secret.map(|secret| (!secret.expose().is_empty()).then_some(secret)),
            secret_expires_at: self.secret_expires.map(|End(at)| at),
            settings,
            domains,
            ..UpstreamChanges::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_secret_is_read_as_people_write_it() {
        let read = |text| end(text).map(|End(at)| at);
        assert_eq!(read("2026-11-21"), Ok(Some(Timestamp(1_795_219_200))));
        assert_eq!(read("2026-11-21T10:00:00Z"), Ok(Some(Timestamp(1_795_255_200))));
        assert_eq!(read("none"), Ok(None));
        assert_eq!(read("soon").unwrap_err(), "write 2027-11-01, 2027-11-01T10:00:00Z or none");
    }

    #[test]
    fn a_setting_may_hold_equals_signs() {
        let read = setting("headers.X=a=b").unwrap();
        assert_eq!((read.key.as_str(), read.value.as_str()), ("headers.X", "a=b"));
        assert_eq!(setting("pkce").unwrap_err(), "write key=value, such as pkce=false");
    }
}
