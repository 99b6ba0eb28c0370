//! Access tokens for a mail server that wants them instead of a password (XOAUTH2).

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Deserialize;

use crate::{
    base::{
        secret::Secret,
        time::{Clock, Seconds, Timestamp},
    },
    config::{mail::Mail, secret::SecretText},
    http::Outbound,
};

/// A token that ends within this time is not used any more.
const MARGIN: Seconds = Seconds(60);
/// How long a token counts whose end is not told (RFC 6749 §5.1).
const UNTOLD: Seconds = Seconds(300);

/// Where tokens come from.
pub struct TokenSource {
    url: String,
    client_id: String,
    client_secret: Option<SecretText>,
    refresh_token: Option<SecretText>,
    scope: Option<String>,
    http: Outbound,
    clock: Clock,
    kept: Mutex<Option<Kept>>,
}

struct Kept {
    token: Secret<String>,
    until: Timestamp,
}

#[derive(Deserialize)]
struct Answer {
    access_token: Secret<String>,
    expires_in: Option<Seconds>,
}

impl TokenSource {
    /// By the settings, if they name one.
    pub fn new(mail: &Mail, http: &Outbound, clock: &Clock) -> Option<Self> {
        Some(Self {
            url: mail.smtp_token_url.as_ref()?.as_str().to_owned(),
            client_id: mail.smtp_client_id.clone()?,
            client_secret: mail.smtp_client_secret.clone(),
            refresh_token: mail.smtp_refresh_token.clone(),
            scope: mail.smtp_scope.clone(),
            http: http.clone(),
            clock: clock.clone(),
            kept: Mutex::new(None),
        })
    }

    /// A token that is good for a while.
    ///
    /// # Errors
    /// Why there is none, without a secret.
    pub async fn token(&self) -> Result<String, String> {
        if let Some(kept) = self.kept().as_ref()
            && self.clock.now() < kept.until
        {
            return Ok(kept.token.expose().clone());
        }
        let mut form = vec![("client_id", self.client_id.as_str())];
        match &self.refresh_token {
            // RFC 6749 §6
            Some(token) => form.extend([("grant_type", "refresh_token"), ("refresh_token", token.expose())]),
            // RFC 6749 §4.4.2
            None => form.push(("grant_type", "client_credentials")),
        }
        form.extend(self.client_secret.as_ref().map(|secret| ("client_secret", secret.expose())));
        form.extend(self.scope.as_deref().map(|scope| ("scope", scope)));
        let failed = |why: String| format!("mail.smtp_token_url gave no access token: {why}");
        let answer = self.http.post_form(&self.url, &form).await.map_err(|why| failed(why.for_operator()))?;
        let answer: Answer =
            serde_json::from_slice(&answer.body).map_err(|_| failed("the answer is not one of RFC 6749".to_owned()))?;
        let until = self.clock.now() + answer.expires_in.unwrap_or(UNTOLD) - MARGIN;
        let token = answer.access_token.expose().clone();
        *self.kept() = Some(Kept { token: answer.access_token, until });
        Ok(token)
    }

    /// The mail server did not take it.
    pub fn forget(&self) {
        *self.kept() = None;
    }

    fn kept(&self) -> MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
