//! An app sends the picture of its person: by the decoder, limits and rules of the page.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes, HttpBody},
    http::{Request, header},
};
use hyper::body::Frame;
use image::ImageFormat;
use signet::{
    base::{id::UserId, time::Seconds},
    config::{
        Config,
        limits::{Rule, RuleName},
    },
};
use tokio::sync::{Notify, oneshot};

use super::{API, EVERYTHING, app, call, everything, problem, refused, token};
use crate::{
    account::picture::{fetched, png},
    support::{Answer, TestApp, on_both_engines},
};

/// Sends a body as the picture.
pub(super) async fn put(t: &TestApp, token: &str, kind: &str, body: impl Into<Body>) -> Answer {
    put_with(t, &[("authorization", format!("Bearer {token}"))], kind, body.into()).await
}

async fn put_with(t: &TestApp, headers: &[(&str, String)], kind: &str, body: Body) -> Answer {
    let mut request = Request::put(t.url(&format!("{API}/picture"))).header(header::CONTENT_TYPE, kind);
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    let answer = t.send(request.body(body).unwrap()).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer
}

/// A file whose head promises 100,000 by 100,000 pixels (PNG §5.3, §11.2.1).
fn bomb() -> Vec<u8> {
    let mut file = png();
    let side = 100_000_u32.to_be_bytes();
    file[16..20].copy_from_slice(&side);
    file[20..24].copy_from_slice(&side);
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    };
    let checksum = (!file[12..29].iter().fold(u32::MAX, step)).to_be_bytes();
    file[29..33].copy_from_slice(&checksum);
    file
}

on_both_engines!(an_app_takes_a_picture_in_for_its_person, |t| {
    let ada = t.person("ada").await;
    let ours = token(&t, &app(&t).await, &mut t.browser_of("ada").await, "account:read account:write").await;
    let before = call(&t, "GET /", &ours).await.ok();
    let mut addresses = vec![before.json()["picture"].clone()];
    // Larger than any other body of ours. Which kind it is, its own bytes say.
    let large = [png(), vec![0; 1 << 20]].concat();
    for (kind, file) in [("image/png", png()), ("IMAGE/WEBP", png()), ("image/jpeg; q=1", large)] {
        let answer = put(&t, &ours, kind, file).await.ok();
        assert_ne!(answer.header("etag"), before.header("etag"), "{kind}");
        let now = call(&t, "GET /", &ours).await.ok();
        assert_eq!((answer.header("etag"), answer.json()), (now.header("etag"), now.json()), "{kind}");
        let address = answer.json()["picture"].clone();
        let (status, headers, jpeg) = fetched(&t, address.as_str().unwrap()).await;
        assert_eq!((status.as_u16(), headers["content-type"].to_str().unwrap()), (200, "image/jpeg"), "{kind}");
        let read = image::load_from_memory_with_format(&jpeg, ImageFormat::Jpeg).unwrap();
        assert_eq!((read.width(), read.height()), (512, 512), "{kind}");
        assert!(!addresses.contains(&address), "{kind}");
        addresses.push(address);
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM pictures").await, 1, "in the place of the one before");
    let by_app = format!("kind = 'user.updated' AND client_id = 'app' AND actor = 'token:app:{}'", ada.id);
    assert_eq!(t.count(&format!("SELECT COUNT(*) FROM audit_events WHERE {by_app}")).await, 3);
    assert_eq!(call(&t, "DELETE /picture", &ours).await.status, 204);
    assert_eq!(t.count("SELECT COUNT(*) FROM pictures").await, 0);
});

on_both_engines!(what_is_no_picture_or_too_large_a_one_is_refused_with_a_sentence, |t| {
    t.person("ada").await;
    let ours = everything(&t, "ada").await;
    let script = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec();
    let unreadable = (400, "invalid-request", "picture: it is no PNG, JPEG or WebP picture");
    let said = "Content-Type must be image/png or image/jpeg or image/webp (RFC 9110 section 15.5.16)";
    let other_kind = (415, "unsupported-media-type", said);
    let pixels = (413, "content-too-large", "picture: it has more than 8 MiB or 25 million pixels");
    let bytes = (413, "content-too-large", "the request body is too large");
    for (kind, file, (status, problem_kind, sentence)) in [
        ("image/png", Vec::new(), unreadable),
        ("image/png", script, unreadable),
        ("image/jpeg", png()[..40].to_vec(), unreadable),
        ("image/gif", png(), other_kind),
        ("multipart/form-data; boundary=x", png(), other_kind),
        ("image/png", bomb(), pixels),
        ("image/png", [png(), vec![0; 8 << 20]].concat(), bytes),
    ] {
        let has_body = !file.is_empty();
        let answer = put(&t, &ours, kind, file).await;
        assert_eq!(problem(&answer, status, problem_kind), sentence, "{kind}");
        assert_eq!(answer.header("connection") == Some("close"), has_body, "a part may still be on its way");
    }
    let coded = [("authorization", format!("Bearer {ours}")), ("content-encoding", "gzip".to_owned())];
    let answer = put_with(&t, &coded, "image/png", png().into()).await;
    let sentence = problem(&answer, 415, "unsupported-media-type");
    assert_eq!(sentence, "a request body with a Content-Encoding is not read");
    assert_eq!(answer.header("accept-encoding"), Some("identity"));
    assert_eq!(t.count("SELECT COUNT(*) FROM pictures").await, 0);
    let stays = call(&t, "GET /", &ours).await.ok().json();
    assert_eq!(stays["picture"], "https://ada.example/ada.png");
});

on_both_engines!(nobodys_file_is_read_who_may_not_send_it, |t| {
    let ada = t.person("ada").await;
    let client = app(&t).await;
    let reads = token(&t, &client, &mut t.browser_of("ada").await, "account:read account:security").await;
    let nobody = put_with(&t, &[], "image/png", png().into()).await;
    let sentence = problem(&nobody, 401, "authentication-required");
    assert_eq!(sentence, "an access token of the account API is needed in Authorization (RFC 6750 section 2.1)");
    let unknown = put(&t, "no-token-of-ours", "image/png", png()).await;
    let (sentence, _) = refused(&unknown, 401, "invalid_token");
    assert_eq!(sentence, "the access token is unknown, expired or revoked (RFC 6750 section 3.1)");
    let other = put(&t, &reads, "image/png", png()).await;
    let (sentence, _) = refused(&other, 403, "insufficient_scope");
    assert_eq!(sentence, "this needs an access token with scope account:write (RFC 6750 section 3.1)");
    for answer in [nobody, unknown, other] {
        assert_eq!(answer.header("connection"), Some("close"), "its body was not read: {}", answer.body);
    }
    // A few at a time.
    let ours = token(&t, &client, &mut t.browser_of("ada").await, EVERYTHING).await;
    let others = (0..).map(|n| UserId::from_stored(format!("usr_{n}")));
    let taken: Vec<_> = others.map_while(|other| t.app.pictures.room(&other)).collect();
    assert!(!taken.is_empty());
    let busy = put(&t, &ours, "image/png", png()).await;
    let sentence = problem(&busy, 503, "temporarily-unavailable");
    assert_eq!((sentence.as_str(), busy.header("retry-after")), ("the server is busy; try again later", Some("5")));
    drop(taken);
    put(&t, &ours, "image/png", png()).await.ok();
    assert_eq!(t.count("SELECT COUNT(*) FROM pictures").await, 1);
    // Nor does one person have all of the room.
    let own: Vec<_> = std::iter::from_fn(|| t.app.pictures.room(&ada.id)).collect();
    let full = problem(&put(&t, &ours, "image/png", png()).await, 503, "temporarily-unavailable");
    assert_eq!(full, sentence);
    t.person("eve").await;
    put(&t, &everything(&t, "eve").await, "image/png", png()).await.ok();
    drop(own);
});

/// A body that comes when it is let go.
struct Held {
    is_awaited: Arc<Notify>,
    file: Option<oneshot::Receiver<Vec<u8>>>,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.is_awaited.notify_one();
        let Some(mut file) = self.file.take() else { return Poll::Ready(None) };
        match Pin::new(&mut file).poll(cx) {
            Poll::Ready(come) => Poll::Ready(Some(Ok(Frame::data(Bytes::from(come.unwrap()))))),
            Poll::Pending => {
                self.file = Some(file);
                Poll::Pending
            }
        }
    }
}

