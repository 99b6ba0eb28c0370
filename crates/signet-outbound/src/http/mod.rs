//! The one client for requests that Signet makes to others.
//!
//! Each URL passes two checks: its text (scheme, credentials, IP literal) before anything
//! is sent and again at every redirect, and the addresses behind its name inside the
//! resolver that the connector itself uses, so that what was checked is what is connected
//! to and a second DNS answer cannot swap it.

use std::{
    error::Error as StdError,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use reqwest::{
    Client, Method, RequestBuilder, Response,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{ACCEPT, AGE, CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderName, LOCATION},
    redirect, tls,
};
use url::{Host, Url};

use super::{
    address::AllowPrivate,
    slots::{AtOnce, Slots},
};

mod untrusted;

pub use untrusted::Untrusted;

/// How the outbound client behaves.
#[derive(Debug, Clone)]
pub struct OutboundOptions {
    /// Private networks and hosts that may be reached all the same.
    pub allow_private: AllowPrivate,
    /// The whole request: resolving, connecting, redirects and body.
    pub timeout: Duration,
    /// Connecting alone, TLS included.
    pub connect_timeout: Duration,
    /// The largest answer that is read, in bytes.
    pub max_body: usize,
    /// How many redirects a `get` follows; each target is checked like the first URL.
    pub max_redirects: usize,
    /// PEM files of certificate authorities trusted besides those of the system.
    pub ca_files: Vec<PathBuf>,
}

impl Default for OutboundOptions {
    fn default() -> Self {
        Self {
            allow_private: AllowPrivate::default(),
            timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(5),
            max_body: 256 * 1024,
            max_redirects: 0,
            ca_files: Vec::new(),
        }
    }
}

/// A successful answer (status 2xx).
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The HTTP status.
    pub status: u16,
    /// `Content-Type` as sent.
    pub content_type: Option<String>,
    /// `Cache-Control` as sent.
    pub cache_control: Option<String>,
    /// `Age` in seconds.
    pub age: Option<i64>,
    /// The body, at most `max_body` bytes.
    pub body: Vec<u8>,
}

/// Any answer of a service that the operator named.
#[derive(Debug, Clone)]
pub struct Posted {
    /// The HTTP status.
    pub status: u16,
    /// The header fields.
    pub headers: HeaderMap,
    /// The body, at most `max_body` bytes.
    pub body: Vec<u8>,
}

/// Why nothing was fetched. The texts may be shown to clients: they hold no address, no
/// name and nothing the other side sent, and do not tell a refused address from a name
/// that does not exist, so they cannot be used to map the operator's network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// Not an absolute URL with a host, or with user information in it.
    #[error("the URL is not usable")]
    InvalidUrl,
    /// Neither https nor permitted loopback http.
    #[error("the URL must use https")]
    SchemeRefused,
    /// The address is private, reserved or otherwise not global.
    #[error("the address is not allowed or cannot be found")]
    AddressRefused,
    /// The name does not resolve.
    #[error("the address is not allowed or cannot be found")]
    Unresolvable,
    /// No connection.
    #[error("no secure connection could be made")]
    Connect,
    /// A connection to a server that is not trusted.
    #[error("no secure connection could be made")]
    Untrusted(Untrusted),
    /// It took longer than permitted.
    #[error("the request timed out")]
    TimedOut,
    /// The answer is larger than permitted.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// The permitted size in bytes.
        limit: usize,
    },
    /// A redirect where none is followed, or one too many.
    #[error("the answer is a redirect that is not followed")]
    Redirected,
    /// Not text in UTF-8, where text was needed.
    #[error("the answer is not text in UTF-8")]
    NotText,
    /// Any other status than 2xx.
    #[error("the answer has status {0}")]
    Status(u16),
    /// The connection broke, or the other side does not speak HTTP.
    #[error("the answer could not be read")]
    Interrupted,
}

/// Why no client could be built.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// A file of certificate authorities cannot be read.
    #[error("the file of certificate authorities {path} cannot be read: {source}")]
    CaFile {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file of certificate authorities holds none.
    #[error("the file of certificate authorities {path} holds no usable PEM certificate")]
    CaContent {
        /// Which file.
        path: PathBuf,
    },
    /// TLS could not be set up.
    #[error("the outbound client could not be set up: {0}")]
    Setup(#[from] reqwest::Error),
}

/// Makes aws-lc-rs the process's TLS provider; harmless when repeated.
pub fn install_crypto_provider() {
    // An error means that a provider is already installed.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
}

/// The guarded client. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Outbound {
    client: Client,
    options: Arc<OutboundOptions>,
    slots: Slots,
}

