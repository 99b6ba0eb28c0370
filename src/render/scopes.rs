//! What a client asks for, as sentences with the values it would see.

use super::locale::{Arg, Locale};

/// What is known about the person, as far as scopes show it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Full name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Postal address, on one line or several.
    pub address: Option<String>,
    /// Names of the organizations the person belongs to.
    pub organizations: Vec<String>,
}

/// A scope, and the client's or API's own text for it where it is not one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedScope<'a> {
    /// The scope as requested.
    pub scope: &'a str,
    /// What its owner says it means.
    pub described: Option<&'a str>,
}

/// A single claim that is asked for, with the value it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedClaim {
    /// Its name (OIDC Core §5.1, or whatever the client calls it).
    pub name: String,
    /// What the client would see, where that is a text.
    pub value: Option<String>,
}

/// One line of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeLine {
    /// What the client could do, as a sentence.
    pub sentence: String,
    /// The value it would see, or what that means.
    pub value: Option<String>,
    /// Whether few apps ask for this: shown first, and marked.
    pub unusual: bool,
    /// Whether the sentence is in the client's words and not ours.
    pub quoted: bool,
}

/// The scopes of a request as lines, the unusual ones first.
///
/// `openid` says nothing by itself unless it stands alone: whoever signs in is recognized.
pub fn lines(locale: Locale, asked: &[AskedScope<'_>], facts: &Facts) -> Vec<ScopeLine> {
    let alone = asked.iter().all(|one| one.scope == "openid");
    let mut lines: Vec<ScopeLine> =
        asked.iter().filter(|one| alone || one.scope != "openid").map(|one| line(locale, one, facts)).collect();
    lines.sort_by_key(|line| !line.unusual);
    lines
}

/// Single claims (OIDC Core §5.5) as lines: what each is called, and its value.
pub fn claim_lines(locale: Locale, asked: &[AskedClaim]) -> Vec<ScopeLine> {
    let line = |claim: &AskedClaim| {
        let base = claim.name.split('#').next().unwrap_or_default();
        let known = CLAIMS.iter().find(|(name, _)| *name == base);
        let value = isolated(locale, claim.value.as_ref());
        ScopeLine {
            sentence: known.map_or_else(
                // Not in quotation marks as a sentence of the client's: whoever made the link named it.
                || locale.text_with("consent-claim-other", &[("claim", Arg::Text(&claim.name))]),
                |(_, key)| locale.text(key),
            ),
            value: value.or_else(|| known.map(|_| locale.text("scope-nothing-yet"))),
            unusual: !matches!(
                base,
                "name" | "given_name" | "family_name" | "nickname" | "picture" | "locale" | "email"
            ),
            quoted: false,
        }
    };
    asked.iter().map(line).collect()
}

/// Claims that have a sentence of their own.
const CLAIMS: &[(&str, &str)] = &[
    ("name", "consent-claim-name"),
    ("given_name", "consent-claim-given-name"),
    ("family_name", "consent-claim-family-name"),
    ("middle_name", "consent-claim-middle-name"),
    ("nickname", "consent-claim-nickname"),
    ("preferred_username", "consent-claim-preferred-username"),
    ("profile", "consent-claim-profile"),
    ("picture", "consent-claim-picture"),
    ("website", "consent-claim-website"),
    ("gender", "consent-claim-gender"),
    ("birthdate", "consent-claim-birthdate"),
    ("zoneinfo", "consent-claim-zoneinfo"),
    ("locale", "consent-claim-locale"),
    ("updated_at", "consent-claim-updated-at"),
    ("email", "consent-claim-email"),
    ("email_verified", "consent-claim-email-verified"),
    ("phone_number", "consent-claim-phone-number"),
    ("phone_number_verified", "consent-claim-phone-number-verified"),
    ("address", "consent-claim-address"),
    ("organizations", "consent-claim-organizations"),
    ("org_id", "consent-claim-org-id"),
    ("groups", "consent-claim-groups"),
    ("roles", "consent-claim-roles"),
];

fn line(locale: Locale, asked: &AskedScope<'_>, facts: &Facts) -> ScopeLine {
    let (key, value, unusual) = match asked.scope {
        "openid" => ("scope-openid", Some(locale.text("scope-openid-value")), false),
        "profile" => ("scope-profile", Some(profile(locale, facts)), false),
        "email" => ("scope-email", isolated(locale, facts.email.as_ref()), false),
        "phone" => ("scope-phone", isolated(locale, facts.phone.as_ref()), true),
        "address" => ("scope-address", isolated(locale, facts.address.as_ref()), true),
        "organizations" => ("scope-organizations", organizations(locale, facts), false),
        "groups" => ("scope-groups", Some(locale.text("scope-roles-value")), false),
        "roles" => ("scope-roles", Some(locale.text("scope-roles-value")), false),
        "offline_access" => ("scope-offline", Some(locale.text("scope-offline-value")), true),
        unknown => {
            let sentence = asked.described.unwrap_or(unknown).to_owned();
            return ScopeLine { sentence, value: None, unusual: true, quoted: true };
        }
    };
    let value = value.or_else(|| Some(locale.text("scope-nothing-yet")));
    ScopeLine { sentence: locale.text(key), value, unusual, quoted: false }
}

fn profile(locale: Locale, facts: &Facts) -> String {
    let rest = locale.text("scope-profile-value");
    facts.name.as_ref().map_or_else(|| rest.clone(), |name| format!("{} · {rest}", locale.isolate(name)))
}

/// A value that keeps its own direction within the page's.
fn isolated(locale: Locale, value: Option<&String>) -> Option<String> {
    value.map(|value| locale.isolate(value).into_owned())
}

fn organizations(locale: Locale, facts: &Facts) -> Option<String> {
    const SHOWN: usize = 5;
    let names = &facts.organizations;
    let mut text = names.iter().take(SHOWN).map(|name| locale.isolate(name)).collect::<Vec<_>>().join(" · ");
    if let Some(more) = names.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let more = i64::try_from(more).unwrap_or(i64::MAX);
        let tail = locale.text_with("scope-organizations-more", &[("count", Arg::Number(more))]);
        text = format!("{text} · {tail}");
    }
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(scope: &str) -> AskedScope<'_> {
        AskedScope { scope, described: None }
    }

    #[test]
    fn unusual_scopes_come_first_and_openid_only_alone() {
        let facts = Facts { email: Some("ada@example.com".into()), ..Facts::default() };
        let found = lines(Locale::En, &["openid", "email", "offline_access", "x:y"].map(asked), &facts);
        assert_eq!(found.iter().map(|line| line.unusual).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(found[2].value.as_deref(), Some("ada@example.com"));
        assert!(found[1].quoted && found[1].sentence == "x:y");
        assert_eq!(lines(Locale::En, &[asked("openid")], &facts).len(), 1);
    }

    // OIDC Core §5.5
    #[test]
    fn every_standard_claim_has_a_sentence_in_every_language() {
        for locale in Locale::ALL {
            for (name, _) in CLAIMS {
                let found = claim_lines(locale, &[AskedClaim { name: (*name).to_owned(), value: None }]);
                assert!(!found[0].quoted && !found[0].sentence.contains("consent-claim"), "{}", found[0].sentence);
            }
        }
        let other = claim_lines(Locale::En, &[AskedClaim { name: "credit_score".into(), value: None }]);
        assert!(other[0].unusual && other[0].sentence.contains("credit_score"), "{}", other[0].sentence);
    }

    #[test]
    fn a_value_that_is_not_known_is_said_to_be_missing() {
        let found = lines(Locale::De, &[asked("phone")], &Facts::default());
        assert!(found[0].value.is_some());
    }
}
