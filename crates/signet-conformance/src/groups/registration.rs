//! Dynamic registration and its management: RFC 7591, RFC 7592, OIDC Registration. Only with `--register`.

use serde_json::{Map, Value, json};

use crate::{
    check::{Outcome, Problem, Sheet, Verdict, must, needs, should},
    client::{Client, Management, Method, Wanted},
    error::{described, must_be_error},
    http::{Answer, Request},
    probe::Probe,
    provision::{after_logout, post},
    tokens::bogus,
};

/// Runs the group.
pub async fn run(probe: &Probe, sheet: &mut Sheet<'_>) {
    sheet.check("clients-of-this-run", "RFC 7591 §3", possible(probe).and_then(|()| probe.client().map(|_| ())));
    let begun = begin(probe).await;
    let kept = begun.as_ref().map_err(quiet).cloned();
    sheet.check("created", "RFC 7591 §3.2.1", begun.and_then(|(answer, _)| created(&answer)));
    sheet.check("not-stored", "RFC 7591 §3.2.1", look(&kept, |answer, _| not_stored(answer)));
    sheet.check("echo", "RFC 7591 §3.2.1", look(&kept, echo));
    sheet.check("secret-expiry", "RFC 7591 §3.2.1", look(&kept, |answer, _| secret_expiry(answer)));
    sheet.check("management-members", "RFC 7592 §3", look(&kept, |answer, _| management_members(answer)));
    sheet.check("unknown-members", "RFC 7591 §2", look(&kept, |answer, _| unknown_members(answer)));
    refusals(probe, sheet).await;
    let client = kept.and_then(|(answer, asked)| managed(probe, &answer, &asked));
    let mut management = client.as_ref().map_err(Clone::clone).and_then(|client| {
        client.management.clone().ok_or_else(|| Problem::skipped("registrations are not managed here"))
    });
    sheet.check("read", "RFC 7592 §2.1", read(probe, &mut management, &client).await);
    sheet.check("read-needs-the-token", "RFC 7592 §2.1", read_by_nobody(probe, &management).await);
    sheet.check("update", "RFC 7592 §2.2", update(probe, &mut management, &client).await);
    sheet.check("delete", "RFC 7592 §2.3", delete(probe, &management).await);
    sheet.check("gone", "RFC 7592 §2.1, §2.3", gone(probe, &management).await);
    sheet.check("gone-at-the-token-endpoint", "RFC 7592 §2.3", gone_at_token(probe, &management, &client).await);
}

type Made = (Answer, Value);

fn possible(probe: &Probe) -> Verdict {
    probe.metadata.endpoint("registration_endpoint")?;
    probe.registration().map(|_| ())
}

/// What a failure means for the checks that build on it.
fn quiet(problem: &Problem) -> Problem {
    match problem.outcome {
        Outcome::Skipped => problem.clone(),
        _ => Problem::skipped("no client could be registered"),
    }
}

fn wanted(probe: &Probe) -> Result<Value, Problem> {
    let redirect_uri = &probe.registration()?.redirect_uri;
    let bye = after_logout(redirect_uri);
    let wanted = Wanted {
        redirect_uri,
        post_logout_redirect_uri: &bye,
        method: Method::fitting(&probe.metadata, true),
        code_only: true,
    };
    Ok(wanted.metadata(&probe.metadata))
}

async fn begin(probe: &Probe) -> Result<Made, Problem> {
    possible(probe)?;
    let mut asked = wanted(probe)?;
    asked["x_unknown_member"] = json!({"any": "thing"});
    let answer = post(probe, &asked).await?;
    let made = matches!(answer.status, 200 | 201) && answer.object().is_some();
    must(made, "status 201 and the client's metadata", || described(&answer))?;
    for secret in ["client_secret", "registration_access_token"] {
        probe
            .http
            .redactor
            .learn(answer.object().unwrap_or_default().get(secret).and_then(Value::as_str).unwrap_or_default());
    }
    Ok((answer, asked))
}

