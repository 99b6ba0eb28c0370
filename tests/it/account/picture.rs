//! A picture is sent, shown and taken away.

use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, StatusCode, header},
};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use signet::{
    base::{id::UserId, time::Seconds},
    config::{
        Config,
        limits::{Rule, RuleName},
    },
};
use tower::ServiceExt;
use url::Url;

use super::{claims, said};
use crate::support::{Answer, Browser, Page, TestApp, on_both_engines};

const BOUNDARY: &str = "----a-boundary-of-a-test";

/// A small green picture.
pub fn png() -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::from_pixel(60, 40, Rgb([10, 200, 30])))
        .write_to(&mut file, ImageFormat::Png)
        .unwrap();
    file.into_inner()
}

/// A form with a file, as browsers send it (RFC 7578).
fn body(csrf: &str, file: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--{BOUNDARY}\r\n\
         Content-Disposition: form-data; name=\"picture\"; filename=\"me.png\"\r\nContent-Type: image/png\r\n\r\n"
    );
    [head.as_bytes(), file, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat()
}

/// Sends a body to the form's address, with the cookies of a browser.
async fn send(t: &TestApp, browser: &Browser<'_>, body: Vec<u8>) -> Answer {
    let cookies: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut request = Request::post(t.url("/account/profile/picture"))
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT_LANGUAGE, "en")
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"));
    if !cookies.is_empty() {
        request = request.header(header::COOKIE, cookies.join("; "));
    }
    t.send(request.body(Body::from(body)).unwrap()).await
}

async fn upload(t: &TestApp, browser: &mut Browser<'_>, file: &[u8]) -> Answer {
    let page = browser.get(&t.url("/account/profile")).await;
    let csrf = page.form_with("save-picture").field("csrf").unwrap().to_owned();
    send(t, browser, body(&csrf, file)).await
}

fn shown(answer: Answer, t: &TestApp) -> Page {
    Page { url: Url::parse(&t.url("/account/profile/picture")).unwrap(), answer, left_for: None, statuses: Vec::new() }
}

/// What stands at an address, whatever it is.
pub async fn fetched(t: &TestApp, url: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let url = Url::parse(url).unwrap();
    let mut request = Request::get(url.path()).header(header::HOST, url.authority()).body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(std::net::SocketAddr::from(([192, 0, 2, 1], 40_000))));
    let (parts, body) = t.router().oneshot(request).await.unwrap().into_parts();
    (parts.status, parts.headers, to_bytes(body, 1 << 20).await.unwrap().to_vec())
}

