//! The `openidconnect` crate as a relying party of its own: registers itself or takes a client that is there, signs
//! in, verifies the ID token, calls userinfo, refreshes and signs out. Run by `parties/openidconnect.mjs`, which
//! walks through the pages: each line printed is a JSON document, and its answer is a line of input.

use std::{
    error::Error,
    io::{self, BufRead, Read, Write},
    net::TcpStream,
};

use openidconnect::{
    AccessToken, AccessTokenHash, AuthType, AuthorizationCode, ClientId, ClientName, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, RedirectUrl, RefreshToken, Scope, TokenResponse,
    core::{
        CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreClientRegistrationRequest, CoreGrantType,
        CoreIdTokenClaims, CoreProviderMetadata, CoreTokenResponse, CoreUserInfoClaims,
    },
    http::StatusCode,
    registration::EmptyAdditionalClientMetadata,
};
use serde_json::{Value, json};
use url::Url;

type Outcome<T> = Result<T, Box<dyn Error>>;
type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// What the runner says at the beginning.
struct Facts(Value);

impl Facts {
    fn text(&self, pointer: &str) -> Outcome<String> {
        let found = self.0.pointer(pointer).and_then(Value::as_str);
        Ok(found.ok_or_else(|| format!("the runner does not say {pointer}"))?.to_owned())
    }
}

fn main() -> Outcome<()> {
    let facts = Facts(say(&json!({"facts": "please"}))?);
    let issuer = IssuerUrl::new(facts.text("/issuer")?)?;
    let metadata = CoreProviderMetadata::discover(&issuer, &http)?;
    let (id, secret) = credentials(&facts, &metadata)?;
    let client = CoreClient::from_provider_metadata(metadata, id, Some(secret))
        .set_redirect_uri(RedirectUrl::new(facts.text("/redirect_uri")?)?)
        .set_auth_type(AuthType::BasicAuth);

    begin("sign in")?;
    let (answered, nonce, verifier) = authorize(&client, &[])?;
    let code = parameter(&answered, "code").ok_or("no code came back")?;
    let tokens: CoreTokenResponse =
        client.exchange_code(AuthorizationCode::new(code))?.set_pkce_verifier(verifier).request(&http)?;

    begin("ID token")?;
    let claims = verified(&client, &tokens, &nonce)?;

    begin("userinfo")?;
    let info = userinfo(&client, tokens.access_token(), &claims)?;
    let name = info.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned());
    same("the name", name.as_deref(), Some(facts.text("/name")?.as_str()))?;

    begin("refresh")?;
    let token = tokens.refresh_token().ok_or("no refresh token came")?;
    let fresh: CoreTokenResponse =
        client.exchange_refresh_token(&RefreshToken::new(token.secret().clone()))?.request(&http)?;
    userinfo(&client, fresh.access_token(), &claims)?;

    begin("log out")?;
    let mut end = Url::parse(&facts.text("/end_session_endpoint")?)?;
    let hint = tokens.id_token().ok_or("no ID token came")?.to_string();
    end.query_pairs_mut()
        .append_pair("id_token_hint", &hint)
        .append_pair("post_logout_redirect_uri", &facts.text("/after_logout")?)
        .append_pair("state", "bye");
    let back = Url::parse(&asked(&json!({"sign out": end}), "back")?)?;
    same("the state", parameter(&back, "state").as_deref(), Some("bye"))?;
    let (answered, ..) = authorize(&client, &[("prompt", "none")])?;
    same("the error", parameter(&answered, "error").as_deref(), Some("login_required"))
}

/// The client that is there, or one that registers itself (OIDC Registration §3).
fn credentials(facts: &Facts, metadata: &CoreProviderMetadata) -> Outcome<(ClientId, ClientSecret)> {
    if let Ok(id) = facts.text("/client_id") {
        return Ok((ClientId::new(id), ClientSecret::new(facts.text("/client_secret")?)));
    }
    begin("register")?;
    let endpoint = metadata.registration_endpoint().ok_or("discovery names no registration_endpoint")?;
    let uris = vec![RedirectUrl::new(facts.text("/redirect_uri")?)?];
    let answer = CoreClientRegistrationRequest::new(uris, EmptyAdditionalClientMetadata::default())
        .set_client_name(Some([(None, ClientName::new("Crate".to_owned()))].into_iter().collect()))
        .set_token_endpoint_auth_method(Some(CoreClientAuthMethod::ClientSecretBasic))
        .set_grant_types(Some(vec![CoreGrantType::AuthorizationCode, CoreGrantType::RefreshToken]))
        .register(endpoint, &http)?;
    let secret = answer.client_secret().ok_or("registration gave no secret")?.clone();
    let access = answer.registration_access_token().ok_or("registration gave no access token")?;
    let address = answer.registration_client_uri().ok_or("registration gave no address")?;
    say(&json!({"registered": {
        "client_id": answer.client_id().as_str(),
        "redirect_uris": [facts.text("/redirect_uri")?],
        "registration_access_token": access.secret(),
        "registration_client_uri": address.as_str(),
    }}))?;
    // The crate knows nothing of logout, so its registration cannot say where the browser may go afterwards.
    say(&json!({"add post_logout_redirect_uri": facts.text("/after_logout")?}))?;
    Ok((answer.client_id().clone(), secret))
}