fn look(made: &Result<Made, Problem>, check: fn(&Answer, &Value) -> Verdict) -> Verdict {
    let (answer, asked) = made.as_ref().map_err(Clone::clone)?;
    check(answer, asked).map_err(|problem| problem.about(answer))
}

fn created(answer: &Answer) -> Verdict {
    must(answer.status == 201, "status 201", || answer.summary())?;
    must(answer.media_type() == "application/json", "application/json", || answer.summary())?;
    let id = answer.object().unwrap_or_default().get("client_id").is_some_and(Value::is_string);
    must(id, "client_id", || "none".to_owned())
}

fn not_stored(answer: &Answer) -> Verdict {
    let control = answer.header("cache-control").unwrap_or("none").to_ascii_lowercase();
    must(control.contains("no-store"), "Cache-Control: no-store", || format!("Cache-Control: {control}"))
}

fn echo(answer: &Answer, asked: &Value) -> Verdict {
    let members = answer.object().unwrap_or_default();
    let absent: Vec<&str> = asked
        .as_object()
        .into_iter()
        .flat_map(Map::keys)
        .map(String::as_str)
        .filter(|name| *name != "x_unknown_member" && !members.contains_key(*name))
        .collect();
    must(absent.is_empty(), "all metadata that was registered", || format!("missing: {}", absent.join(", ")))?;
    // The provider may replace other values, but nobody wants answers to go elsewhere.
    must(members["redirect_uris"] == asked["redirect_uris"], "redirect_uris as they were sent", || {
        members["redirect_uris"].to_string()
    })
}

fn secret_expiry(answer: &Answer) -> Verdict {
    let members = answer.object().unwrap_or_default();
    needs(members.contains_key("client_secret"), "the client has no secret")?;
    let expiry = members.get("client_secret_expires_at");
    must(expiry.is_some_and(Value::is_u64), "client_secret_expires_at, 0 for never", || format!("{expiry:?}"))
}

fn management_members(answer: &Answer) -> Verdict {
    let members = answer.object().unwrap_or_default();
    let has = |name: &str| members.get(name).is_some_and(Value::is_string);
    let (uri, token) = (has("registration_client_uri"), has("registration_access_token"));
    must(uri == token, "registration_client_uri and registration_access_token, or neither", || {
        "one of them".to_owned()
    })?;
    needs(uri, "registrations are not managed here")
}

fn unknown_members(answer: &Answer) -> Verdict {
    let members = answer.object().unwrap_or_default();
    must(answer.status == 201, "status 201: members that are not understood are ignored", || described(answer))?;
    let told = members.contains_key("x_unknown_member");
    should(!told, "nothing about members that are not understood", || "x_unknown_member".to_owned())
}

/// What must not be registered.
async fn refusals(probe: &Probe, sheet: &mut Sheet<'_>) {
    let uri = &["invalid_redirect_uri"][..];
    let either = &["invalid_redirect_uri", "invalid_client_metadata"][..];
    let metadata = &["invalid_client_metadata"][..];
    let cases: [(&'static str, &'static str, Value, &[&str]); 6] = [
        (
            "redirect-uri-with-fragment",
            "OIDC Registration §2, §3.3",
            json!({"redirect_uris": ["https://rp.example/cb#x"]}),
            uri,
        ),
        ("redirect-uri-relative", "RFC 7591 §3.2.2", json!({"redirect_uris": ["/cb"]}), uri),
        ("redirect-uri-script", "RFC 7591 §5, RFC 9700 §4.1", json!({"redirect_uris": ["javascript:alert(1)"]}), uri),
        ("redirect-uris-missing", "OIDC Registration §2", json!({"redirect_uris": null}), either),
        ("two-key-sets", "RFC 7591 §2", json!({"jwks": {"keys": []}, "jwks_uri": "https://rp.example/jwks"}), metadata),
        ("response-type-unknown", "RFC 7591 §3.2.2", json!({"response_types": ["nonsense"]}), metadata),
    ];
    for (name, clause, bend, codes) in cases {
        sheet.check(name, clause, refused(probe, &bend, codes).await);
    }
    sheet.check("redirect-uri-http", "OIDC Registration §2", plain_http(probe).await);
    sheet.check("not-json", "RFC 7591 §3.1", not_json(probe).await);
    sheet.check("initial-access-token", "RFC 7591 §3", without_token(probe).await);
}