on_both_engines!(a_picture_is_written_anew_and_shown_where_nobody_guesses, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let sent = upload(&t, &mut browser, &png()).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let page = browser.get(sent.location().unwrap().as_str()).await;
    assert!(page.text().contains("You have a new picture."), "{}", page.text());
    let address = claims(&t).await["picture"].as_str().unwrap().to_owned();
    let name = address.strip_prefix(&t.url("/picture/")).and_then(|file| file.strip_suffix(".jpg")).unwrap();
    assert!(name.len() >= 43, "256 bits: {name}");
    assert!(page.answer.body.contains(&address));

    let (status, headers, jpeg) = fetched(&t, &address).await;
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    assert_eq!(status, StatusCode::OK);
    assert_eq!(said("content-type"), "image/jpeg");
    assert_eq!(said("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(said("content-security-policy"), "default-src 'none'; sandbox; frame-ancestors 'none'");
    assert_eq!(said("x-content-type-options"), "nosniff");
    assert_eq!(said("cross-origin-resource-policy"), "cross-origin", "apps show it on their own pages");
    let read = image::load_from_memory_with_format(&jpeg, ImageFormat::Jpeg).unwrap();
    assert_eq!((read.width(), read.height()), (512, 512));

    // Another one has another address, and the old one shows nothing.
    upload(&t, &mut browser, &png()).await;
    let second = claims(&t).await["picture"].as_str().unwrap().to_owned();
    assert_ne!(second, address);
    assert_eq!(fetched(&t, &address).await.0, StatusCode::NOT_FOUND);
    assert_eq!(t.count("SELECT COUNT(*) FROM pictures").await, 1);

    let page = browser.get(&t.url("/account/profile")).await;
    let gone = browser.press(&page, "remove-picture").await;
    assert!(gone.text().contains("The picture is gone.") && !gone.has("remove-picture"), "{}", gone.text());
    assert_eq!(fetched(&t, &second).await.0, StatusCode::NOT_FOUND);
    assert_eq!(claims(&t).await.get("picture"), None);
    assert_eq!(t.count("SELECT COUNT(*) FROM pictures").await, 0);
});

on_both_engines!(what_is_no_picture_is_refused_with_its_reason, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let mut bomb = png();
    // 100,000 by 100,000 pixels, as the head of the file says.
    bomb[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
    let large = [png(), vec![0; 8 * 1024 * 1024]].concat();
    let script = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec();
    for (file, status, words) in [
        (Vec::new(), 422, "Choose a file first."),
        (script, 422, "This file is no picture that can be read. Take a PNG, JPEG or WebP file."),
        (large, 422, "This picture is too large. Take one of at most 8 MB and 25 megapixels."),
    ] {
        let page = shown(upload(&t, &mut browser, &file).await, &t);
        assert_eq!(page.answer.status, status, "{words}");
        assert!(said(&page).contains(words), "{}", page.text());
    }
    // Its checksum is wrong as well: refused, whatever the reason.
    assert_eq!(upload(&t, &mut browser, &bomb).await.status, 422);
    assert_eq!(t.count("SELECT COUNT(*) FROM pictures").await, 0);
    assert_eq!(claims(&t).await["picture"], "https://ada.example/ada.png", "it stays what it was");
});

on_both_engines!(nobody_sends_a_picture_who_is_not_signed_in_or_whose_form_is_not_ours, |t| {
    let ada_id = t.person("ada").await.id;
    t.person("eve").await;
    let stranger = send(&t, &t.browser(), body("", &png())).await;
    assert!(stranger.location().unwrap().path().ends_with("/login"));
    assert_eq!(stranger.header("connection"), Some("close"), "its body was not read");
    let mut ada = t.browser_of("ada").await;
    let csrf = ada.get(&t.url("/account/profile")).await.form_with("save-picture").field("csrf").unwrap().to_owned();
    let eve = t.browser_of("eve").await;
    assert_eq!(send(&t, &eve, body(&csrf, &png())).await.status, 403);
    assert_eq!(send(&t, &ada, body("", &png())).await.status, 403);
    assert_eq!(send(&t, &ada, b"nothing of the kind".to_vec()).await.status, 400);
    assert_eq!(t.count("SELECT COUNT(*) FROM pictures").await, 0);
    // A few at a time.
    let others = (0..).map(|n| UserId::from_stored(format!("usr_{n}")));
    let taken: Vec<_> = others.map_while(|other| t.app.pictures.room(&other)).collect();
    assert!(!taken.is_empty());
    let busy = send(&t, &ada, body(&csrf, &png())).await;
    assert_eq!((busy.status.as_u16(), busy.header("retry-after")), (503, Some("5")));
    assert!(said(&shown(busy, &t)).contains("Others are sending pictures at this moment."));
    drop(taken);
    assert_eq!(send(&t, &ada, body(&csrf, &png())).await.status, StatusCode::SEE_OTHER);
    // Nor does one person have all of the room.
    let own: Vec<_> = std::iter::from_fn(|| t.app.pictures.room(&ada_id)).collect();
    let full = shown(send(&t, &ada, body(&csrf, &png())).await, &t);
    assert_eq!(full.answer.status, 503);
    assert!(said(&full).contains("Others are sending pictures at this moment."), "{}", full.text());
    assert_eq!(upload(&t, &mut t.browser_of("eve").await, &png()).await.status, StatusCode::SEE_OTHER);
    drop(own);
});

on_both_engines!(a_picture_goes_with_its_person, |t| {
    let ada = t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    upload(&t, &mut browser, &png()).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM pictures").await, 1);
    signet::domain::directory::accounts::delete(&t.cx(), &ada.id).await.unwrap();
    assert_eq!(t.count("SELECT COUNT(*) FROM pictures").await, 0);
});

fn few(config: &mut Config) {
    let window = Seconds::hours(1);
    let rule = |rule, max| Rule { rule, max, window };
    config.limits.rules = [rule(RuleName::PictureAccount, 2), rule(RuleName::ExportAccount, 1)].into_iter().collect();
}

on_both_engines!(somebody_who_sends_picture_after_picture_waits, |config| { few(config) }, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let mut browser = t.browser_of("ada").await;
    for _ in 0..2 {
        assert_eq!(upload(&t, &mut browser, &png()).await.status, StatusCode::SEE_OTHER);
    }
    let refused = upload(&t, &mut browser, &png()).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after").is_some()), (429, true));
    assert_eq!(
        upload(&t, &mut t.browser_of("eve").await, &png()).await.status,
        StatusCode::SEE_OTHER,
        "each for themselves"
    );
    t.clock.advance(1800);
    assert_eq!(upload(&t, &mut browser, &png()).await.status, StatusCode::SEE_OTHER);
});

on_both_engines!(somebody_who_takes_everything_along_again_and_again_waits, |config| { few(config) }, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/data")).await;
    assert_eq!(browser.press(&page, "export").await.answer.status, 200);
    assert_eq!(browser.press(&page, "export").await.answer.status, 429);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.data_exported'").await, 1);
});
