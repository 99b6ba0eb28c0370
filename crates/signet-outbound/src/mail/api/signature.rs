//! AWS Signature Version 4: proves that a request is ours, without the key in it.
//!
//! ```text
//!  canonical request = method \n path \n query \n headers \n\n their names \n SHA-256 of the body
//!  string to sign    = AWS4-HMAC-SHA256 \n time \n scope \n SHA-256 of that
//!  signing key       = HMAC(HMAC(HMAC(HMAC("AWS4" + secret, day), region), service), "aws4_request")
//! ```

use aws_lc_rs::hmac;
use data_encoding::HEXLOWER;

use crate::{
    base::{secret::sha256, time::Timestamp},
    config::secret::SecretText,
};

/// An access key.
pub struct Credentials {
    /// Its id, which everybody may see.
    pub id: String,
    /// The secret half.
    pub secret: SecretText,
}

/// When and where a signature counts.
pub struct Occasion {
    time: String,
    scope: String,
}

/// What is signed.
pub struct Unsigned<'a> {
    /// The method.
    pub method: &'a str,
    /// The path; there is no query.
    pub path: &'a str,
    /// In lower case and in the order of their names.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub body: &'a [u8],
}

impl Occasion {
    /// A request of this moment.
    pub fn new(now: Timestamp, region: &str, service: &str) -> Self {
        // 2015-08-30T12:36:00Z is written 20150830T123600Z.
        let time: String = now.to_rfc3339().chars().filter(|c| !matches!(c, '-' | ':')).collect();
        let day = time.get(..8).unwrap_or_default();
        Self { scope: format!("{day}/{region}/{service}/aws4_request"), time }
    }

    /// What belongs into `X-Amz-Date`.
    pub fn time(&self) -> &str {
        &self.time
    }

    /// What belongs into `Authorization`.
    pub fn authorization(&self, credentials: &Credentials, request: &Unsigned<'_>) -> String {
        let Unsigned { method, path, headers, body } = request;
        let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
        let lines: Vec<String> = headers.iter().map(|(name, value)| format!("{name}:{}", value.trim())).collect();
        let lines = lines.join("\n");
        let request = format!("{method}\n{path}\n\n{lines}\n\n{names}\n{}", HEXLOWER.encode(&sha256(body)));
        let Self { time, scope } = self;
        let text = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{}", HEXLOWER.encode(&sha256(request.as_bytes())));
        let first = format!("AWS4{}", credentials.secret.expose());
        let key = scope.split('/').fold(first.into_bytes(), |key, part| mac(&key, part.as_bytes()));
        let signature = HEXLOWER.encode(&mac(&key, text.as_bytes()));
        let id = &credentials.id;
        format!("AWS4-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders={names}, Signature={signature}")
    }
}

fn mac(key: &[u8], data: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), data).as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    // The vectors get-vanilla and post-vanilla of the signature's published test suite.
    #[test]
    fn the_published_requests_get_the_published_signatures() {
        let secret = SecretText::from("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
        let credentials = Credentials { id: "AKIDEXAMPLE".to_owned(), secret };
        let signed = Occasion::new(Timestamp(1_440_938_160), "us-east-1", "service");
        assert_eq!(signed.time(), "20150830T123600Z");
        let headers = [("host", "example.amazonaws.com"), ("x-amz-date", signed.time())];
        for (method, signature) in [
            ("GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
            ("POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        ] {
            let expected = format!(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
                 SignedHeaders=host;x-amz-date, Signature={signature}"
            );
            assert_eq!(
                signed.authorization(&credentials, &Unsigned { method, path: "/", headers: &headers, body: b"" }),
                expected,
                "{method}"
            );
        }
    }
}
