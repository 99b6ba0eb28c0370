//! An authorization request, ready to be bent by a check.

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64URL_NOPAD;

use super::{
    browser::{Back, Landing},
    check::{Problem, Verdict, must},
    client::Client,
    html,
    http::{Request, encode},
    metadata::Metadata,
    redact::bare,
    system::random,
};

/// An authorization request.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Its parameters, in order.
    pub params: Vec<(String, String)>,
    /// RFC 7636 §4.1
    pub verifier: String,
}

impl Ask {
    /// A good request of a client: `response_type`, `scope`, `state`, `nonce` and PKCE.
    pub fn new(client_id: &str, redirect_uri: &str, response_type: &str) -> Self {
        let verifier = random();
        let mut ask = Self { params: Vec::new(), verifier: verifier.clone() }
            .set("client_id", client_id)
            .set("redirect_uri", redirect_uri)
            .set("response_type", response_type)
            .set("scope", "openid")
            .set("state", &random())
            .set("nonce", &random());
        // RFC 7636 §4.2
        if response_type.split(' ').any(|one| one == "code") {
            let challenge = BASE64URL_NOPAD.encode(digest(&SHA256, verifier.as_bytes()).as_ref());
            ask = ask.set("code_challenge", &challenge).set("code_challenge_method", "S256");
        }
        ask
    }

    /// Replaces a parameter, or adds it.
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        match self.params.iter_mut().find(|(one, _)| one == name) {
            Some((_, present)) => value.clone_into(present),
            None => self.params.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    /// Adds a parameter, even if it is there already.
    #[must_use]
    pub fn also(mut self, name: &str, value: &str) -> Self {
        self.params.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Leaves a parameter out.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.params.retain(|(one, _)| one != name);
        self
    }

    /// A parameter, or nothing.
    pub fn get(&self, name: &str) -> &str {
        self.params.iter().find(|(one, _)| one == name).map_or("", |(_, value)| value)
    }

    /// As a GET request.
    pub fn request(&self, endpoint: &str) -> Request {
        let mark = if endpoint.contains('?') { '&' } else { '?' };
        Request::get(format!("{endpoint}{mark}{}", encode(&self.params)))
    }

    /// As a POST request.
    pub fn post(&self, endpoint: &str) -> Request {
        Request::form(endpoint, &self.params)
    }

    /// Checks what every answer to this request carries.
    pub fn check_answer(&self, back: &Back, metadata: &Metadata) -> Verdict {
        // RFC 6749 §4.1.2, §4.1.2.1: `state` comes back exactly as it was sent.
        must(
            back.get("state").unwrap_or_default() == self.get("state"),
            "state as it was sent (RFC 6749 §4.1.2)",
            || format!("{}; state {}", back.summary(), if back.get("state").is_none() { "missing" } else { "changed" }),
        )?;
        let promised = metadata.flag("authorization_response_iss_parameter_supported", false);
        // RFC 9207 §2: where the metadata promises `iss`, each answer has it.
        let wrong = match back.get("iss") {
            None => promised,
            Some(iss) => metadata.text("issuer") != Some(iss),
        };
        must(!wrong, "iss, the issuer, as the metadata promises (RFC 9207 §2)", || {
            format!("{}; iss {:?}", back.summary(), back.get("iss"))
        })?;
        let twice = |name: &str| back.params.iter().filter(|(one, _)| one == name).count() > 1;
        let double = back.params.iter().map(|(name, _)| name).find(|name| twice(name));
        must(double.is_none(), "each parameter once (RFC 6749 §3.1)", || {
            format!("{} twice", double.cloned().unwrap_or_default())
        })
    }

    /// The request must be answered at the client with one of these errors.
    pub fn must_be_refused(&self, landing: Landing, metadata: &Metadata, codes: &[&str]) -> Result<Back, Problem> {
        let expected = format!("a redirect to the client with error {}", codes.join(" or "));
        let back = landing.back().map_err(|mut problem| {
            problem.expected.clone_from(&expected);
            problem
        })?;
        let error = back.get("error").unwrap_or_default();
        must(codes.contains(&error), &expected, || back.summary())?;
        let given = ["code", "access_token", "id_token"].into_iter().find(|name| back.get(name).is_some());
        must(given.is_none(), "an error and nothing else", || format!("also {}", given.unwrap_or_default()))?;
        self.check_answer(&back, metadata)?;
        Ok(back)
    }

    /// A refusal that may be told to the client or on a page, since specifications allow both.
    pub fn must_not_go_on(&self, landing: Landing, metadata: &Metadata, codes: &[&str]) -> Verdict {
        match landing {
            Landing::Page(answer) => must_be_error_page(&Landing::Page(answer)),
            back @ Landing::Back(_) => self.must_be_refused(back, metadata, codes).map(|_| ()),
        }
    }
}

/// The browser must stay with the provider: nobody is sent to an address that was not proven.
pub fn must_not_redirect(landing: &Landing) -> Verdict {
    match landing {
        Landing::Back(back) => {
            let found = format!("a redirect to {}", bare(&back.url));
            Err(Problem::failed("an error page, and no redirect to the client", found).about(&back.answer))
        }
        Landing::Page(_) => must_be_error_page(landing),
    }
}

/// A page that tells of an error and asks for nothing.
pub fn must_be_error_page(landing: &Landing) -> Verdict {
    let answer = landing.answer();
    let asks = answer.is_html() && html::read(&answer.body).asks_for_password();
    must(answer.status < 500, "an error page", || landing.summary()).map_err(|problem| problem.about(answer))?;
    must(!asks, "an error page", || format!("a password is asked for: {}", landing.summary()))
        .map_err(|problem| problem.about(answer))
}

/// The client's address, where one is known.
pub fn home(client: &Client) -> Result<&str, Problem> {
    client.redirect_uri.as_deref().ok_or_else(|| Problem::skipped("needs --redirect-uri"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_can_be_bent() {
        let ask = Ask::new("c", "https://rp.example/cb", "code").set("scope", "openid email").also("scope", "x");
        assert_eq!(ask.get("scope"), "openid email");
        assert_eq!(ask.params.iter().filter(|(name, _)| name == "scope").count(), 2);
        assert_eq!(ask.clone().without("scope").get("scope"), "");
        assert_eq!(ask.verifier.len(), 43);
        assert!(ask.request("https://op.example/a?b=1").url.starts_with("https://op.example/a?b=1&client_id=c&"));
        assert_eq!(Ask::new("c", "https://rp.example/cb", "id_token").get("code_challenge"), "");
    }
}
