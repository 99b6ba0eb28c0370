//! Authenticator apps (RFC 6238): SHA-1, six digits, thirty seconds, since that is what all of them know.

use totp_rs::{Builder, Totp};
use url::Url;

use crate::{
    base::{secret::Secret, time::Timestamp},
    domain::kernel::{Cx, Error},
};

/// RFC 4226 §4: 160 bits are recommended.
pub const SECRET_LENGTH: usize = 20;

/// An authenticator app, as far as we know it.
pub struct AuthenticatorApp(Totp);

impl AuthenticatorApp {
    /// The app that holds this secret; `account` is what it calls the person.
    ///
    /// # Errors
    /// When the secret is shorter than RFC 4226 §4 allows.
    pub fn new(cx: &Cx<'_>, secret: &Secret<Vec<u8>>, account: &str) -> Result<Self, Error> {
        // A colon parts the two in the address that the code shows.
        let plain = |text: &str| text.replace(':', " ");
        let builder = Builder::new()
            .with_secret(totp_rs::Secret::new(secret.expose().clone().into()))
            .with_account_name(plain(account));
        let built = builder.with_issuer(Some(plain(&cx.issuer.branding.brand.name))).build();
        built.map(Self).map_err(|error| Error::internal(error.to_string()))
    }

    /// The time step whose code this is: the present one, or one beside it (RFC 6238 §5.2).
    pub fn step_of(&self, code: &str, now: Timestamp) -> Option<i64> {
        let time = u64::try_from(now.0).ok()?;
        self.0.check(code, time).and_then(|step| i64::try_from(step).ok())
    }

    /// What the square code tells the app.
    ///
    /// # Errors
    /// When it cannot be written as an address.
    pub fn address(&self) -> Result<Url, Error> {
        let text = self.0.to_url().map_err(|error| Error::internal(error.to_string()))?;
        Url::parse(&text).map_err(Error::internal)
    }

    /// The secret for those who type it, in groups of four.
    pub fn manual_key(&self) -> String {
        let key = self.0.secret().to_base32();
        let groups: Vec<&str> = key.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
        groups.join(" ")
    }
}
