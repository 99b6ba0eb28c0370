//! JSON Web Tokens in compact form (RFC 7515 §7.1, RFC 7519), read and verified.

use aws_lc_rs::hmac;
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value};

use super::{algorithm::Algorithm, key::VerifyingKey, object};

/// A longer token is not read.
const LONGEST: usize = 64 * 1024;

/// A token that was read and is not believed yet.
#[derive(Debug, Clone)]
pub struct Jws {
    /// The name of its algorithm, known or not.
    pub alg: String,
    /// RFC 7515 §4.1.4
    pub kid: Option<String>,
    claims: Map<String, Value>,
    signed: String,
    signature: Vec<u8>,
}

impl Jws {
    /// Reads a token; the error says what is wrong with its form.
    pub fn read(token: &str) -> Result<Self, String> {
        if token.len() > LONGEST {
            return Err(format!("a token of {} bytes; {LONGEST} are read", token.len()));
        }
        let parts: Vec<&str> = token.split('.').collect();
        let [header, claims, signature] = parts[..] else {
            return Err(format!("{} parts between dots, not three (RFC 7515 §7.1)", parts.len()));
        };
        let decode = |part: &str, what: &str| {
            let broken = |_| format!("{what} is not base64url without padding (RFC 7515 §2)");
            BASE64URL_NOPAD.decode(part.as_bytes()).map_err(broken)
        };
        let (header, claims) = (decode(header, "the header")?, decode(claims, "the payload")?);
        let header = object(&header).map_err(|why| format!("the header: {why}"))?;
        // RFC 7515 §4.1.11: what `crit` names must be understood; RFC 7797 §3: `b64` changes what is signed.
        if let Some(member) = ["crit", "b64"].into_iter().find(|member| header.contains_key(*member)) {
            return Err(format!("the header has {member}, which no ID token needs"));
        }
        let text = |name: &str| header.get(name).and_then(Value::as_str).map(str::to_owned);
        Ok(Self {
            // RFC 7515 §4.1.1: `alg` MUST be present.
            alg: text("alg").ok_or("the header has no alg (RFC 7515 §4.1.1)")?,
            kid: text("kid"),
            claims: object(&claims).map_err(|why| format!("the claims: {why}"))?,
            signed: token[..token.len() - signature.len() - 1].to_owned(),
            signature: decode(signature, "the signature")?,
        })
    }

    /// The claims, when one of these keys made the signature with this algorithm.
    pub fn verify(self, keys: &[VerifyingKey], algorithm: Algorithm) -> Result<Map<String, Value>, &'static str> {
        let fits = |key: &&VerifyingKey| {
            // OIDC Core §10.1: `kid` names the key; without it every suitable key may be the one.
            key.suits(algorithm) && self.kid.as_deref().is_none_or(|kid| key.kid() == Some(kid))
        };
        let mut fitting = keys.iter().filter(fits).peekable();
        if fitting.peek().is_none() {
            return Err("no key of the set has the kid and suits the alg of the token");
        }
        if fitting.any(|key| key.verifies(algorithm, self.signed.as_bytes(), &self.signature)) {
            return Ok(self.claims);
        }
        Err("a signature that does not verify")
    }

    /// The claims, when this secret made the signature with this algorithm.
    pub fn verify_with(self, secret: &[u8], algorithm: Algorithm) -> Result<Map<String, Value>, &'static str> {
        // RFC 7518 §3.2: a key of the size of the hash output or larger MUST be used.
        if secret.len() < algorithm.hash.digest().output_len() {
            return Err("a client secret that is shorter than the hash of the alg (RFC 7518 §3.2)");
        }
        let key = hmac::Key::new(algorithm.hash.hmac(), secret);
        let verified = hmac::verify(&key, self.signed.as_bytes(), &self.signature);
        verified.map(|()| self.claims).map_err(|_| "a signature that does not verify")
    }
}

/// RFC 7519 §2: seconds since 1970, possibly with a fraction, which is cut off.
pub fn numeric_date(value: &Value) -> Option<i64> {
    /// Beyond this, a double no longer holds every second; no honest clock is there.
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "below the limit nothing but the fraction is cut off")]
    let cut = |seconds: f64| (seconds.abs() < LIMIT).then(|| seconds.floor() as i64);
    value.as_i64().or_else(|| value.as_f64().and_then(cut))
}

