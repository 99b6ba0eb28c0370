//! The metadata document: OIDC Discovery §3 and §4, RFC 8414 §2 and §3.

use serde_json::Value;
use url::Url;

use crate::{
    check::{Problem, Sheet, Verdict, must, needs, should},
    http::{Answer, Request},
    metadata::{Metadata, is_local_http, sorted},
    probe::{Probe, oauth_metadata_url},
};

/// Runs the group.
pub async fn run(probe: &Probe, sheet: &mut Sheet<'_>) {
    let metadata = &probe.metadata;
    sheet.check("reachable", "OIDC Discovery §4.2", reachable(probe));
    sheet.check("content-type", "OIDC Discovery §4.2", content_type(probe));
    if metadata.0.is_empty() {
        return;
    }
    sheet.check("issuer", "OIDC Discovery §4.3", issuer(probe));
    sheet.check("issuer-form", "OIDC Discovery §3", issuer_form(metadata));
    sheet.check("issuer-https", "OIDC Discovery §3", issuer_https(metadata));
    sheet.check("required-members", "OIDC Discovery §3", required(metadata));
    sheet.check("recommended-members", "OIDC Discovery §3", recommended(metadata));
    sheet.check("member-types", "OIDC Discovery §3", member_types(metadata));
    sheet.check("no-empty-lists", "OIDC Discovery §4.2", no_empty_lists(metadata));
    sheet.check("endpoints-absolute", "OIDC Discovery §3, RFC 6749 §3.1", endpoints_absolute(metadata));
    sheet.check("endpoints-https", "OIDC Discovery §3, RFC 8414 §2", endpoints_https(metadata));
    sheet.check("rs256", "OIDC Discovery §3", rs256(metadata));
    sheet.check("subject-types", "OIDC Discovery §3", subject_types(metadata));
    sheet.check("response-types", "OIDC Discovery §3", response_types(metadata));
    sheet.check("response-types-of-dynamic-providers", "OIDC Discovery §3", dynamic_types(metadata));
    sheet.check("grant-types", "OIDC Registration §2", grant_types(metadata));
    sheet.check("no-password-grant", "RFC 9700 §2.4", no_password_grant(metadata));
    sheet.check("scopes", "OIDC Discovery §3", scopes(metadata));
    sheet.check("claims", "OIDC Discovery §3", claims(metadata));
    sheet.check("pkce", "RFC 9700 §2.1.1, RFC 8414 §2", pkce(metadata));
    sheet.check("authentication-algorithms", "RFC 8414 §2", authentication_algorithms(metadata));
    sheet.check("no-none-in-assertions", "RFC 8414 §2", no_none_in_assertions(metadata));
    sheet.check("locales", "OIDC Discovery §3, RFC 5646 §2.1.1", locales(metadata));
    sheet.check("endpoints-are-there", "OIDC Discovery §3", endpoints_are_there(probe).await);
    sheet.check("oauth-metadata", "RFC 8414 §3", oauth_metadata(probe).await);
}

fn document(probe: &Probe) -> Result<&Answer, Problem> {
    probe.discovery.as_ref().map_err(Clone::clone)
}

fn reachable(probe: &Probe) -> Verdict {
    let answer = document(probe)?;
    let good = answer.status == 200 && answer.object().is_some();
    must(good, "status 200 and a JSON object", || answer.summary()).map_err(|one| one.about(answer))
}

fn content_type(probe: &Probe) -> Verdict {
    let answer = document(probe).map_err(|_| Problem::skipped("there is no document"))?;
    must(answer.media_type() == "application/json", "application/json", || answer.summary())
        .map_err(|one| one.about(answer))
}

fn issuer(probe: &Probe) -> Verdict {
    let named = probe.metadata.text("issuer");
    // OIDC Discovery §4.3: identical to the address that the document was asked of.
    must(named == Some(&probe.issuer), &format!("issuer {:?}, byte for byte", probe.issuer), || format!("{named:?}"))
}

fn issuer_form(metadata: &Metadata) -> Verdict {
    let url = metadata.text("issuer").and_then(|issuer| Url::parse(issuer).ok());
    let good = url.is_some_and(|url| url.query().is_none() && url.fragment().is_none() && url.has_host());
    must(good, "a URL without query and fragment", || format!("{:?}", metadata.text("issuer")))
}

