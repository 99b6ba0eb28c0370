//! Authenticator apps (RFC 6238): SHA-1, six digits, thirty seconds, since that is what all of them know.

use totp_rs::{Builder, Totp};
use url::Url;

use crate::{
    base::{secret::Secret, time::Timestamp},
    domain::kernel::Error,
};

/// RFC 4226 §4: 160 bits are recommended.
pub const SECRET_LENGTH: usize = 20;

/// An authenticator app, as far as we know it: its secret.
pub struct AuthenticatorApp(Secret<Vec<u8>>);

impl AuthenticatorApp {
    /// The app that holds this secret.
    pub const fn new(secret: Secret<Vec<u8>>) -> Self {
        Self(secret)
    }

    fn builder(&self) -> Builder {
        Builder::new().with_secret(totp_rs::Secret::new(self.0.expose().clone().into()))
    }

    fn built(builder: Builder) -> Result<Totp, Error> {
        builder.build().map_err(|error| Error::internal(error.to_string()))
    }

    /// The time step whose code this is, in whatever groups it was typed: the present one, or one beside it
    /// (RFC 6238 §5.2).
    ///
    /// # Errors
    /// When the secret is shorter than RFC 4226 §4 allows.
    pub fn step_of(&self, typed: &str, now: Timestamp) -> Result<Option<i64>, Error> {
        let code: String = typed.chars().filter(char::is_ascii_digit).collect();
        let Ok(time) = u64::try_from(now.0) else { return Ok(None) };
        let step = Self::built(self.builder())?.check(&code, time);
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }

    /// What the square code tells the app: by whom the codes are asked for, and of whom.
    ///
    /// # Errors
    /// When it cannot be written as an address.
    pub fn address(&self, brand: &str, account: &str) -> Result<Url, Error> {
        // A colon parts the two.
        let plain = |text: &str| text.replace(':', " ");
        let app = Self::built(self.builder().with_account_name(plain(account)).with_issuer(Some(plain(brand))))?;
        let text = app.to_url().map_err(|error| Error::internal(error.to_string()))?;
        Url::parse(&text).map_err(Error::internal)
    }

    /// The secret for those who type it, in groups of four.
    pub fn manual_key(&self) -> String {
        let key = data_encoding::BASE32_NOPAD.encode(self.0.expose());
        let groups: Vec<&str> = key.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
        groups.join(" ")
    }
}
