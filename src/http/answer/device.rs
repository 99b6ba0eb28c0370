//! The cookie of a browser in which somebody has just signed in (`domain/kernel/device.rs`).

use axum::{http::header, response::Response};

use crate::{
    base::id::UserId,
    domain::kernel::device,
    http::{cookies, extract::PageCall},
};

/// Marks an answer to somebody who is asked for more than usual: their browser is known once they have proven it, so that
/// a second try is as strange as the first.
#[derive(Debug, Clone, Copy)]
pub struct StillStrange;

/// Sets the device cookie to this text, if there is one.
pub fn with_device(call: &PageCall, mut response: Response, text: Option<String>) -> Response {
    if response.extensions().get::<StillStrange>().is_some() {
        return response;
    }
    let lifetime = call.app.config.login.device_cookie;
    if let Some(cookie) = text.and_then(|text| cookies::set_device(&call.issuer.url, &text, lifetime)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// [`with_device`] for somebody who has proven a further factor; `spared`: and does not want to be asked for it here
/// again.
pub async fn remember_factor(call: &PageCall, response: Response, user: &UserId, spared: bool) -> Response {
    let text = device::remember_factor(&call.cx(), call.device.as_deref(), user, spared).await;
    with_device(call, response, text.unwrap_or_default())
}

/// [`with_device`] for somebody who was verified otherwise than by the password that is in hand. Whoever is signed in
/// stays so where the cookie cannot be made.
pub async fn remember_signed_in(call: &PageCall, response: Response, user: &UserId) -> Response {
    let text = device::remember_signed_in(&call.cx(), call.device.as_deref(), user).await;
    with_device(call, response, text.unwrap_or_default())
}
