//! Client authentication at the token endpoint: RFC 6749 §2.3, §3.2.1 and §5.2.

use crate::{
    check::{Problem, Sheet, Verdict, must, needs, should},
    client::{Client, Method},
    error::{described, error_of, must_be_error},
    http::{Answer, Request, encode},
    probe::Probe,
    system::random,
    tokens::bogus,
};

/// Runs the group.
pub async fn run(probe: &Probe, sheet: &mut Sheet<'_>) {
    sheet.check("right-credentials", "RFC 6749 §3.2.1", right(probe).await);
    sheet.check("wrong-secret", "RFC 6749 §5.2", wrong_secret(probe, Method::ClientSecretPost).await);
    sheet.check("wrong-secret-basic", "RFC 6749 §5.2", wrong_secret(probe, Method::ClientSecretBasic).await);
    sheet.check("no-secret", "RFC 6749 §3.2.1, §5.2", no_secret(probe).await);
    sheet.check("empty-secret", "RFC 6749 §5.2", empty_secret(probe).await);
    sheet.check("unknown-client", "RFC 6749 §5.2", unknown_client(probe).await);
    sheet.check("no-client", "RFC 6749 §3.2.1, §5.2", no_client(probe).await);
    sheet.check("two-methods", "RFC 6749 §2.3, §5.2", two_methods(probe).await);
    sheet.check("two-clients", "RFC 6749 §2.3, §5.2", two_clients(probe).await);
    sheet.check("secret-in-the-address", "RFC 6749 §2.3.1", in_the_address(probe).await);
    sheet.check("malformed-basic", "RFC 6749 §5.2, RFC 7617 §2", malformed_basic(probe).await);
    sheet.check("bad-assertion", "RFC 7521 §4.2.1", bad_assertion(probe).await);
}

fn endpoint(probe: &Probe) -> Result<&str, Problem> {
    probe.metadata.endpoint("token_endpoint")
}

/// The others mean something only if the right secret is taken.
async fn right(probe: &Probe) -> Verdict {
    let client = probe.client()?;
    let answer = probe.http.send(bogus(client, endpoint(probe)?, client.secret.as_deref())).await?;
    must(error_of(&answer) == "invalid_grant", "invalid_grant: the client is believed, its code is not", || {
        described(&answer)
    })
}

async fn wrong_secret(probe: &Probe, method: Method) -> Verdict {
    let (client, _) = probe.confidential()?;
    needs(probe.metadata.has_auth_method(method.as_str()), "the metadata does not list this method")?;
    let client = Client { method, ..client.clone() };
    let answer = probe.http.send(bogus(&client, endpoint(probe)?, Some(&random()))).await?;
    must_be_error(&answer, &["invalid_client"])?;
    if method == Method::ClientSecretBasic { challenges(&answer) } else { Ok(()) }
}

/// RFC 6749 §5.2: who used the Authorization header is answered with 401 and a challenge of that scheme.
fn challenges(answer: &Answer) -> Verdict {
    must(answer.status == 401, "status 401, since the Authorization header was used", || described(answer))?;
    let basic = answer.all("www-authenticate").any(|value| value.to_ascii_lowercase().starts_with("basic"));
    must(basic, "WWW-Authenticate: Basic, the scheme that was used", || {
        format!("WWW-Authenticate: {}", answer.header("www-authenticate").unwrap_or("none"))
    })
}

async fn no_secret(probe: &Probe) -> Verdict {
    let (client, _) = probe.confidential()?;
    let answer = probe.http.send(bogus(client, endpoint(probe)?, None)).await?;
    must_be_error(&answer, &["invalid_client"])
}

async fn empty_secret(probe: &Probe) -> Verdict {
    let (client, _) = probe.confidential()?;
    let answer = probe.http.send(bogus(client, endpoint(probe)?, Some(""))).await?;
    // An empty parameter counts as left out (RFC 6749 §3.2), and then the request is incomplete.
    must_be_error(&answer, &["invalid_client", "invalid_request"])
}

async fn unknown_client(probe: &Probe) -> Verdict {
    let stranger = Client {
        id: format!("unknown-{}", &random()[..8]),
        secret: Some(random()),
        method: Method::fitting(&probe.metadata, true),
        redirect_uri: None,
        post_logout_redirect_uri: None,
        management: None,
        scope: None,
    };
    let answer = probe.http.send(bogus(&stranger, endpoint(probe)?, stranger.secret.as_deref())).await?;
    must_be_error(&answer, &["invalid_client"])?;
    if stranger.method == Method::ClientSecretBasic { challenges(&answer) } else { Ok(()) }
}

async fn no_client(probe: &Probe) -> Verdict {
    let pairs = [("grant_type", "authorization_code"), ("code", "unknown")];
    let answer = probe.http.send(Request::form(endpoint(probe)?, &pairs)).await?;
    must_be_error(&answer, &["invalid_client", "invalid_request"])
}

async fn two_methods(probe: &Probe) -> Verdict {
    let (client, secret) = probe.confidential()?;
    let post = Client { method: Method::ClientSecretPost, ..client.clone() };
    let answer = probe.http.send(bogus(&post, endpoint(probe)?, Some(secret)).basic(&client.id, secret)).await?;
    must_be_error(&answer, &["invalid_request", "invalid_client"])?;
    // RFC 6749 §5.2: invalid_request is the code for more than one mechanism.
    should(error_of(&answer) == "invalid_request", "error invalid_request", || described(&answer))
}

async fn two_clients(probe: &Probe) -> Verdict {
    let (client, secret) = probe.confidential()?;
    needs(probe.metadata.has_auth_method("client_secret_basic"), "the metadata does not list client_secret_basic")?;
    let public = Client { id: "somebody-else".to_owned(), method: Method::None, ..client.clone() };
    let answer = probe.http.send(bogus(&public, endpoint(probe)?, None).basic(&client.id, secret)).await?;
    must_be_error(&answer, &["invalid_request", "invalid_client"])
}

async fn in_the_address(probe: &Probe) -> Verdict {
    let (client, secret) = probe.confidential()?;
    let public = Client { method: Method::None, ..client.clone() };
    let query = encode(&[("client_secret", secret)]);
    let answer = probe.http.send(bogus(&public, &format!("{}?{query}", endpoint(probe)?), None)).await?;
    // RFC 6749 §2.3.1: credentials MUST NOT be included in the request URI.
    must_be_error(&answer, &["invalid_client", "invalid_request"])
}

async fn malformed_basic(probe: &Probe) -> Verdict {
    let pairs = [("grant_type", "authorization_code"), ("code", "unknown")];
    let request = Request::form(endpoint(probe)?, &pairs).header("authorization", "Basic !!!");
    must_be_error(&probe.http.send(request).await?, &["invalid_client", "invalid_request"])
}

async fn bad_assertion(probe: &Probe) -> Verdict {
    let client = probe.client()?;
    let asserting =
        ["private_key_jwt", "client_secret_jwt"].into_iter().any(|method| probe.metadata.has_auth_method(method));
    needs(asserting, "the metadata lists no assertions")?;
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", "unknown"),
        ("client_id", &client.id),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."),
    ];
    must_be_error(&probe.http.send(Request::form(endpoint(probe)?, &pairs)).await?, &["invalid_client"])
}
