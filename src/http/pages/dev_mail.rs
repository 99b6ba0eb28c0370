//! `/dev/mail`: what would have been sent, for a browser on the developer's own machine. The routes are there only where
//! mails go to the development inbox; who calls from elsewhere finds no such page.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};

use crate::{
    http::{
        Shared,
        answer::page::{self, PageError},
        extract::PageCall,
        gates::no_page,
        middleware::ClientIp,
    },
    outbound::mail::{Inbox, InboxMail},
    render::pages::{DevMail, DevMailRow, DevMailShown, ErrorKind},
};

/// Where it is.
pub const PATH: &str = "/dev/mail";

/// Lets in whoever sits at this machine: the peer of the connection, and nobody whom a proxy speaks for.
pub async fn only_here(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let request = Request::from_parts(parts.clone(), body);
    if is_here(&parts) { next.run(request).await } else { no_page(app, request).await }
}

fn is_here(parts: &Parts) -> bool {
    let is_loopback = |ip: IpAddr| ip.to_canonical().is_loopback();
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let client = parts.extensions.get::<ClientIp>().map(|client| client.0);
    let spoken_for =
        |headers: &HeaderMap| headers.contains_key(header::FORWARDED) || headers.contains_key("x-forwarded-for");
    peer.is_some_and(is_loopback) && client.is_some_and(is_loopback) && !spoken_for(&parts.headers)
}

/// `GET /dev/mail`
pub async fn list(call: PageCall) -> Response {
    page::answered(&call, inbox(&call).map(|inbox| show(&call, inbox, None)))
}

/// `GET /dev/mail/{id}`
pub async fn open(call: PageCall, Path(id): Path<String>) -> Response {
    page::answered(&call, find(&call, &id).and_then(|mail| Ok(show(&call, inbox(&call)?, Some(mail)))))
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

fn inbox(call: &PageCall) -> Result<&Inbox, PageError> {
    let inbox = call.app.mailer.as_ref().and_then(|mailer| mailer.inbox());
    inbox.ok_or_else(not_found)
}

fn find(call: &PageCall, id: &str) -> Result<InboxMail, PageError> {
    inbox(call)?.find(id).ok_or_else(not_found)
}

fn not_found() -> PageError {
    PageError::of(StatusCode::NOT_FOUND, ErrorKind::NotFound)
}

fn show(call: &PageCall, inbox: &Inbox, open: Option<InboxMail>) -> Response {
    let address = |id: &str| call.issuer.url.join(&format!("{PATH}/{id}"));
    let row = |mail: InboxMail| DevMailRow { url: address(&mail.id), subject: mail.subject, to: mail.to, at: mail.at };
    let shown = open.map(|mail| DevMailShown {
        html_url: format!("{}/html", address(&mail.id)),
        link: mail.text.split_whitespace().find(|word| word.starts_with(call.issuer.url.origin())).map(str::to_owned),
        subject: mail.subject,
        to: mail.to,
        at: mail.at,
        text: mail.text,
    });
    let page = DevMail {
        frame: call.frame(""),
        inbox_url: call.issuer.url.join(PATH),
        mails: inbox.list().into_iter().map(row).collect(),
        framed: shown.iter().map(|mail| mail.html_url.clone()).collect(),
        shown,
    };
    page::show(StatusCode::OK, &page)
}