fn issuer_https(metadata: &Metadata) -> Verdict {
    let issuer = metadata.text("issuer").unwrap_or_default();
    needs(!is_local_http(issuer), "plain http on loopback, for trying things out")?;
    must(issuer.starts_with("https://"), "https", || issuer.to_owned())
}

fn missing<'n>(metadata: &Metadata, names: &[&'n str]) -> Vec<&'n str> {
    names.iter().copied().filter(|name| !metadata.0.contains_key(*name)).collect()
}

fn required(metadata: &Metadata) -> Verdict {
    const REQUIRED: &[&str] = &[
        "issuer",
        "authorization_endpoint",
        "jwks_uri",
        "response_types_supported",
        "subject_types_supported",
        "id_token_signing_alg_values_supported",
    ];
    let mut absent = missing(metadata, REQUIRED);
    // OIDC Discovery §3: required unless only the implicit flow is used.
    let types = metadata.list("response_types_supported").unwrap_or_default();
    if types.iter().any(|one| one.split(' ').any(|part| part == "code")) {
        absent.extend(missing(metadata, &["token_endpoint"]));
    }
    must(absent.is_empty(), "every required member", || format!("missing: {}", absent.join(", ")))
}

fn recommended(metadata: &Metadata) -> Verdict {
    let absent = missing(metadata, &["userinfo_endpoint", "scopes_supported", "claims_supported"]);
    should(absent.is_empty(), "the recommended members", || format!("missing: {}", absent.join(", ")))
}

fn member_types(metadata: &Metadata) -> Verdict {
    const FLAGS: &[&str] = &[
        "claims_parameter_supported",
        "request_parameter_supported",
        "request_uri_parameter_supported",
        "require_request_uri_registration",
        "authorization_response_iss_parameter_supported",
        "require_pushed_authorization_requests",
        "backchannel_logout_supported",
        "backchannel_logout_session_supported",
        "frontchannel_logout_supported",
        "frontchannel_logout_session_supported",
        "tls_client_certificate_bound_access_tokens",
    ];
    let good = |name: &str, value: &Value| {
        if FLAGS.contains(&name) {
            return value.is_boolean();
        }
        if name.ends_with("_supported") {
            return value.as_array().is_some_and(|items| items.iter().all(Value::is_string)) || value.is_boolean();
        }
        let is_address = name.ends_with("_endpoint") || name.ends_with("_uri") || name == "issuer";
        !value.is_null() && (!is_address || value.is_string())
    };
    let wrong: Vec<String> = metadata
        .0
        .iter()
        .filter(|(name, value)| !good(name, value))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    must(wrong.is_empty(), "strings, arrays of strings, true or false, each where it belongs", || wrong.join("; "))
}

fn no_empty_lists(metadata: &Metadata) -> Verdict {
    let empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    let found: Vec<&str> = metadata.0.iter().filter(|(_, value)| empty(value)).map(|(name, _)| name.as_str()).collect();
    must(found.is_empty(), "members with zero elements left out", || found.join(", "))
}

fn endpoints_absolute(metadata: &Metadata) -> Verdict {
    let good = |value: &Value| {
        let url = value.as_str().and_then(|text| Url::parse(text).ok());
        url.is_some_and(|url| url.has_host() && url.fragment().is_none() && url.username().is_empty())
    };
    let wrong: Vec<String> = metadata
        .addresses()
        .filter(|(_, value)| !good(value))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    must(wrong.is_empty(), "absolute URLs without fragment", || wrong.join("; "))
}

fn endpoints_https(metadata: &Metadata) -> Verdict {
    let addresses: Vec<(&str, &str)> =
        metadata.addresses().filter_map(|(name, value)| Some((name, value.as_str()?))).collect();
    let plain: Vec<String> = addresses
        .iter()
        .filter(|(_, url)| !url.starts_with("https://") && !is_local_http(url))
        .map(|(name, url)| format!("{name}: {url}"))
        .collect();
    must(plain.is_empty(), "https", || plain.join("; "))?;
    needs(!addresses.iter().any(|(_, url)| is_local_http(url)), "plain http on loopback, for trying things out")
}

