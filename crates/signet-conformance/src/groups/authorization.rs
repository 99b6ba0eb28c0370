//! Errors of the authorization endpoint: RFC 6749 §3.1 and §4.1.2.1, OIDC Core §3.1.2, RFC 9700 §2.1 and §4.1.

use data_encoding::BASE64URL_NOPAD;
use serde_json::json;

use crate::{
    ask::{Ask, home, must_not_redirect},
    browser::{Browser, Landing},
    check::{Problem, Sheet, Verdict, needs, should},
    html,
    probe::Probe,
};

/// Somewhere that no client of the provider has registered.
const EVIL: &str = "https://evil.example/callback";

/// Runs the group.
pub async fn run(probe: &Probe, sheet: &mut Sheet<'_>) {
    sheet.check("unknown-client", "RFC 6749 §4.1.2.1", unknown_client(probe).await);
    sheet.check("missing-client", "RFC 6749 §4.1.2.1", missing_client(probe).await);
    let exact = "OIDC Core §3.1.2.1, RFC 9700 §4.1.3";
    sheet.check("redirect-uri-unregistered", exact, bent(probe, |_| vec![EVIL.to_owned()]).await);
    sheet.check("redirect-uri-query-added", exact, bent(probe, query_added).await);
    sheet.check("redirect-uri-path", exact, bent(probe, path_bent).await);
    sheet.check("redirect-uri-percent-encoding", exact, bent(probe, percent_encoded).await);
    sheet.check("redirect-uri-host", exact, bent(probe, host_bent).await);
    sheet.check("redirect-uri-fragment", "RFC 6749 §3.1.2", bent(probe, fragment_added).await);
    sheet.check("redirect-uri-missing", "OIDC Core §3.1.2.1", redirect_uri_missing(probe).await);
    sheet.check("redirect-uri-twice", "RFC 6749 §3.1", redirect_uri_twice(probe).await);
    sheet.check("response-type-unknown", "RFC 6749 §3.1.1, §4.1.2.1", response_type_unknown(probe).await);
    sheet.check("response-type-missing", "RFC 6749 §3.1.1, §4.1.2.1", response_type_missing(probe).await);
    sheet.check("response-mode-unfit", "OAuth Multiple Response Types §5", response_mode_unfit(probe).await);
    sheet.check("parameter-twice", "RFC 6749 §3.1", parameter_twice(probe).await);
    sheet.check("prompt-none-and-login", "OIDC Core §3.1.2.1", prompt_none_and_login(probe).await);
    sheet.check("nonce-missing", "OIDC Core §3.2.2.1", nonce_missing(probe).await);
    sheet.check("pkce-method-unknown", "RFC 7636 §4.4.1", pkce_method_unknown(probe).await);
    sheet.check("pkce-method-plain", "RFC 7636 §4.4.1", pkce_method_plain(probe).await);
    sheet.check("unknown-parameter", "RFC 6749 §3.1", unknown_parameter(probe).await);
    sheet.check("post", "OIDC Core §3.1.2.1", post(probe).await);
    sheet.check("request-object-unsigned", "OIDC Core §6.1, §3.1.2.6", request_object(probe).await);
    sheet.check("request-uri-unregistered", "OIDC Core §6.2, §3.1.2.6", request_uri(probe).await);
    sheet.check("framing", "RFC 9700 §4.16", framing(probe).await);
}

async fn unknown_client(probe: &Probe) -> Verdict {
    let ask = Ask::new("unknown-client-of-the-checks", EVIL, "code");
    must_not_redirect(&probe.try_out(&ask).await?)
}

async fn missing_client(probe: &Probe) -> Verdict {
    let redirect_uri = probe.ask("code").map_or_else(|_| EVIL.to_owned(), |ask| ask.get("redirect_uri").to_owned());
    let ask = Ask::new("", &redirect_uri, "code").without("client_id");
    must_not_redirect(&probe.try_out(&ask).await?)
}