#[cfg(test)]
mod tests {
    use super::{super::jwk::KeySet, *};

    // RFC 8037 §A.4, with the key of §A.2
    const SIGNED: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    #[test]
    fn a_token_that_is_broken_is_told_by_what_is_wrong() {
        let encode = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
        let token = |header: &str, claims: &str| format!("{}.{}.AA", encode(header), encode(claims));
        for (token, sentence) in [
            ("a.b".to_owned(), "2 parts between dots, not three (RFC 7515 §7.1)"),
            ("a.b.c.d.e".to_owned(), "5 parts between dots, not three (RFC 7515 §7.1)"),
            ("e30=.e30.".to_owned(), "the header is not base64url without padding (RFC 7515 §2)"),
            (
                format!("{}.e30.!", encode(r#"{"alg":"x"}"#)),
                "the signature is not base64url without padding (RFC 7515 §2)",
            ),
            (token("{}", "{}"), "the header has no alg (RFC 7515 §4.1.1)"),
            (token(r#"{"alg":"ES256","b64":false}"#, "{}"), "the header has b64, which no ID token needs"),
            (token(r#"{"alg":"a","alg":"b"}"#, "{}"), "the header: the member alg stands twice at line 1 column 21"),
            (
                token(r#"{"alg":"a"}"#, r#"{"sub":1,"sub":2}"#),
                "the claims: the member sub stands twice at line 1 column 17",
            ),
            ("x".repeat(LONGEST + 1), "a token of 65537 bytes; 65536 are read"),
            // Signed well, but no claims.
            (SIGNED.to_owned(), "the claims: expected value at line 1 column 1"),
        ] {
            assert_eq!(Jws::read(&token).unwrap_err(), sentence);
        }
    }

    // RFC 7515 §A.1, §A.2, §A.3
    #[test]
    fn the_claims_come_out_when_the_signature_is_believed() {
        let vectors: Vec<Value> = serde_json::from_str(include_str!("vectors.json")).unwrap();
        let set = KeySet::read(&serde_json::json!({"keys": [vectors[1]["key"], vectors[2]["key"]]}).to_string());
        let keys = VerifyingKey::all_of(&set.unwrap());
        let secret = BASE64URL_NOPAD.decode(vectors[0]["key"]["k"].as_str().unwrap().as_bytes()).unwrap();
        let read = |at: usize| Jws::read(vectors[at]["jws"].as_str().unwrap()).unwrap();
        let named = |name: &str| Algorithm::named(name).unwrap();
        assert_eq!(read(0).verify_with(&secret, named("HS256")).unwrap()["iss"], "joe");
        assert_eq!(read(1).verify(&keys, named("RS256")).unwrap()["iss"], "joe");
        assert_eq!(read(2).verify(&keys, named("ES256")).unwrap()["iss"], "joe");
        assert_eq!(read(1).verify(&keys, named("PS256")), Err("a signature that does not verify"));
        let no_key = "no key of the set has the kid and suits the alg of the token";
        assert_eq!(read(2).verify(&keys, named("ES384")), Err(no_key));
        assert_eq!(Jws { kid: Some("a".to_owned()), ..read(2) }.verify(&keys, named("ES256")), Err(no_key));
        let other = read(0).verify_with(&[7; 32], named("HS256"));
        assert_eq!(other, Err("a signature that does not verify"));
        let short = read(0).verify_with(&secret[..31], named("HS256"));
        assert_eq!(short, Err("a client secret that is shorter than the hash of the alg (RFC 7518 §3.2)"));
    }

    #[test]
    fn a_time_is_seconds_with_or_without_a_fraction() {
        let at = |text: &str| numeric_date(&serde_json::from_str(text).unwrap());
        assert_eq!((at("1100"), at("1100.9"), at("-1.5")), (Some(1100), Some(1100), Some(-2)));
        assert_eq!((at("\"1100\""), at("1e300"), at("null")), (None, None, None));
    }
}
