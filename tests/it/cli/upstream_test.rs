//! `signet upstream test`: an upstream is walked as a sign-in would, and what is wrong is told with what to write.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use serde_json::{Value, json};

use super::{
    text,
    upstreams::{STAFF, place},
};
use crate::support::ClientKey;

/// A provider on this machine.
struct Provider {
    issuer: String,
    /// What its token endpoint was sent: header fields and form.
    asked: Arc<Mutex<Vec<String>>>,
}

/// What the token endpoint of a provider answers.
#[derive(Clone, Copy)]
struct AtToken(&'static str, &'static str);

const KNOWS_US: AtToken = AtToken("400 Bad Request", r#"{"error":"invalid_grant"}"#);

/// A provider that serves these metadata, this at its token endpoint, and a key set elsewhere. `ISSUER` in the metadata
/// is its address.
fn provider(metadata: &Value, token: AtToken) -> Provider {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let metadata = metadata.to_string().replace("ISSUER", &issuer);
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let request = received(&stream);
            let mut status = "200 OK";
            let body = if request.starts_with("POST /token ") {
                seen.lock().unwrap().push(request);
                status = token.0;
                token.1.to_owned()
            } else if request.contains("/.well-known/openid-configuration") {
                metadata.clone()
            } else {
                json!({"keys": [{
                    "kty": "EC", "crv": "P-256", "kid": "k1", "use": "sig", "alg": "ES256",
                    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
                }]})
                .to_string()
            };
            let length = body.len();
            let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\nconnection: close");
            write!(stream, "{head}\r\ncontent-length: {length}\r\n\r\n{body}").ok();
        }
    });
    Provider { issuer, asked }
}

/// A request, with its body.
fn received(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut request, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap() == 0 || line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        request.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    request + &String::from_utf8(body).unwrap()
}

