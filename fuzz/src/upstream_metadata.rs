//! What an OpenID provider says of itself: metadata are its own or nobody's, a browser is sent and requests go to
//! addresses of the web alone, and of those into no private network, which is held against the registries of IANA.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::LazyLock,
};

use ipnet::IpNet;
use serde_json::Value;
use signet_protocol::upstream::{
    UpstreamAsk, UpstreamIssuer, UpstreamSettings,
    metadata::{UpstreamEndpoints, UpstreamMetadata, endpoints},
    request::{NewUpstreamRequest, RequestSecrets, address as departure},
    settings::UpstreamKind,
};
use url::{Host, Url};

use self::reader::{AllowPrivate, is_global};
use crate::model::{is_loopback_host, two_texts};

// What the server asks before it connects, and keeps to itself.
#[allow(dead_code, unreachable_pub, reason = "the target needs a part of it")]
#[path = "../../crates/signet-outbound/src/address.rs"]
mod reader;

const BACK: &str = "https://id.example/sign-in/upstream/up/callback";
/// RFC 7636 appendix B
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// The registries of special-purpose addresses (RFC 6890), as far as they are not globally reachable, and multicast.
static NOT_GLOBAL: LazyLock<Vec<IpNet>> = LazyLock::new(|| {
    networks(&[
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
        "2001::/23",
        "2001:db8::/32",
        "2620:4f:8000::/48",
        "3fff::/20",
    ])
});

/// What carries an IPv4 address at its end (RFC 4291 §2.5.5, RFC 2765 §2.1, RFC 6052 §2.1).
static CARRIERS: LazyLock<Vec<IpNet>> =
    LazyLock::new(|| networks(&["::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96"]));

fn networks(all: &[&str]) -> Vec<IpNet> {
    all.iter().map(|one| one.parse().unwrap()).collect()
}

/// Settings, or an empty line for those of one issuer, and behind their line a document; and its first bytes as
/// addresses.
pub fn run(data: &[u8]) {
    if let Some(v4) = data.first_chunk::<4>() {
        judged((*v4).into());
    }
    if let Some(v6) = data.first_chunk::<16>() {
        judged((*v6).into());
    }
    is_taken(data);
}

/// Whether endpoints are made of it.
pub fn is_taken(data: &[u8]) -> bool {
    let Some((settings, document)) = two_texts(data) else { return false };
    let Some(settings) = read(settings) else { return false };
    let Ok(metadata) = UpstreamMetadata::read(document.as_bytes()) else { return false };
    let said: Value = serde_json::from_str(document).unwrap();
    assert_eq!(said["issuer"], metadata.issuer.as_str());
    one_tenant(&metadata.issuer);
    let Ok(found) = endpoints(UpstreamKind::Oidc, &settings, Some(&metadata)) else { return false };
    // OIDC Discovery §4.3
    let pattern = settings.issuer.as_deref().unwrap();
    let tenant = if settings.tenants.len() == 1 { settings.tenants[0].as_str() } else { "common" };
    let own = [pattern.replace("{tenant}", tenant), pattern.replace("{tenant}", "{tenantid}")];
    assert!(own.contains(&metadata.issuer), "{:?} is not {pattern:?}", metadata.issuer);
    each_endpoint(&settings, &said, &found);
    assert!(!found.algs.is_empty());
    // RFC 8725 §3.1
    let agreed = |alg: &&str| settings.id_token_algs.iter().any(|name| name == alg);
    let shared: Vec<&str> = found.algs.iter().filter(|alg| alg.is_symmetric()).map(|alg| alg.as_str()).collect();
    assert!(shared.iter().all(|alg| *alg == "HS256" && agreed(alg)), "{shared:?}");
    assert_eq!(found.names_itself, said["authorization_response_iss_parameter_supported"] == true);
    leaves_for(&found);
    true
}

fn read(settings: &str) -> Option<UpstreamSettings> {
    if settings.is_empty() {
        let issuer = Some("https://up.example".to_owned());
        return Some(UpstreamSettings { issuer, ..UpstreamSettings::default() });
    }
    serde_json::from_str(settings).ok()
}

/// A tenant stays one part of the issuer's address.
fn one_tenant(named: &str) {
    let issuer = Some("https://login.example/{tenant}/v2.0".to_owned());
    let many = UpstreamSettings { issuer, ..UpstreamSettings::default() };
    if UpstreamIssuer::of(&many).unwrap().may_answer_as(named) {
        let url = Url::parse(named).unwrap();
        assert_eq!((url.as_str(), url.host_str()), (named, Some("login.example")));
        assert_eq!(url.path_segments().map(Iterator::count), Some(2), "{named}");
    }
}

