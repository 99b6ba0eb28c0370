//! Code that is ready to run against a client that was just made.

use crate::{
    base::{secret::Secret, url::Issuer},
    protocol::client::{ApplicationType, AuthMethod, Client, GrantType},
};

/// The snippet for the kind of app that the metadata describes.
pub(super) fn of(issuer: &Issuer, client: &Client, secret: Option<&Secret<String>>) -> String {
    let metadata = &client.metadata;
    let redirect = metadata.redirect_uris.first().map_or("https://app.example.com/callback", String::as_str);
    let scope = metadata.scope.as_deref().unwrap_or("openid profile email");
    let method = metadata.token_endpoint_auth_method;
    let facts = Facts { issuer, id: client.id.as_str(), redirect, scope };
    match (metadata.grant_types.contains(&GrantType::AuthorizationCode), metadata.application_type) {
        (false, _) => facts.machine(method, secret),
        (true, ApplicationType::Native) => facts.native(),
        (true, ApplicationType::Web) if method == AuthMethod::None => facts.spa(),
        (true, ApplicationType::Web) => facts.web(method),
    }
}

struct Facts<'a> {
    issuer: &'a Issuer,
    id: &'a str,
    redirect: &'a str,
    scope: &'a str,
}

impl Facts<'_> {
    fn web(&self, method: AuthMethod) -> String {
        let Self { issuer, id, redirect, scope } = self;
        let authentication = match method {
            AuthMethod::Post => "client.ClientSecretPost(process.env.CLIENT_SECRET)",
            AuthMethod::SecretJwt => "client.ClientSecretJwt(process.env.CLIENT_SECRET)",
            AuthMethod::PrivateKeyJwt => "client.PrivateKeyJwt(privateKey)",
            AuthMethod::Basic | AuthMethod::None => "client.ClientSecretBasic(process.env.CLIENT_SECRET)",
        };
        let insecure = if issuer.is_https() { "" } else { ", { execute: [client.allowInsecureRequests] }" };
        format!(
            "Node.js (npm install openid-client), with the secret in CLIENT_SECRET:

    import * as client from 'openid-client'

    const config = await client.discovery(new URL('{issuer}'), '{id}', undefined,
      {authentication}{insecure})

    // 1. to sign in, send the browser here; keep verifier and state in your session
    const verifier = client.randomPKCECodeVerifier()
    const state = client.randomState()
    const url = client.buildAuthorizationUrl(config, {{
      redirect_uri: '{redirect}',
      scope: '{scope}',
      state,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }})

    // 2. at {redirect}, currentUrl being the whole URL of that request
    const tokens = await client.authorizationCodeGrant(config, currentUrl, {{
      pkceCodeVerifier: verifier, expectedState: state,
    }})
    console.log(tokens.claims())

Python (pip install authlib), Flask, FastAPI or Django:

    oauth.register('signet', client_id='{id}', client_secret=os.environ['CLIENT_SECRET'],
        server_metadata_url='{issuer}/.well-known/openid-configuration',
        client_kwargs={{'scope': '{scope}', 'code_challenge_method': 'S256',
                       'token_endpoint_auth_method': '{method}'}})"
        )
    }

    fn spa(&self) -> String {
        let Self { issuer, id, redirect, scope } = self;
        format!(
            "In the browser (npm install oidc-client-ts):

    import {{ UserManager }} from 'oidc-client-ts'

    const users = new UserManager({{
      authority: '{issuer}',
      client_id: '{id}',
      redirect_uri: '{redirect}',
      scope: '{scope}',
    }})

    // 1. to sign in
    await users.signinRedirect()

    // 2. at {redirect}
    const user = await users.signinCallback()
    console.log(user.profile)"
        )
    }

    fn native(&self) -> String {
        let Self { issuer, id, redirect, scope } = self;
        let note = if redirect.starts_with("http://") {
            "On a desktop, listen on any free port of 127.0.0.1 and put it into the redirect URI: the
port need not be registered (RFC 8252 section 7.3). Open the system browser, never a web view."
        } else {
            "Register the redirect URI's scheme with the operating system. Open the system browser,
never a web view (RFC 8252 section 8.12)."
        };
        format!(
            "Android, with AppAuth (net.openid:appauth); iOS and macOS are alike:

    AuthorizationServiceConfiguration.fetchFromIssuer(Uri.parse(\"{issuer}\")) {{ config, error ->
        val request = AuthorizationRequest.Builder(
            config!!, \"{id}\", ResponseTypeValues.CODE, Uri.parse(\"{redirect}\"),
        ).setScope(\"{scope}\").build()    // AppAuth adds PKCE and state
        launcher.launch(AuthorizationService(context).getAuthorizationRequestIntent(request))
    }}

{note}"
        )
    }

    fn machine(&self, method: AuthMethod, secret: Option<&Secret<String>>) -> String {
        let Self { issuer, id, .. } = self;
        let secret = secret.map_or("$CLIENT_SECRET", |secret| secret.expose().as_str());
        // RFC 6749 §2.3.1: both are form-encoded before they are joined.
        let (id, secret) = (encoded(id), encoded(secret));
        let credentials = match method {
            AuthMethod::Basic => format!("-u '{id}:{secret}'"),
            AuthMethod::Post => format!("-d client_id='{id}' -d client_secret='{secret}'"),
            AuthMethod::SecretJwt | AuthMethod::PrivateKeyJwt | AuthMethod::None => {
                "-d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \\\n      -d client_assertion=\"$JWT\"".to_owned()
            }
        };
        format!(
            "A token, with curl:

    curl {credentials} -d grant_type=client_credentials \\
      {issuer}/token

Add -d resource=https://api.example.com for an API that --resource gave to this client."
        )
    }
}

/// `application/x-www-form-urlencoded`; the placeholder of a shell variable stays one.
pub(super) fn encoded(text: &str) -> String {
    if text.starts_with('$') {
        return format!("'\"{text}\"'");
    }
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{id::IssuerId, time::Timestamp},
        protocol::client::{ClientId, ClientMetadata, ClientSource},
    };

    fn client(metadata: ClientMetadata) -> Client {
        Client::new(
            ClientId::new("my app"),
            IssuerId::from_stored("iss_x"),
            metadata,
            ClientSource::Operator,
            Timestamp(0),
        )
    }

    #[test]
    fn each_kind_gets_its_own_with_its_own_values() {
        let issuer = Issuer::parse("http://localhost:8080").unwrap();
        let secret = Secret::new("s/cret".to_owned());
        let uris = vec!["https://app.example.com/cb".to_owned()];
        let web = ClientMetadata { redirect_uris: uris.clone(), ..ClientMetadata::default() };
        let text = of(&issuer, &client(web.clone()), Some(&secret));
        for expected in ["ClientSecretBasic", "https://app.example.com/cb", "allowInsecureRequests", "authlib"] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
        assert!(!text.contains("s/cret"), "the secret belongs into the environment of a server");
        let spa = ClientMetadata { token_endpoint_auth_method: AuthMethod::None, ..web.clone() };
        assert!(of(&issuer, &client(spa.clone()), None).contains("UserManager"));
        let native = ClientMetadata { application_type: ApplicationType::Native, ..spa };
        assert!(of(&issuer, &client(native), None).contains("AppAuth"));
        let machine = ClientMetadata { grant_types: vec![GrantType::ClientCredentials], ..web };
        let text = of(&issuer, &client(machine), Some(&secret));
        assert!(text.contains("-u 'my+app:s%2Fcret'"), "{text}");
    }
}