// Attack: an app that is about to lose its access holds a file back, and changes something afterwards.
on_both_engines!(a_token_that_is_taken_back_while_the_file_comes_changes_nothing, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let ours = token(&t, &client, &mut t.browser_of("ada").await, EVERYTHING).await;
    let is_awaited = Arc::new(Notify::new());
    let (sender, file) = oneshot::channel();
    let held = Held { is_awaited: Arc::clone(&is_awaited), file: Some(file) };
    let late = put(&t, &ours, "image/png", Body::new(held));
    let (answer, ()) = tokio::join!(late, async {
        is_awaited.notified().await;
        client.revoke(&ours).await.ok();
        sender.send(png()).unwrap();
    });
    let (sentence, _) = refused(&answer, 401, "invalid_token");
    assert_eq!(sentence, "the access token is unknown, expired or revoked (RFC 6750 section 3.1)");
    assert_eq!(t.count("SELECT COUNT(*) FROM pictures").await, 0);
});

fn two_an_hour(config: &mut Config) {
    let rule = Rule { rule: RuleName::PictureAccount, max: 2, window: Seconds::hours(1) };
    config.limits.rules = [rule].into_iter().collect();
}

on_both_engines!(an_app_that_sends_picture_after_picture_waits, |config| { two_an_hour(config) }, |t| {
    t.person("ada").await;
    let ours = everything(&t, "ada").await;
    for _ in 0..2 {
        put(&t, &ours, "image/png", png()).await.ok();
    }
    let answer = put(&t, &ours, "image/png", png()).await;
    let sentence = problem(&answer, 429, "too-many-requests");
    assert_eq!(sentence, "it was tried too often; try again later (RFC 6585 section 4)");
    assert_eq!(answer.header("retry-after"), Some("1800"));
    t.clock.advance(1800);
    // By another token: the first one has ended.
    put(&t, &everything(&t, "ada").await, "image/png", png()).await.ok();
});