fn rs256(metadata: &Metadata) -> Verdict {
    let name = "id_token_signing_alg_values_supported";
    must(metadata.lists(name, "RS256"), "RS256 in id_token_signing_alg_values_supported", || {
        format!("{:?}", metadata.list(name).unwrap_or_default())
    })
}

fn subject_types(metadata: &Metadata) -> Verdict {
    let types = metadata.list("subject_types_supported").unwrap_or_default();
    let good = !types.is_empty() && types.iter().all(|one| matches!(*one, "public" | "pairwise"));
    must(good, "public, pairwise, or both", || format!("{types:?}"))
}

fn response_types(metadata: &Metadata) -> Verdict {
    let types = metadata.list("response_types_supported").unwrap_or_default();
    let known = |one: &str| {
        let values = sorted(one);
        let distinct = values.windows(2).all(|pair| pair[0] != pair[1]);
        distinct && (one == "none" || values.iter().all(|value| matches!(*value, "code" | "token" | "id_token")))
    };
    let odd: Vec<&str> = types.iter().copied().filter(|one| !known(one)).collect();
    must(!types.is_empty(), "response types", || "none".to_owned())?;
    should(odd.is_empty(), "registered response types", || odd.join(", "))
}

fn dynamic_types(metadata: &Metadata) -> Verdict {
    needs(metadata.text("registration_endpoint").is_some(), "only for providers at which clients register themselves")?;
    let missing: Vec<&str> =
        ["code", "id_token", "id_token token"].into_iter().filter(|one| !metadata.has_response_type(one)).collect();
    // A provider that leaves the implicit flow out follows RFC 9700 §2.1.2.
    should(missing.is_empty(), "code, id_token and \"id_token token\"", || format!("missing: {}", missing.join(", ")))
}

fn grant_types(metadata: &Metadata) -> Verdict {
    let types = metadata.list("response_types_supported").unwrap_or_default();
    let any = |part: &str| types.iter().any(|one| one.split(' ').any(|value| value == part));
    let mut absent = Vec::new();
    if any("code") && !metadata.has_grant("authorization_code") {
        absent.push("authorization_code");
    }
    if (any("id_token") || any("token")) && !metadata.has_grant("implicit") {
        absent.push("implicit");
    }
    should(absent.is_empty(), "the grant types that the response types need", || {
        format!("missing: {}", absent.join(", "))
    })
}

fn no_password_grant(metadata: &Metadata) -> Verdict {
    must(!metadata.has_grant("password"), "no grant type password: it must not be used", || "it is listed".to_owned())
        .map_err(Problem::only_warning)
}

fn scopes(metadata: &Metadata) -> Verdict {
    let listed = metadata.list("scopes_supported").ok_or_else(|| Problem::skipped("scopes_supported is left out"))?;
    must(listed.contains(&"openid"), "openid among scopes_supported", || format!("{listed:?}"))
}

fn claims(metadata: &Metadata) -> Verdict {
    let listed = metadata.list("claims_supported").ok_or_else(|| Problem::skipped("claims_supported is left out"))?;
    must(listed.contains(&"sub"), "sub among claims_supported", || format!("{listed:?}"))
}

fn pkce(metadata: &Metadata) -> Verdict {
    let methods = metadata.list("code_challenge_methods_supported").unwrap_or_default();
    should(methods.contains(&"S256"), "S256 in code_challenge_methods_supported", || format!("{methods:?}"))
}

const ENDPOINTS: &[&str] = &["token_endpoint", "revocation_endpoint", "introspection_endpoint"];

fn authentication_algorithms(metadata: &Metadata) -> Verdict {
    let signed = |endpoint: &&&str| {
        let methods = metadata.list(&format!("{endpoint}_auth_methods_supported")).unwrap_or_default();
        methods.iter().any(|method| matches!(*method, "private_key_jwt" | "client_secret_jwt"))
    };
    let absent: Vec<String> = ENDPOINTS
        .iter()
        .filter(signed)
        .map(|endpoint| format!("{endpoint}_auth_signing_alg_values_supported"))
        .filter(|name| !metadata.0.contains_key(name))
        .collect();
    must(absent.is_empty(), "the algorithms, where assertions are accepted", || {
        format!("missing: {}", absent.join(", "))
    })
}

