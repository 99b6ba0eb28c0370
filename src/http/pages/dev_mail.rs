//! `/dev/mail`: what would have been sent, for a browser on the developer's own machine. The routes are there only where
//! mails go to the development inbox; who calls from elsewhere finds no such page.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Path, Request, State},
    http::{HeaderValue, StatusCode, header, uri::Authority},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};

use crate::{
    base::url::Issuer,
    http::{
        Shared,
        answer::page::{self, PageError},
        extract::PageCall,
        gates::no_page,
    },
    outbound::{mail::OutgoingMail, messages::Inbox},
    render::pages::{DevMail, DevMailRow, DevMailShown, DevText, ErrorKind},
};

/// Where it is.
pub const PATH: &str = "/dev/mail";

/// By which a proxy says that it speaks for somebody else (RFC 7239 §4, RFC 9110 §7.6.3).
const PROXY_HEADERS: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/// Lets in whoever sits at this machine.
pub async fn only_here(State(app): State<Shared>, request: Request, next: Next) -> Response {
    if is_here(&app.issuer.url, &request) { next.run(request).await } else { no_page(app, request).await }
}

/// The connection comes from this machine, no proxy speaks for anybody, and the browser calls us by a name of this
/// machine: a page elsewhere whose own name is made to lead here reads nothing.
fn is_here(issuer: &Issuer, request: &Request) -> bool {
    let headers = request.headers();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let host = request.uri().authority().map(Authority::as_str);
    let host = host.or_else(|| headers.get(header::HOST)?.to_str().ok());
    let scheme = if issuer.is_https() { "https" } else { "http" };
    peer.is_some_and(|ip| ip.to_canonical().is_loopback())
        && !PROXY_HEADERS.iter().any(|name| headers.contains_key(*name))
        && host.is_some_and(|host| issuer.is_at(&format!("{scheme}://{host}")))
}

/// `GET /dev/mail`
pub async fn list(call: PageCall) -> Response {
    let row = |mail: OutgoingMail| DevMailRow {
        url: address(&call, &mail.id),
        subject: mail.subject,
        to: mail.to,
        at: mail.at,
    };
    let mails = inbox(&call).map(|inbox| inbox.list().into_iter().map(row).collect()).unwrap_or_default();
    let texts = call.app.texter.as_ref().and_then(|texter| texter.inbox()).map(Inbox::list).unwrap_or_default();
    let texts = texts.into_iter().map(|text| DevText { to: text.to, at: text.at, text: text.text }).collect();
    page::show(StatusCode::OK, &DevMail { mails, texts, ..empty(&call) })
}

/// `GET /dev/mail/{id}`
pub async fn open(call: PageCall, Path(id): Path<String>) -> Response {
    let opened = find(&call, &id).map(|mail| DevMailShown {
        html_url: format!("{}/html", address(&call, &mail.id)),
        link: mail.text.split_whitespace().find(|word| word.starts_with(call.issuer.url.origin())).map(str::to_owned),
        subject: mail.subject,
        to: mail.to,
        at: mail.at,
        text: mail.text,
    });
    let shown = |mail| page::show(StatusCode::OK, &DevMail { shown: Some(mail), ..empty(&call) });
    page::answered(&call, opened.map(shown))
}

/// `GET /dev/mail/{id}/html`: as a program that shows mail would show it, without scripts and in a frame.
pub async fn html(call: PageCall, Path(id): Path<String>) -> Response {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox allow-popups \
                  allow-popups-to-escape-sandbox; frame-ancestors 'self'";
    let found = find(&call, &id).map(|mail| {
        // Links lead out of the frame.
        let html = mail.html.replacen("<head>", "<head><base target=\"_blank\">", 1);
        ([(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy))], Html(html)).into_response()
    });
    page::answered(&call, found)
}

fn inbox(call: &PageCall) -> Result<&Inbox<OutgoingMail>, PageError> {
    let inbox = call.app.mailer.as_ref().and_then(|mailer| mailer.inbox());
    inbox.ok_or_else(not_found)
}

fn find(call: &PageCall, id: &str) -> Result<OutgoingMail, PageError> {
    inbox(call)?.find(id).ok_or_else(not_found)
}

fn not_found() -> PageError {
    PageError::of(StatusCode::NOT_FOUND, ErrorKind::NotFound)
}

fn address(call: &PageCall, id: &str) -> String {
    call.issuer.url.join(&format!("{PATH}/{id}"))
}

fn empty(call: &PageCall) -> DevMail {
    let inbox_url = call.issuer.url.join(PATH);
    DevMail { frame: call.frame(""), inbox_url, mails: Vec::new(), texts: Vec::new(), shown: None }
}