/// What the settings say counts, else what the metadata say, and all of it is an address of the web.
fn each_endpoint(settings: &UpstreamSettings, said: &Value, found: &UpstreamEndpoints) {
    let all = [
        ("authorization_endpoint", &settings.authorization_endpoint, Some(&found.authorization)),
        ("token_endpoint", &settings.token_endpoint, Some(&found.token)),
        ("userinfo_endpoint", &settings.userinfo_endpoint, found.userinfo.as_ref()),
        ("jwks_uri", &settings.jwks_uri, found.jwks.as_ref()),
        ("revocation_endpoint", &settings.revocation_endpoint, found.revocation.as_ref()),
        ("end_session_endpoint", &settings.end_session_endpoint, found.end_session.as_ref()),
    ];
    for (name, set, used) in all {
        assert_eq!(used.map(String::as_str), set.as_deref().or_else(|| said[name].as_str()), "{name}");
        if let Some(address) = used {
            of_the_web(address);
        }
    }
}

fn of_the_web(text: &str) {
    let url = Url::parse(text).unwrap();
    let host = url.host_str().unwrap();
    assert!(url.scheme() == "https" || url.scheme() == "http" && is_loopback_host(host), "{text}");
    assert!(url.fragment().is_none() && url.username().is_empty() && url.password().is_none(), "{text}");
    assert!(!text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\'), "{text:?}");
    match url.host() {
        Some(Host::Ipv4(address)) => judged(address.into()),
        Some(Host::Ipv6(address)) => judged(address.into()),
        _ => assert!(!host.is_empty() && !host.contains(".."), "{text}"),
    }
}

/// The browser goes to the endpoint, with what is ours to say.
fn leaves_for(found: &UpstreamEndpoints) {
    let (settings, ask) = (UpstreamSettings::default(), UpstreamAsk::default());
    let request = NewUpstreamRequest {
        kind: UpstreamKind::Oidc,
        settings: &settings,
        endpoint: &found.authorization,
        offers_accounts: found.offers_accounts,
        client_id: "us",
        redirect_uri: BACK,
        secrets: RequestSecrets { state: "s", nonce: "n", code_verifier: VERIFIER },
        ask: &ask,
    };
    let (to, own) = (Url::parse(&departure(&request).unwrap()).unwrap(), Url::parse(&found.authorization).unwrap());
    assert_eq!((to.origin(), to.path()), (own.origin(), own.path()));
    let sent = |name: &str| to.query_pairs().filter(|(one, _)| one == name).last().map(|(_, value)| value.into_owned());
    for (name, value) in [("redirect_uri", BACK), ("state", "s"), ("nonce", "n"), ("response_type", "code")] {
        assert_eq!(sent(name).as_deref(), Some(value), "{name} to {to}");
    }
}

fn judged(address: IpAddr) {
    assert_eq!(is_global(address), is_global_by_list(address), "{address}");
    assert_eq!(AllowPrivate::default().permits(None, address), is_global(address), "{address}");
    assert!(AllowPrivate::parse(&[address.to_string()]).unwrap().permits(None, address), "{address}");
}

fn is_global_by_list(address: IpAddr) -> bool {
    let is_in = |all: &[IpNet]| all.iter().any(|network| network.contains(&address));
    if is_in(&NOT_GLOBAL) {
        return false;
    }
    let IpAddr::V6(whole) = address else { return true };
    let is_carrier = is_in(&CARRIERS);
    // RFC 4291 §2.4
    let is_unicast = whole.octets()[0] >> 5 == 1;
    (is_carrier || is_unicast) && carried(whole, is_carrier).into_iter().all(|inner| is_global_by_list(inner.into()))
}

/// The IPv4 addresses that an address carries.
fn carried(whole: Ipv6Addr, is_carrier: bool) -> Vec<Ipv4Addr> {
    let bytes = whole.octets();
    let at = |from: usize| Ipv4Addr::new(bytes[from], bytes[from + 1], bytes[from + 2], bytes[from + 3]);
    // RFC 5214 §6.1
    let is_isatap = matches!(bytes[8..12], [0 | 2, 0, 0x5E, 0xFE]);
    // RFC 3056 §2
    let is_6to4 = bytes[..2] == [0x20, 0x02];
    let all = [(is_carrier || is_isatap).then(|| at(12)), is_6to4.then(|| at(2))];
    all.into_iter().flatten().collect()
}