fn no_none_in_assertions(metadata: &Metadata) -> Verdict {
    let bad: Vec<String> = ENDPOINTS
        .iter()
        .map(|endpoint| format!("{endpoint}_auth_signing_alg_values_supported"))
        .filter(|name| metadata.lists(name, "none"))
        .collect();
    must(bad.is_empty(), "no assertions without a signature", || format!("none in {}", bad.join(", ")))
}

fn locales(metadata: &Metadata) -> Verdict {
    let names = ["ui_locales_supported", "claims_locales_supported"];
    let listed: Vec<&str> = names.iter().filter_map(|name| metadata.list(name)).flatten().collect();
    needs(!listed.is_empty(), "no languages are listed")?;
    let odd: Vec<&str> = listed.into_iter().filter(|tag| !is_canonical_tag(tag)).collect();
    must(odd.is_empty(), "language tags in canonical form, such as de-AT", || odd.join(", "))
}

/// Whether a language tag is well formed and written in the customary case (RFC 5646 §2.1, §2.1.1).
fn is_canonical_tag(tag: &str) -> bool {
    let parts: Vec<&str> = tag.split('-').collect();
    let alphabetic = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let mut after_singleton = false;
    parts.iter().enumerate().all(|(at, part)| {
        let well_formed = (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let customary = match part.len() {
            _ if at == 0 => part.len() >= 2 && alphabetic(part) && *part == part.to_ascii_lowercase(),
            2 if !after_singleton && alphabetic(part) => *part == part.to_ascii_uppercase(),
            4 if !after_singleton && alphabetic(part) => {
                part[..1] == part[..1].to_ascii_uppercase() && part[1..] == part[1..].to_ascii_lowercase()
            }
            _ => *part == part.to_ascii_lowercase(),
        };
        after_singleton |= part.len() == 1;
        well_formed && customary
    })
}

/// What is listed answers: an address that nobody serves is a lie.
async fn endpoints_are_there(probe: &Probe) -> Verdict {
    let metadata = &probe.metadata;
    let mut gone = Vec::new();
    for (name, value) in metadata.addresses() {
        let Some(url) = value.as_str() else { continue };
        if matches!(name, "op_policy_uri" | "op_tos_uri" | "jwks_uri") {
            continue;
        }
        let reads = matches!(
            name,
            "authorization_endpoint" | "userinfo_endpoint" | "end_session_endpoint" | "check_session_iframe"
        );
        let request = if reads { Request::get(url) } else { Request::form::<&str, &str>(url, &[]) };
        let answer = probe.http.send(request).await?;
        if matches!(answer.status, 404 | 405 | 500..) {
            gone.push(format!("{name}: {}", answer.summary()));
        }
    }
    must(gone.is_empty(), "an answer of each endpoint that is listed", || gone.join("; "))
}

/// What the two documents may not tell differently.
const SAME: &[&str] = &["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"];

async fn oauth_metadata(probe: &Probe) -> Verdict {
    let answer = probe.http.send(Request::get(oauth_metadata_url(&probe.issuer))).await?;
    needs(answer.status != 404, "the provider does not serve it")?;
    let members = answer.object().filter(|_| answer.status == 200);
    let members = members.ok_or_else(|| Problem::failed("status 200 and a JSON object, or 404", answer.summary()))?;
    let other = Metadata(members);
    let differing: Vec<&str> =
        SAME.iter().copied().filter(|name| other.text(name) != probe.metadata.text(name)).collect();
    must(differing.is_empty(), "the same in both documents", || format!("they differ in {}", differing.join(", ")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problem_of(verdict: Verdict) -> (&'static str, String, String) {
        let problem = verdict.unwrap_err();
        (problem.outcome.as_str(), problem.expected, problem.found)
    }

    fn expected(outcome: &'static str, expected: &str, found: &str) -> (&'static str, String, String) {
        (outcome, expected.to_owned(), found.to_owned())
    }

    fn metadata(value: &Value) -> Metadata {
        Metadata(value.as_object().cloned().unwrap())
    }

    // RFC 5646 §2.1.1
    #[test]
    fn language_tags_are_held_to_their_customary_form() {
        for good in ["en", "de-AT", "zh-Hant-TW", "sr-Latn", "es-419", "sl-rozaj-biske", "en-a-myext-b-ab", "de-1996"] {
            assert!(is_canonical_tag(good), "{good}");
        }
        for bad in ["EN", "de-at", "de_AT", "zh-hant", "", "e", "en-", "de-AT-verylongsubtag", "1a"] {
            assert!(!is_canonical_tag(bad), "{bad}");
        }
    }

    #[test]
    fn members_of_the_wrong_kind_are_named() {
        let good =
            json!({"issuer": "https://op.example", "claims_parameter_supported": true, "scopes_supported": ["openid"]});
        assert!(member_types(&metadata(&good)).is_ok());
        for bad in [
            json!({"scopes_supported": "openid"}),
            json!({"scopes_supported": [1]}),
            json!({"claims_parameter_supported": "true"}),
            json!({"token_endpoint": null}),
            json!({"jwks_uri": {}}),
        ] {
            let (outcome, wanted, found) = problem_of(member_types(&metadata(&bad)));
            assert_eq!(
                (outcome, wanted.as_str()),
                ("failed", "strings, arrays of strings, true or false, each where it belongs"),
                "{bad}"
            );
            assert!(bad.as_object().unwrap().keys().all(|name| found.contains(name)), "{found}");
        }
        assert_eq!(
            problem_of(no_empty_lists(&metadata(&json!({"scopes_supported": []})))),
            expected("failed", "members with zero elements left out", "scopes_supported")
        );
    }

    #[test]
    fn addresses_must_be_absolute_and_secure() {
        for bad in ["/token", "https://op.example/token#x", "https://u@op.example/token", "mailto:x@op.example"] {
            assert_eq!(
                problem_of(endpoints_absolute(&metadata(&json!({"token_endpoint": bad})))),
                expected("failed", "absolute URLs without fragment", &format!("token_endpoint: \"{bad}\""))
            );
        }
        let outcome =
            |url: &str| endpoints_https(&metadata(&json!({"token_endpoint": url}))).map_err(|one| one.outcome.as_str());
        assert_eq!(outcome("https://op.example/token"), Ok(()));
        assert_eq!(outcome("http://op.example/token"), Err("failed"));
        assert_eq!(outcome("http://localhost:1/token"), Err("skipped"));
    }

    #[test]
    fn what_is_listed_must_fit_together() {
        let all = json!({"response_types_supported": ["code", "id_token token"], "grant_types_supported": ["authorization_code"]});
        assert_eq!(
            problem_of(grant_types(&metadata(&all))),
            expected("warning", "the grant types that the response types need", "missing: implicit")
        );
        assert_eq!(
            problem_of(response_types(&metadata(&json!({"response_types_supported": ["code code"]})))),
            expected("warning", "registered response types", "code code")
        );
        assert_eq!(
            problem_of(response_types(&metadata(&json!({"response_types_supported": []})))),
            expected("failed", "response types", "none")
        );
        let name = "token_endpoint_auth_signing_alg_values_supported";
        let asserting = json!({"token_endpoint_auth_methods_supported": ["private_key_jwt"]});
        assert_eq!(
            problem_of(authentication_algorithms(&metadata(&asserting))),
            expected("failed", "the algorithms, where assertions are accepted", &format!("missing: {name}"))
        );
        let unsigned = json!({name: ["none"]});
        assert_eq!(
            problem_of(no_none_in_assertions(&metadata(&unsigned))),
            expected("failed", "no assertions without a signature", &format!("none in {name}"))
        );
        assert_eq!(
            problem_of(required(&metadata(&json!({"response_types_supported": ["code"]})))),
            expected(
                "failed",
                "every required member",
                "missing: issuer, authorization_endpoint, jwks_uri, subject_types_supported, \
                 id_token_signing_alg_values_supported, token_endpoint"
            )
        );
    }
}