/// Takes back what should not have been made.
async fn undo(probe: &Probe, answer: &Answer) {
    let members = answer.object().unwrap_or_default();
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    if let (Some(uri), Some(token)) = (text("registration_client_uri"), text("registration_access_token")) {
        probe.http.redactor.learn(token);
        let _ = probe.http.send(Request::new("DELETE", uri).bearer(token)).await;
    }
}

async fn bent(probe: &Probe, bend: &Value) -> Result<Answer, Problem> {
    possible(probe)?;
    let mut asked = wanted(probe)?;
    for (name, value) in bend.as_object().into_iter().flatten() {
        asked[name] = value.clone();
        if value.is_null()
            && let Some(members) = asked.as_object_mut()
        {
            members.remove(name);
        }
    }
    let answer = post(probe, &asked).await?;
    undo(probe, &answer).await;
    Ok(answer)
}

async fn refused(probe: &Probe, bend: &Value, codes: &[&str]) -> Verdict {
    let answer = bent(probe, bend).await?;
    must_be_error(&answer, codes)?;
    must(answer.status == 400, "status 400", || described(&answer)).map_err(|problem| problem.about(&answer))
}

/// OIDC Registration §2: web clients of the implicit flow use https; those of the code flow should.
async fn plain_http(probe: &Probe) -> Verdict {
    let mut bend = json!({"redirect_uris": ["http://rp.example/cb"], "application_type": "web"});
    let implicit = probe.metadata.has_response_type("id_token");
    if implicit {
        bend["response_types"] = json!(["id_token"]);
        bend["grant_types"] = json!(["implicit"]);
    }
    let answer = bent(probe, &bend).await?;
    let verdict = must_be_error(&answer, &["invalid_redirect_uri", "invalid_client_metadata"]);
    if implicit { verdict } else { verdict.map_err(Problem::only_warning) }
}

async fn not_json(probe: &Probe) -> Verdict {
    possible(probe)?;
    let mut request = Request::form(probe.metadata.endpoint("registration_endpoint")?, &[("client_name", "x")]);
    if let Some(token) = &probe.registration()?.initial_access_token {
        request = request.bearer(token.expose());
    }
    let answer = probe.http.send(request).await?;
    must((400..500).contains(&answer.status), "a refusal of a body that is not JSON", || described(&answer))
}

async fn without_token(probe: &Probe) -> Verdict {
    possible(probe)?;
    needs(probe.registration()?.initial_access_token.is_some(), "no initial access token was given")?;
    let endpoint = probe.metadata.endpoint("registration_endpoint")?;
    let answer = probe.http.send(Request::json("POST", endpoint, &wanted(probe)?)).await?;
    undo(probe, &answer).await;
    needs(answer.status != 201, "the provider does without one")?;
    must(matches!(answer.status, 401 | 403), "status 401", || described(&answer))
        .map_err(|problem| problem.about(&answer))
}

fn managed(probe: &Probe, answer: &Answer, asked: &Value) -> Result<Client, Problem> {
    let text = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
    let (home, bye) = (text("redirect_uris"), text("post_logout_redirect_uris"));
    let method = Method::fitting(&probe.metadata, true);
    let wanted = Wanted { redirect_uri: &home, post_logout_redirect_uri: &bye, method, code_only: true };
    let members = answer.object().unwrap_or_default();
    Client::from_registration(&members, &wanted, &probe.http)
        .ok_or_else(|| Problem::skipped("no client could be registered"))
}