/// What `signet upstream test staff` prints of a provider whose token endpoint answers so, and its exit code.
fn tested(token: AtToken) -> (Option<i32>, String) {
    let place = place();
    let Provider { issuer, .. } = provider(&good(), token);
    place.says(&[&STAFF[..], &[issuer.as_str()]].concat());
    let output = place.signet(&["--set", "outbound.allow_private=127.0.0.1/32", "upstream", "test", "staff"], "");
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

fn good() -> Value {
    json!({
        "issuer": "ISSUER", "authorization_endpoint": "ISSUER/authorize", "token_endpoint": "ISSUER/token",
        "jwks_uri": "ISSUER/jwks", "userinfo_endpoint": "ISSUER/userinfo",
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"], "id_token_signing_alg_values_supported": ["ES256", "RS256"],
        "scopes_supported": ["openid", "profile", "email"],
        "authorization_response_iss_parameter_supported": true,
    })
}

#[test]
fn a_secret_is_sent_as_its_provider_offers_where_the_operator_says_nothing() {
    let place = place();
    let reach = ["--set", "outbound.allow_private=127.0.0.1/32"];
    let nothing: &[&str] = &[];
    let said: &[&str] = &["--setting", "client_auth=client_secret_basic"];
    for (offered, more, chosen) in [
        (json!(["client_secret_post", "private_key_jwt"]), nothing, "client_secret_post"),
        (json!(["client_secret_post", "client_secret_basic"]), nothing, "client_secret_basic"),
        (json!(["private_key_jwt"]), nothing, "client_secret_basic"),
        (json!(null), nothing, "client_secret_basic"),
        (json!(["client_secret_post"]), said, "client_secret_basic"),
    ] {
        let mut metadata = good();
        metadata["token_endpoint_auth_methods_supported"] = offered.clone();
        let Provider { issuer, .. } = provider(&metadata, KNOWS_US);
        let made = place.json(&[&reach[..], &STAFF, &[issuer.as_str()], more].concat());
        assert_eq!(made["settings"]["client_auth"], chosen, "{offered} {more:?}");
        place.says(&["upstream", "delete", "staff", "--yes"]);
    }
    // Whoever is not the issuer that was asked says nothing of it.
    let mut other = good();
    other["issuer"] = json!("https://other.example");
    other["token_endpoint_auth_methods_supported"] = json!(["client_secret_post"]);
    let Provider { issuer, .. } = provider(&other, KNOWS_US);
    let made = place.json(&[&reach[..], &STAFF, &[issuer.as_str()]].concat());
    assert_eq!(made["settings"]["client_auth"], "client_secret_basic");
}

#[test]
fn an_upstream_is_walked_and_found_good() {
    let place = place();
    let Provider { issuer, asked } = provider(&good(), KNOWS_US);
    place.says(&[&STAFF[..], &[issuer.as_str()]].concat());
    let told = place.says(&["--set", "outbound.allow_private=127.0.0.1/32", "upstream", "test", "staff"]);
    for row in [
        format!("  good     its metadata are read from {issuer}/.well-known/openid-configuration\n"),
        format!("  good     it says that it is {issuer}\n"),
        format!("  good     token_endpoint is {issuer}/token\n"),
        "  good     it knows us by client_secret_basic\n".to_owned(),
        "  good     it supports PKCE with S256\n".to_owned(),
        format!("  good     1 key is read from {issuer}/jwks\n"),
        "  good     its answers say who answers: iss (RFC 9207)\n".to_owned(),
        "  good     its token endpoint knows us: it refuses a made-up code (400 invalid_grant)\n".to_owned(),
    ] {
        assert!(told.contains(&row), "{row}: {told}");
    }
    assert!(!told.contains("problem"), "{told}");
    // The secret goes there as in a sign-in: signet, "hush hush" as a form has them.
    let asked = asked.lock().unwrap();
    assert_eq!(asked.len(), 1);
    for part in [
        "authorization: Basic c2lnbmV0Omh1c2graHVzaA==\r\n",
        "grant_type=authorization_code",
        "redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fsign-in%2Fupstream%2Fstaff%2Fcallback",
    ] {
        assert!(asked[0].contains(part), "{part}: {}", asked[0]);
    }
}

// RFC 6749 §5.2
#[test]
fn a_secret_that_is_not_known_there_is_told_with_what_to_write() {
    for (answer, said) in [
        (AtToken("401 Unauthorized", r#"{"error":"invalid_client"}"#), "401 invalid_client"),
        (AtToken("401 Unauthorized", "<html>"), "401"),
        (AtToken("400 Bad Request", r#"{"error":"unauthorized_client"}"#), "400 unauthorized_client"),
        // Some services report errors with status 200.
        (AtToken("200 OK", r#"{"error":"invalid_client"}"#), "200 invalid_client"),
    ] {
        let (code, told) = tested(answer);
        assert_eq!(code, Some(1), "{said}: {told}");
        for row in [
            &format!("  problem  its token endpoint does not take us for the client that we are there ({said})\n")[..],
            "           signet upstream update staff --client-id ID --client-secret-file FILE; or, where both are right: \
             --setting client_auth=client_secret_post\n",
        ] {
            assert!(told.contains(row), "{row}: {told}");
        }
        assert!(!told.contains("hush"), "{told}");
    }
}

// RFC 7523 §3
#[test]
fn a_key_that_is_not_known_there_is_told_with_what_to_compare() {
    let place = place();
    place.write("staff.secret", &ClientKey::new("of-signet").pem());
    let mut metadata = good();
    metadata["token_endpoint_auth_methods_supported"] = json!(["private_key_jwt"]);
    let refuses = AtToken("401 Unauthorized", r#"{"error":"invalid_client"}"#);
    let Provider { issuer, .. } = provider(&metadata, refuses);
    place.says(&[&STAFF[..], &[issuer.as_str(), "--setting", "client_auth=private_key_jwt"]].concat());
    let output = place.signet(&["--set", "outbound.allow_private=127.0.0.1/32", "upstream", "test", "staff"], "");
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    let row = "           signet upstream update staff --client-id ID --client-secret-file FILE; or, where both are right, \
               what it knows of the key: --setting client_auth_values.key_id=KID (else its RFC 7638 thumbprint), \
               client_auth_values.audience=issuer (else the token endpoint), client_auth_alg=ALG (now ES256)\n";
    assert!(told.contains(row), "{told}");
    assert!(!told.contains("PRIVATE KEY"), "{told}");
}

#[test]
fn an_answer_that_says_nothing_of_the_secret_is_told_as_that() {
    let (code, told) = tested(AtToken("400 Bad Request", r#"{"error":"invalid_request"}"#));
    let row = "  good     its token endpoint refuses a made-up code, and not this client (400 invalid_request)\n";
    assert!(code == Some(0) && told.contains(row), "{told}");
    for (answer, said) in [
        (AtToken("503 Service Unavailable", "{}"), "503"),
        (AtToken("200 OK", "{}"), "200"),
        (AtToken("400 Bad Request", r#"{"error":{"message":"who are you"}}"#), "400"),
        (AtToken("200 OK", r#"{"error":"bad_luck"}"#), "200 bad_luck"),
    ] {
        let (code, told) = tested(answer);
        let row = format!(
            "  warning  could not tell whether it knows us by our secret: its token endpoint answers a made-up code \
             with {said}\n"
        );
        assert!(code == Some(0) && told.contains(&row), "{row}: {told}");
    }
}

#[test]
fn what_is_wrong_with_an_upstream_is_told_with_what_to_write() {
    let place = place();
    let mut wrong = good();
    wrong["issuer"] = json!("https://other.example");
    wrong["token_endpoint"] = json!("http://sso.example/token");
    wrong["token_endpoint_auth_methods_supported"] = json!(["client_secret_post"]);
    wrong["code_challenge_methods_supported"] = json!(["plain"]);
    wrong["id_token_signing_alg_values_supported"] = json!(["HS256"]);
    let Provider { issuer, asked } = provider(&wrong, KNOWS_US);
    place.says(&[&STAFF[..], &[issuer.as_str()]].concat());
    let output = place.signet(&["--set", "outbound.allow_private=127.0.0.1/32", "upstream", "test", "staff"], "");
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stdout).unwrap();
    for row in [
        &format!(
            "  problem  it says that it is \"https://other.example\", and \"{issuer}\" is set (OIDC Discovery section 4.3)\n"
        )[..],
        "signet upstream update staff --issuer https://other.example --client-secret-file FILE   if you trust that this is it\n",
        "  problem  token_endpoint does not use https: http://sso.example/token\n",
        "  problem  it does not know client_secret_basic, but client_secret_post\n",
        "signet upstream update staff --setting client_auth=client_secret_post\n",
        "  problem  it supports PKCE by plain, and not by S256\n",
        "  problem  it signs ID tokens by HS256, and RS256, ",
    ] {
        assert!(told.contains(row), "{row}: {told}");
    }
    assert_eq!(asked.lock().unwrap().len(), 0, "our secret is nothing for whom its metadata do not fit");
    // A private address is reached by the operator's word alone.
    let output = place.signet(&["upstream", "test", "staff", "--json"], "");
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["problems"], 1);
    let finding = &told["findings"][0];
    assert_eq!(finding["verdict"], "problem");
    assert!(text(finding, "text").starts_with(&format!("{issuer}/.well-known/openid-configuration ")), "{finding}");
}
