//! For whom a token of an upstream may be made (OIDC Core §3.1.3.7, rules 3 to 5).

use serde_json::{Map, Value};

use super::refusal::UpstreamRefusal;

/// For whom a token of an upstream may be made.
#[derive(Debug, Clone, Copy)]
pub enum UpstreamAudience<'a> {
    /// For us, by our `client_id` there.
    Us(&'a str),
    /// For one of these apps, by their client ids there. A token that an SDK on a device gets for the server of its app
    /// names that server as `aud` and the app as `azp`: both are listed then.
    Apps(&'a [String]),
}

/// The sentences of each rule.
struct Sentences {
    aud: &'static str,
    azp: &'static str,
}

impl UpstreamAudience<'_> {
    /// Refuses what is not for this audience alone.
    ///
    /// # Errors
    /// By the rules 3, 4 and 5.
    pub fn check(self, claims: &Map<String, Value>) -> Result<(), UpstreamRefusal> {
        let sentences = self.sentences();
        let audiences: Vec<&str> = match claims.get("aud") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(all)) => all.iter().map(|one| one.as_str().unwrap_or_default()).collect(),
            _ => Vec::new(),
        };
        // OIDC Core §3.1.3.7 (3): aud MUST contain the client_id for which it is taken.
        if !audiences.iter().any(|one| self.holds(one)) {
            return Err(UpstreamRefusal::untrusted(sentences.aud));
        }
        let azp = claims.get("azp");
        // OIDC Core §3.1.3.7 (3), (4): beside others, it is believed to be meant only where azp says so.
        if audiences.len() > 1 && azp.is_none() {
            return Err(UpstreamRefusal::untrusted(
                "the token has several audiences and no azp (OIDC Core section 3.1.3.7, rule 4)",
            ));
        }
        // OIDC Core §3.1.3.7 (5): azp, if there, is the client_id for which it is taken.
        if azp.is_some_and(|azp| azp.as_str().is_none_or(|one| !self.holds(one))) {
            return Err(UpstreamRefusal::untrusted(sentences.azp));
        }
        Ok(())
    }

    fn holds(self, client_id: &str) -> bool {
        match self {
            Self::Us(ours) => ours == client_id,
            // Nobody is meant by an empty name.
            Self::Apps(all) => !client_id.is_empty() && all.iter().any(|one| one == client_id),
        }
    }

    const fn sentences(self) -> Sentences {
        match self {
            Self::Us(_) => Sentences {
                aud: "aud of the token is not our client_id (OIDC Core section 3.1.3.7, rule 3)",
                azp: "azp of the token is not our client_id (OIDC Core section 3.1.3.7, rule 5)",
            },
            Self::Apps(_) => Sentences {
                aud: "aud of the ID token is none of accepts_id_tokens_of (OIDC Core section 3.1.3.7, rule 3)",
                azp: "azp of the ID token is none of accepts_id_tokens_of (OIDC Core section 3.1.3.7, rule 5)",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(audience: UpstreamAudience<'_>, claims: &Value) -> Option<String> {
        audience.check(claims.as_object().unwrap()).err().map(|why| why.sentence)
    }

    #[test]
    fn an_id_token_of_an_app_is_for_an_app_that_is_listed() {
        let listed = ["ios".to_owned(), "android".to_owned(), "server".to_owned()];
        let apps = UpstreamAudience::Apps(&listed);
        for fine in [
            json!({"aud": "ios"}),
            json!({"aud": ["ios"], "azp": "ios"}),
            // Of an SDK that was told of the app's server.
            json!({"aud": "server", "azp": "android"}),
        ] {
            assert_eq!(refused(apps, &fine), None, "{fine}");
        }
        let aud = "aud of the ID token is none of accepts_id_tokens_of (OIDC Core section 3.1.3.7, rule 3)";
        for other in [json!({"aud": "web"}), json!({"aud": []}), json!({}), json!({"aud": ""}), json!({"aud": 1})] {
            assert_eq!(refused(apps, &other).as_deref(), Some(aud), "{other}");
        }
        let azp = "azp of the ID token is none of accepts_id_tokens_of (OIDC Core section 3.1.3.7, rule 5)";
        for other in [json!({"aud": "server", "azp": "evil"}), json!({"aud": "ios", "azp": 1})] {
            assert_eq!(refused(apps, &other).as_deref(), Some(azp), "{other}");
        }
        let several = "the token has several audiences and no azp (OIDC Core section 3.1.3.7, rule 4)";
        assert_eq!(refused(apps, &json!({"aud": ["ios", "evil"]})).as_deref(), Some(several));
        // Where nobody is listed, nothing is taken.
        assert_eq!(refused(UpstreamAudience::Apps(&[]), &json!({"aud": ""})).as_deref(), Some(aud));
    }

    #[test]
    fn what_an_app_may_show_is_not_what_we_redeem() {
        let sentence = "aud of the token is not our client_id (OIDC Core section 3.1.3.7, rule 3)";
        assert_eq!(refused(UpstreamAudience::Us("us"), &json!({"aud": "ios"})).as_deref(), Some(sentence));
        assert_eq!(refused(UpstreamAudience::Us("us"), &json!({"aud": "us", "azp": "us"})), None);
    }
}