impl Outbound {
    /// Builds the client, reading the certificate authorities once.
    pub fn new(options: OutboundOptions) -> Result<Self, OutboundError> {
        install_crypto_provider();
        let extra = read_authorities(&options.ca_files)?;
        let guard = Guard { allowed: options.allow_private.clone() };
        let builder = || {
            Client::builder()
                .user_agent(concat!("Signet/", env!("CARGO_PKG_VERSION")))
                .dns_resolver(guard.clone())
                .redirect(redirect::Policy::none())
                .retry(reqwest::retry::never())
                .no_proxy()
                .referer(false)
                .tls_version_min(tls::Version::TLS_1_2)
                .connect_timeout(options.connect_timeout)
                .timeout(options.timeout)
                .pool_idle_timeout(Duration::from_secs(30))
                .pool_max_idle_per_host(2)
                .http2_max_header_list_size(16 * 1024)
        };
        let client = match builder().tls_certs_merge(extra.clone()).build() {
            Ok(client) => client,
            // An image without ca-certificates must still start: only https fetches fail.
            Err(_) if extra.is_empty() => {
                tracing::warn!("the system has no certificate authorities: outbound https requests will fail");
                builder().tls_certs_only([]).build()?
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Self { client, options: Arc::new(options), slots: Slots::new(AtOnce::default()) })
    }

    /// The same client with slots of its own, so that what is fetched for one purpose never waits for
    /// what is fetched for another.
    #[must_use]
    pub fn with_own_slots(&self, at_once: AtOnce) -> Self {
        Self { slots: Slots::new(at_once), ..self.clone() }
    }

    /// The same client, which reads smaller answers.
    #[must_use]
    pub fn with_max_body(&self, max_body: usize) -> Self {
        let max_body = max_body.min(self.options.max_body);
        Self { options: Arc::new(OutboundOptions { max_body, ..(*self.options).clone() }), ..self.clone() }
    }

    /// Whether an address is none that the operator would have to permit first. What a name stands for is
    /// known only when it is connected to, but for those of loopback (RFC 6761 §6.3).
    pub fn may_reach(&self, url: &str) -> bool {
        self.check(url).is_ok_and(|url| !crate::base::url::may_be_loopback(&url) || self.permits_loopback(&url))
    }

    /// Fetches `url`, asking for the media types in `accept`.
    pub async fn get(&self, url: &str, accept: &str) -> Result<Fetched, FetchError> {
        within(self.options.timeout, self.follow(url, accept)).await
    }

    /// Posts `application/x-www-form-urlencoded` pairs; redirects are never followed.
    pub async fn post_form(&self, url: &str, form: &[(&str, &str)]) -> Result<Fetched, FetchError> {
        let url = self.check(url)?;
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = self
            .client
            .request(Method::POST, url)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "*/*")
            .body(body);
        within(self.options.timeout, async { self.read(answer(request).await?).await }).await
    }