/// Sends the person to the provider; where they came back, with what was sent along.
fn authorize(client: &Client, more: &[(&str, &str)]) -> Outcome<(Url, Nonce, openidconnect::PkceCodeVerifier)> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let mut request = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
        .add_scope(Scope::new("profile".to_owned()))
        .add_scope(Scope::new("email".to_owned()))
        .set_pkce_challenge(challenge);
    for (name, value) in more {
        request = request.add_extra_param(*name, *value);
    }
    let (url, state, nonce) = request.url();
    let back = Url::parse(&asked(&json!({"visit": url}), "back")?)?;
    same("the state", parameter(&back, "state").as_deref(), Some(state.secret()))?;
    Ok((back, nonce, verifier))
}

/// The crate checks signature, issuer, audience, times and nonce; at_hash is compared here (OIDC Core §3.1.3.8).
fn verified(client: &Client, tokens: &CoreTokenResponse, nonce: &Nonce) -> Outcome<CoreIdTokenClaims> {
    let token = tokens.id_token().ok_or("no ID token came")?;
    let verifier = client.id_token_verifier();
    let claims = token.claims(&verifier, nonce)?.clone();
    let expected = claims.access_token_hash().ok_or("no at_hash in the ID token")?;
    let found =
        AccessTokenHash::from_token(tokens.access_token(), token.signing_alg()?, token.signing_key(&verifier)?)?;
    same("at_hash", Some(found.as_str()), Some(expected.as_str()))?;
    Ok(claims)
}

fn userinfo(client: &Client, token: &AccessToken, claims: &CoreIdTokenClaims) -> Outcome<CoreUserInfoClaims> {
    Ok(client.user_info(token.clone(), Some(claims.subject().clone()))?.request(&http)?)
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
}

fn same(what: &str, found: Option<&str>, wanted: Option<&str>) -> Outcome<()> {
    if found == wanted { Ok(()) } else { Err(format!("{what} is {found:?}, and should be {wanted:?}").into()) }
}

fn begin(step: &str) -> Outcome<()> {
    say(&json!({"begin": step})).map(drop)
}

fn asked(question: &Value, member: &str) -> Outcome<String> {
    let answer = say(question)?;
    Ok(answer[member].as_str().ok_or("the runner ended")?.to_owned())
}

/// One line to the runner, and its answer.
fn say(document: &Value) -> Outcome<Value> {
    let mut out = io::stdout().lock();
    writeln!(out, "{document}")?;
    out.flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(serde_json::from_str(&line)?)
}

/// HTTP as plain as it comes, for a server on loopback: one request for each connection.
fn http(request: HttpRequest) -> Result<HttpResponse, io::Error> {
    let bad = |why: &str| io::Error::other(why.to_owned());
    let (parts, body) = request.into_parts();
    let authority = parts.uri.authority().ok_or_else(|| bad("no host in the address"))?;
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let mut head = Vec::new();
    write!(head, "{} {path} HTTP/1.0\r\nhost: {authority}\r\n", parts.method)?;
    for (name, value) in &parts.headers {
        write!(head, "{name}: {}\r\n", value.to_str().map_err(|_| bad("a header that is no text"))?)?;
    }
    write!(head, "content-length: {}\r\n\r\n", body.len())?;
    let mut stream = TcpStream::connect(authority.as_str())?;
    stream.write_all(&head)?;
    stream.write_all(&body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(|| bad("no end of the headers"))?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let mut response = HttpResponse::new(answer[end + 4..].to_vec());
    *response.status_mut() = status.and_then(|code| StatusCode::from_u16(code).ok()).ok_or_else(|| bad("no status"))?;
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        let name = openidconnect::http::HeaderName::try_from(name).map_err(|_| bad("a header without a name"))?;
        response.headers_mut().append(name, value.parse().map_err(|_| bad("a header that is no text"))?);
    }
    Ok(response)
}