/// Each of these addresses differs from the registered one, so none may be followed.
async fn bent(probe: &Probe, bend: fn(&str) -> Vec<String>) -> Verdict {
    let ask = probe.ask("code")?;
    let registered = ask.get("redirect_uri").to_owned();
    let variants = bend(&registered);
    needs(!variants.is_empty(), "the registered redirect URI has no part to bend")?;
    for variant in variants {
        let landing = probe.try_out(&ask.clone().set("redirect_uri", &variant)).await?;
        must_not_redirect(&landing).map_err(|mut problem| {
            problem.found = format!("{} for redirect_uri {variant}", problem.found);
            problem
        })?;
    }
    Ok(())
}

fn query_added(registered: &str) -> Vec<String> {
    let mark = if registered.contains('?') { '&' } else { '?' };
    vec![format!("{registered}{mark}added=1")]
}

/// Scheme and host, path, and what follows it.
fn parts(registered: &str) -> Option<(&str, &str, &str)> {
    let start = registered.find("://")? + 3;
    let path = start + registered[start..].find('/')?;
    let end = registered[path..].find(['?', '#']).map_or(registered.len(), |at| path + at);
    Some((&registered[..path], &registered[path..end], &registered[end..]))
}

fn path_bent(registered: &str) -> Vec<String> {
    let Some((origin, path, rest)) = parts(registered) else { return Vec::new() };
    let turned: String = path
        .chars()
        .map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
        .collect();
    let mut variants = vec![
        format!("{origin}{path}/{rest}"),
        format!("{origin}{path}/evil{rest}"),
        format!("{origin}{path}/../evil{rest}"),
        format!("{origin}/x/..{path}{rest}"),
    ];
    if turned != path {
        variants.push(format!("{origin}{turned}{rest}"));
    }
    variants
}

fn percent_encoded(registered: &str) -> Vec<String> {
    let Some((origin, path, rest)) = parts(registered) else { return Vec::new() };
    let mut variants = vec![format!("{origin}{path}%2f..%2fevil{rest}"), format!("{origin}{path}%00{rest}")];
    // The same address to whoever decodes it first, and another text.
    if let Some(last) = path.chars().last().filter(char::is_ascii_alphanumeric) {
        variants.push(format!("{origin}{}%{:02X}{rest}", &path[..path.len() - 1], u32::from(last)));
    }
    variants
}

fn host_bent(registered: &str) -> Vec<String> {
    let Some((origin, path, rest)) = parts(registered) else { return Vec::new() };
    let host = &origin[origin.find("://").map_or(0, |at| at + 3)..];
    let bare = host.rsplit_once(':').map_or(host, |(bare, _)| bare);
    vec![
        format!("https://{host}@evil.example{path}{rest}"),
        format!("https://{bare}.evil.example{path}{rest}"),
        format!("https://evil.example#{host}{path}{rest}"),
        format!("https://evil.example\\@{host}{path}{rest}"),
        format!("//{host}{path}{rest}"),
        format!("javascript:alert(1)//{host}{path}"),
    ]
}

fn fragment_added(registered: &str) -> Vec<String> {
    vec![format!("{registered}#added")]
}

async fn redirect_uri_missing(probe: &Probe) -> Verdict {
    let ask = probe.ask("code")?;
    let endpoint = probe.metadata.endpoint("authorization_endpoint")?;
    let home = ask.get("redirect_uri").to_owned();
    let request = ask.without("redirect_uri").request(endpoint);
    must_not_redirect(&Browser::new(&probe.http).open(request, &[&home]).await?)
}

async fn redirect_uri_twice(probe: &Probe) -> Verdict {
    let ask = probe.ask("code")?.also("redirect_uri", EVIL);
    let endpoint = probe.metadata.endpoint("authorization_endpoint")?;
    let landing = Browser::new(&probe.http).open(ask.request(endpoint), &[ask.get("redirect_uri"), EVIL]).await?;
    if let Landing::Back(back) = &landing
        && back.url.host_str() != Some("evil.example")
        && back.get("error").is_some()
    {
        return Ok(());
    }
    must_not_redirect(&landing)
}