    /// Posts a body to a service of the operator's choice and reads whatever it answers; redirects are not followed.
    pub async fn post(&self, url: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Result<Posted, FetchError> {
        let accept = [(ACCEPT.as_str(), "application/json")];
        let request = self.with_fields(self.check(url)?, &[accept.as_slice(), headers].concat(), Some(body));
        within(self.options.timeout, self.posted(request)).await
    }

    /// Asks a service of the operator's choice, with nothing but these header fields, and reads whatever it answers: a
    /// POST where there is a body, else a GET. Strangers make us ask, so that it has slots. Redirects are not followed.
    pub async fn ask(&self, url: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> Result<Posted, FetchError> {
        let url = self.check(url)?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let request = self.with_fields(url, headers, body);
        within(self.options.timeout, async {
            let _slot = self.slots.take(&host).await.ok_or(FetchError::Interrupted)?;
            self.posted(request).await
        })
        .await
    }

    fn with_fields(&self, url: Url, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> RequestBuilder {
        let method = if body.is_some() { Method::POST } else { Method::GET };
        let mut request = self.client.request(method, url);
        if let Some(body) = body {
            request = request.body(body);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request
    }

    async fn posted(&self, request: RequestBuilder) -> Result<Posted, FetchError> {
        let response = answer(request).await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Posted { status, headers, body: self.body(response).await? })
    }

    /// Posts JSON to a service of the operator's choice that strangers make us ask, so that it has slots, and reads what
    /// it answers with success; redirects are not followed.
    pub async fn post_json(&self, url: &str, body: String) -> Result<Fetched, FetchError> {
        let url = self.check(url)?;
        within(self.options.timeout, async move {
            let _slot = self.slots.take(url.host_str().unwrap_or_default()).await.ok_or(FetchError::Interrupted)?;
            let request = self.client.request(Method::POST, url).header(CONTENT_TYPE, "application/json");
            self.read(answer(request.header(ACCEPT, "application/json").body(body)).await?).await
        })
        .await
    }

    async fn follow(&self, url: &str, accept: &str) -> Result<Fetched, FetchError> {
        let mut url = self.check(url)?;
        let _slot = self.slots.take(url.host_str().unwrap_or_default()).await.ok_or(FetchError::Interrupted)?;
        for _ in 0..=self.options.max_redirects {
            let request = self.client.request(Method::GET, url.clone()).header(ACCEPT, accept);
            let response = request.send().await.map_err(|error| reason(&error))?;
            if !response.status().is_redirection() {
                return self.read(response).await;
            }
            let target = text(response.headers(), &LOCATION).ok_or(FetchError::Redirected)?;
            url = self.check(url.join(&target).map_err(|_| FetchError::Redirected)?.as_str())?;
        }
        Err(FetchError::Redirected)
    }

    /// Checks what can be seen in the URL itself. The connector asks no resolver about IP
    /// literals, so they are judged here.
    fn check(&self, url: &str) -> Result<Url, FetchError> {
        let url = crate::base::url::absolute(url).ok_or(FetchError::InvalidUrl)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::InvalidUrl);
        }
        let allowed = &self.options.allow_private;
        url.host().ok_or(FetchError::InvalidUrl)?;
        let literal = literal(&url);
        match url.scheme() {
            "https" => {}
            "http" if crate::base::url::is_loopback(&url) && self.permits_loopback(&url) => {}
            _ => return Err(FetchError::SchemeRefused),
        }
        if literal.is_some_and(|address| !allowed.permits(None, address)) {
            return Err(FetchError::AddressRefused);
        }
        Ok(url)
    }

    /// Whether the operator permits the loopback address that a URL names.
    fn permits_loopback(&self, url: &Url) -> bool {
        let allowed = &self.options.allow_private;
        match literal(url) {
            Some(address) => allowed.network(address),
            None => {
                url.host_str().is_some_and(|host| allowed.host(host))
                    || allowed.network(Ipv4Addr::LOCALHOST.into())
                    || allowed.network(Ipv6Addr::LOCALHOST.into())
            }
        }
    }

    async fn read(&self, response: Response) -> Result<Fetched, FetchError> {
        let status = response.status();
        if !status.is_success() {
            return Err(FetchError::Status(status.as_u16()));
        }
        let headers = response.headers();
        let (content_type, cache_control) = (text(headers, &CONTENT_TYPE), text(headers, &CACHE_CONTROL));
        let age = text(headers, &AGE).and_then(|age| age.parse().ok());
        let body = self.body(response).await?;
        Ok(Fetched { status: status.as_u16(), content_type, cache_control, age, body })
    }

    async fn body(&self, mut response: Response) -> Result<Vec<u8>, FetchError> {
        let limit = self.options.max_body;
        let too_large = FetchError::TooLarge { limit };
        if response.content_length().is_some_and(|length| length > limit as u64) {
            return Err(too_large);
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| reason(&error))? {
            if body.len() + chunk.len() > limit {
                return Err(too_large);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// The address that stands in a URL in the place of a name.
fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(IpAddr::V4(address)),
        Host::Ipv6(address) => Some(IpAddr::V6(address)),
        Host::Domain(_) => None,
    }
}

/// The answer to what is posted: a redirect is none.
async fn answer(request: RequestBuilder) -> Result<Response, FetchError> {
    let response = request.send().await.map_err(|error| reason(&error))?;
    if response.status().is_redirection() { Err(FetchError::Redirected) } else { Ok(response) }
}

async fn within<T>(limit: Duration, work: impl Future<Output = Result<T, FetchError>> + Send) -> Result<T, FetchError> {
    let outcome = tokio::time::timeout(limit, work).await.unwrap_or(Err(FetchError::TimedOut));
    let label = match &outcome {
        Ok(_) => "ok",
        Err(FetchError::InvalidUrl | FetchError::SchemeRefused | FetchError::AddressRefused) => "refused",
        Err(FetchError::TimedOut) => "timeout",
        Err(_) => "failed",
    };
    metrics::counter!(crate::telemetry::OUTBOUND_REQUESTS, "outcome" => label).increment(1);
    outcome
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// Reads PEM files of certificate authorities.
pub fn read_authorities(files: &[PathBuf]) -> Result<Vec<reqwest::Certificate>, OutboundError> {
    let mut all = Vec::new();
    for path in files {
        let pem = std::fs::read(path).map_err(|source| OutboundError::CaFile { path: path.clone(), source })?;
        let found = reqwest::Certificate::from_pem_bundle(&pem).unwrap_or_default();
        if found.is_empty() {
            return Err(OutboundError::CaContent { path: path.clone() });
        }
        all.extend(found);
    }
    Ok(all)
}

/// Sorts a failure of reqwest. The guard's verdict travels as the innermost source.
fn reason(error: &reqwest::Error) -> FetchError {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(inner) = cause {
        if let Some(verdict) = inner.downcast_ref::<FetchError>() {
            return verdict.clone();
        }
        cause = inner.source();
    }
    if let Some(why) = Untrusted::among(error) {
        FetchError::Untrusted(why)
    } else if error.is_timeout() {
        FetchError::TimedOut
    } else if error.is_connect() {
        FetchError::Connect
    } else {
        FetchError::Interrupted
    }
}

/// Resolves names and drops every address that may not be reached.
#[derive(Debug, Clone)]
struct Guard {
    allowed: AllowPrivate,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.allowed.clone();
        Box::pin(async move {
            let host = name.as_str();
            let found = tokio::net::lookup_host((host, 0)).await.map_err(|_| FetchError::Unresolvable)?;
            let permitted: Vec<SocketAddr> =
                found.filter(|address| allowed.permits(Some(host), address.ip())).collect();
            if permitted.is_empty() {
                return Err(FetchError::AddressRefused.into());
            }
            let addresses: Addrs = Box::new(permitted.into_iter());
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests;