type Managed = Result<Management, Problem>;

/// Keeps the token and the address that an answer gives out: both may change.
fn follow(probe: &Probe, management: &mut Managed, members: &Map<String, Value>) {
    let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
    let Ok(management) = management else { return };
    if let Some(token) = text("registration_access_token") {
        probe.http.redactor.learn(&token);
        management.token = token;
    }
    if let Some(uri) = text("registration_client_uri") {
        management.uri = uri;
    }
}

async fn read(probe: &Probe, management: &mut Managed, client: &Result<Client, Problem>) -> Verdict {
    let (id, at) = (client.as_ref().map_err(Clone::clone)?.id.clone(), management.clone()?);
    let answer = probe.http.send(Request::get(at.uri).bearer(&at.token)).await?;
    let members = answer.object().filter(|_| answer.status == 200);
    let members = members.ok_or_else(|| Problem::failed("status 200 and the client's metadata", described(&answer)))?;
    must(members.get("client_id") == Some(&json!(id)), "the client_id that was registered", || described(&answer))?;
    follow(probe, management, &members);
    // RFC 7592 §3: the same members as after registration.
    let told = ["registration_client_uri", "registration_access_token"].iter().all(|name| members.contains_key(*name));
    should(told, "registration_client_uri and registration_access_token", || "not both".to_owned())
}

async fn read_by_nobody(probe: &Probe, management: &Managed) -> Verdict {
    let at = management.clone()?;
    for request in [Request::get(&at.uri), Request::get(&at.uri).bearer("no-such-token")] {
        let answer = probe.http.send(request).await?;
        must(answer.status == 401, "status 401", || described(&answer)).map_err(|problem| problem.about(&answer))?;
    }
    Ok(())
}

async fn update(probe: &Probe, management: &mut Managed, client: &Result<Client, Problem>) -> Verdict {
    let (client, at) = (client.as_ref().map_err(Clone::clone)?, management.clone()?);
    let mut asked = wanted(probe)?;
    asked["client_id"] = json!(client.id);
    asked["client_name"] = json!("Signet conformance checks, renamed");
    if let Some(secret) = &client.secret {
        asked["client_secret"] = json!(secret);
    }
    let answer = probe.http.send(Request::json("PUT", &at.uri, &asked).bearer(&at.token)).await?;
    needs(!matches!(answer.status, 403 | 405 | 501), "registrations cannot be changed here")?;
    let members = answer.object().filter(|_| answer.status == 200);
    let members = members.ok_or_else(|| Problem::failed("status 200 and the client's metadata", described(&answer)))?;
    follow(probe, management, &members);
    must(members.get("client_name") == Some(&asked["client_name"]), "the new client_name", || {
        members.get("client_name").map_or_else(|| "none".to_owned(), Value::to_string)
    })
}

async fn delete(probe: &Probe, management: &Managed) -> Verdict {
    let at = management.clone()?;
    let answer = probe.http.send(Request::new("DELETE", at.uri).bearer(&at.token)).await?;
    needs(!matches!(answer.status, 403 | 405 | 501), "registrations cannot be deleted here")?;
    must(answer.status == 204, "status 204", || described(&answer))
}

async fn gone(probe: &Probe, management: &Managed) -> Verdict {
    let at = management.clone()?;
    let answer = probe.http.send(Request::get(at.uri).bearer(&at.token)).await?;
    must(answer.status == 401, "status 401: the token ended with the client", || described(&answer))
}

async fn gone_at_token(probe: &Probe, management: &Managed, client: &Result<Client, Problem>) -> Verdict {
    management.as_ref().map_err(Clone::clone)?;
    let client = client.as_ref().map_err(Clone::clone)?;
    let request = bogus(client, probe.metadata.endpoint("token_endpoint")?, client.secret.as_deref());
    must_be_error(&probe.http.send(request).await?, &["invalid_client"])
}