async fn response_type_unknown(probe: &Probe) -> Verdict {
    let ask = probe.ask("code")?.set("response_type", "nonsense");
    let codes = ["unsupported_response_type", "invalid_request", "unauthorized_client"];
    ask.must_be_refused(probe.try_out(&ask).await?, &probe.metadata, &codes).map(|_| ())
}

async fn response_type_missing(probe: &Probe) -> Verdict {
    let ask = probe.ask("code")?.without("response_type");
    // Without it nobody knows whether query or fragment is meant, so a page will do.
    ask.must_not_go_on(probe.try_out(&ask).await?, &probe.metadata, &["invalid_request", "unsupported_response_type"])
}

async fn response_mode_unfit(probe: &Probe) -> Verdict {
    needs(probe.metadata.has_response_type("id_token"), "the response type id_token is not served")?;
    let ask = probe.ask("id_token")?.set("response_mode", "query").set("prompt", "none");
    // Tokens in a query end in logs and in Referer headers.
    let landing = probe.try_out(&ask).await?;
    if let Landing::Back(back) = &landing
        && matches!(back.get("error"), Some("invalid_request" | "unauthorized_client" | "unsupported_response_type"))
    {
        return Ok(());
    }
    must_not_redirect(&landing).map_err(|mut problem| {
        "a refusal of response_mode=query for a response type with tokens".clone_into(&mut problem.expected);
        problem.found = landing.summary();
        problem
    })
}

async fn parameter_twice(probe: &Probe) -> Verdict {
    let ask = probe.ask("code")?.set("prompt", "none").also("scope", "openid");
    ask.must_not_go_on(probe.try_out(&ask).await?, &probe.metadata, &["invalid_request"])
}

async fn prompt_none_and_login(probe: &Probe) -> Verdict {
    let ask = probe.ask("code")?.set("prompt", "none login");
    // OIDC Core §3.1.2.1: none with any other value is an error; which one is open.
    let codes = ["invalid_request", "login_required", "interaction_required"];
    ask.must_not_go_on(probe.try_out(&ask).await?, &probe.metadata, &codes)
}

async fn nonce_missing(probe: &Probe) -> Verdict {
    needs(probe.metadata.has_response_type("id_token"), "the response type id_token is not served")?;
    let ask = probe.ask("id_token")?.without("nonce");
    // A client that is not registered for it is refused all the same.
    let codes = ["invalid_request", "unauthorized_client", "unsupported_response_type"];
    ask.must_not_go_on(probe.try_out(&ask).await?, &probe.metadata, &codes)
}

async fn pkce_method_unknown(probe: &Probe) -> Verdict {
    needs(probe.metadata.0.contains_key("code_challenge_methods_supported"), "the metadata promises no PKCE")?;
    let ask = probe.ask("code")?.set("code_challenge_method", "S999");
    ask.must_not_go_on(probe.try_out(&ask).await?, &probe.metadata, &["invalid_request"])
}

async fn pkce_method_plain(probe: &Probe) -> Verdict {
    let methods = probe.metadata.list("code_challenge_methods_supported");
    let methods = methods.ok_or_else(|| Problem::skipped("the metadata promises no PKCE"))?;
    needs(!methods.contains(&"plain"), "plain is listed")?;
    let ask = probe.ask("code")?;
    let ask = ask.clone().set("code_challenge", &ask.verifier).set("code_challenge_method", "plain");
    ask.must_not_go_on(probe.try_out(&ask).await?, &probe.metadata, &["invalid_request"])
}

/// What the provider answers when it took the request and nobody is signed in.
const NOBODY: &[&str] = &["login_required", "interaction_required", "consent_required", "account_selection_required"];

