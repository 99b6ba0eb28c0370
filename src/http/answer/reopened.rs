//! Pages that answer a form, or say what has happened, at an address of their own: what one shows stands
//! sealed in it, so that its links to the other languages lose nothing, and a reload sends no form.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    base::{
        secret::Secret,
        time::{Seconds, Timestamp},
        url::Issuer,
    },
    domain::kernel::Error,
    http::extract::{Caller, LONGEST_LINK, PageCall},
    protocol::params::Params,
    render::Frame,
};

/// How long such an address shows its page.
const LIFETIME: Seconds = Seconds::hours(1);

#[derive(Serialize, Deserialize)]
struct Sealed<T> {
    shown: T,
    until: Timestamp,
}

/// The address at which a page shows this. What it says must be worth nothing to whoever else opens it.
///
/// # Errors
/// When what is shown cannot be written.
pub fn address<T: Serialize>(call: &PageCall, path: &str, shown: &T) -> Result<String, Error> {
    Ok(call.issuer.url.join(&format!("{path}?shown={}", sealed(call, path, shown)?)))
}

/// What [`opened`] opens for the same path, for as long as such an address shows its page.
///
/// # Errors
/// When it cannot be written.
pub fn sealed<T: Serialize>(call: &PageCall, path: &str, shown: &T) -> Result<String, Error> {
    let Caller { app, issuer, .. } = &**call;
    let sealed = Sealed { shown, until: app.clock.now() + LIFETIME };
    let text = Secret::new(serde_json::to_vec(&sealed).map_err(Error::internal)?);
    Ok(app.sealer.seal(&purpose(&issuer.url, path), text.expose(), &app.entropy))
}

/// A frame whose links lead to [`address`].
pub fn frame<T: Serialize>(call: &PageCall, asked: Option<&str>, path: &str, shown: &T) -> Frame {
    let frame = call.bare_frame(call.locale(asked), "");
    match address(call, path, shown).ok().filter(|address| address.len() <= LONGEST_LINK) {
        Some(address) => frame.at(address),
        None => frame,
    }
}

/// A frame for the page at such an address: its links keep to that address, and so to its end.
pub fn frame_again(call: &PageCall, asked: Option<&str>) -> Frame {
    call.frame_in(call.locale(asked), "")
}

/// What an address shows; nothing when this issuer did not seal it, or it is too old.
pub fn shown<T: DeserializeOwned>(call: &PageCall, path: &str, params: &Params) -> Option<T> {
    opened(call, path, params.get("shown")?)
}

/// What was sealed for a path; nothing when this issuer did not seal it, or it is too old.
pub fn opened<T: DeserializeOwned>(call: &PageCall, path: &str, sealed: &str) -> Option<T> {
    let Caller { app, issuer, .. } = &**call;
    let opened = app.sealer.open(&purpose(&issuer.url, path), sealed).ok()?;
    let sealed: Sealed<T> = serde_json::from_slice(opened.expose()).ok()?;
    (app.clock.now() < sealed.until).then_some(sealed.shown)
}

fn purpose(issuer: &Issuer, path: &str) -> String {
    format!("pages\0{}\0{path}", issuer.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_issuer_or_page_sealed_is_nothing_to_another() {
        let issuer = |url| Issuer::parse(url).unwrap();
        let own = purpose(&issuer("https://id.example.com/a"), "/leaving");
        for (other, path) in [("https://id.example.com", "/leaving"), ("https://id.example.com/a", "/signed-out")] {
            assert_ne!(own, purpose(&issuer(other), path), "{other} {path}");
        }
        assert_ne!(own, purpose(&issuer("https://id.example.com"), "/a/leaving"));
    }
}