async fn unknown_parameter(probe: &Probe) -> Verdict {
    let ask = probe.ask("code")?.set("prompt", "none").set("x_unknown_parameter", "1");
    ask.must_be_refused(probe.try_out(&ask).await?, &probe.metadata, NOBODY).map(|_| ())
}

async fn post(probe: &Probe) -> Verdict {
    let ask = probe.ask("code")?.set("prompt", "none");
    let endpoint = probe.metadata.endpoint("authorization_endpoint")?;
    let landing = Browser::new(&probe.http).open(ask.post(endpoint), &[home(probe.client()?)?]).await?;
    ask.must_be_refused(landing, &probe.metadata, NOBODY).map(|_| ())
}

async fn request_object(probe: &Probe) -> Verdict {
    let ask = probe.ask("code")?.set("prompt", "none");
    let members = json!({"client_id": ask.get("client_id"), "response_type": "code", "scope": "openid",
                         "redirect_uri": ask.get("redirect_uri"), "state": "from-the-object", "prompt": "none"});
    let part = |value: &serde_json::Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let ask = ask.set("request", &format!("{}.{}.", part(&json!({"alg": "none"})), part(&members)));
    let landing = probe.try_out(&ask).await?;
    let metadata = &probe.metadata;
    if !metadata.flag("request_parameter_supported", false) {
        return ask.must_not_go_on(landing, metadata, &["request_not_supported"]);
    }
    if metadata.lists("request_object_signing_alg_values_supported", "none") {
        // OIDC Core §6.1: what stands in the object supersedes what stands beside it.
        let ask = ask.set("state", "from-the-object");
        return ask.must_be_refused(landing, metadata, NOBODY).map(|_| ());
    }
    ask.must_not_go_on(landing, metadata, &["invalid_request_object", "request_not_supported", "invalid_request"])
}

async fn request_uri(probe: &Probe) -> Verdict {
    let ask = probe.ask("code")?.set("request_uri", "https://rp.invalid/request.jwt");
    let landing = probe.try_out(&ask).await?;
    // OIDC Discovery §3: left out, it means true.
    let served = probe.metadata.flag("request_uri_parameter_supported", true);
    let codes = if served {
        &["invalid_request_uri", "invalid_request", "request_uri_not_supported"][..]
    } else {
        &["request_uri_not_supported"]
    };
    ask.must_not_go_on(landing, &probe.metadata, codes)
}

/// The sign-in page must not be shown inside of somebody else's.
async fn framing(probe: &Probe) -> Verdict {
    let ask = probe.ask("code")?;
    let landing = probe.try_out(&ask).await?;
    let answer = landing.answer();
    let asks = answer.is_html() && html::read(&answer.body).asks_for_password();
    needs(asks, "no page with a password was shown")?;
    let policy = answer.all("content-security-policy").any(|value| value.contains("frame-ancestors"));
    let header = answer.header("x-frame-options").is_some();
    should(policy || header, "frame-ancestors in Content-Security-Policy, or X-Frame-Options", || "neither".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bent_address_differs_from_the_registered_one() {
        for registered in ["https://rp.example/cb", "https://rp.example:8443/a/cb?x=1", "http://127.0.0.1:9/callback"] {
            for bend in [query_added, path_bent, percent_encoded, host_bent, fragment_added] {
                let variants = bend(registered);
                assert!(!variants.is_empty(), "{registered}");
                assert!(variants.iter().all(|variant| variant != registered), "{variants:?}");
            }
        }
        assert_eq!(query_added("https://rp.example/cb?x=1"), ["https://rp.example/cb?x=1&added=1"]);
        assert!(percent_encoded("https://rp.example/cb").contains(&"https://rp.example/c%62".to_owned()));
        assert!(path_bent("https://rp.example/cb").contains(&"https://rp.example/CB".to_owned()));
    }
}
