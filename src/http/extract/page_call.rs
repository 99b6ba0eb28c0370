//! Who calls: the issuer that was called, where the call came from, and, for pages, the browser.

use std::ops::Deref;

use axum::{
    extract::{FromRequestParts, OriginalUri},
    http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header, request::Parts, uri::Authority},
};

use crate::{
    app::issuers::{IssuerHandle, of_host},
    base::id::RequestId,
    domain::{
        consumers::call,
        kernel::{Actor, Cx, Error, Origin},
        sessions::{self, Accounts, Browser, SignedIn, outcomes::Sent, visitor::Visitor},
    },
    http::{Shared, cookies, middleware::ClientIp},
    protocol::{client::ClientId, discovery::path, params::Params},
    render::{Appearance, ColorTheme, Frame, Locale},
    store,
};

/// Longest address that stands in a link to a page in another language: longer ones do not pass every proxy.
pub const LONGEST_LINK: usize = 6000;

/// Longest part of `User-Agent` that is kept.
const USER_AGENT_LENGTH: usize = 200;

/// A call: to a back-channel endpoint, or to a page as far as a page is like one.
#[derive(Clone)]
pub struct Caller {
    /// The application.
    pub app: Shared,
    /// The issuer that was called. Resolved here and nowhere below.
    pub issuer: IssuerHandle,
    /// Where the call came from.
    pub origin: Origin,
}

impl Caller {
    /// The call in the words of the use-cases. Who acts has proven nothing yet.
    pub fn cx(&self) -> Cx<'_> {
        call(&self.app, &self.issuer, Actor::Anonymous, &self.origin)
    }
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, StatusCode> {
        let text = |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok());
        // RFC 9112 §3.2.2: the host of a request-target in absolute-form is the one that counts.
        let host = parts.uri.authority().map(Authority::as_str).or(text(header::HOST));
        // RFC 9110 §15.5.20: the host is none of those that are served here.
        let issuer = of_host(app.issuers(), host).map_err(|_| StatusCode::MISDIRECTED_REQUEST)?.clone();
        let agent = text(header::USER_AGENT);
        let origin = Origin {
            request_id: parts.extensions.get::<RequestId>().cloned(),
            ip: parts.extensions.get::<ClientIp>().map(|client| client.0.to_string()),
            user_agent: agent.map(|text| text.chars().take(USER_AGENT_LENGTH).collect()),
        };
        Ok(Self { app: Shared::clone(app), issuer, origin })
    }
}

/// A call of a page.
pub struct PageCall {
    caller: Caller,
    /// The browser, if it showed a cookie that we know; or why that could not be found out.
    pub browser: Result<Option<Browser>, Error>,
    /// Who is signed in to it.
    pub accounts: Accounts,
    /// What its device cookie says, as it came.
    pub device: Option<String>,
    /// The headers, for language and forgery checks.
    pub headers: HeaderMap,
    /// `ui_locales` of this page's own address: a language chosen at its foot.
    pub ui_locales: Option<String>,
    /// The language that was chosen at the foot of a page before.
    pub language: Option<Locale>,
    /// Light or dark, as somebody who was signed in here chose.
    theme: ColorTheme,
    /// Whether something was posted.
    pub posted: bool,
    /// What was called.
    uri: Uri,
    /// The page on which the form stands that was posted.
    form: Option<String>,
}

impl Deref for PageCall {
    type Target = Caller;
    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl FromRequestParts<Shared> for PageCall {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, StatusCode> {
        let caller = Caller::from_request_parts(parts, app).await?;
        let cookie = cookies::read(&parts.headers, &caller.issuer.url);
        let chosen = cookies::read_language(&parts.headers, &caller.issuer.url);
        let theme = cookies::read_theme(&parts.headers, &caller.issuer.url);
        let query = Params::parse(parts.uri.query().unwrap_or_default().as_bytes()).unwrap_or_default();
        let client = query.get("client_id").map(ClientId::new);
        let (browser, accounts) = match sessions::look(&caller.cx(), cookie.as_deref(), client.as_ref()).await {
            Ok(Some((browser, accounts))) => (Ok(Some(browser)), accounts),
            Ok(None) => (Ok(None), Accounts::default()),
            Err(error) => (Err(error), Accounts::default()),
        };
        // The router may have taken the issuer's path away.
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0).clone();
        let device = cookies::read_device(&parts.headers, &caller.issuer.url);
        Ok(Self {
            caller,
            browser,
            accounts,
            device,
            headers: parts.headers.clone(),
            ui_locales: query.get("ui_locales").map(str::to_owned),
            language: chosen,
            theme,
            posted: parts.method == Method::POST,
            uri,
            form: None,
        })
    }
}

impl PageCall {
    /// Who takes a step here; `sent` is the form that was sent, if one was.
    pub fn visitor<'a>(&'a self, sent: Option<&'a Sent>) -> Visitor<'a> {
        let device = self.device.as_deref();
        Visitor { browser: self.known_browser(), accounts: &self.accounts, sent, device }
    }

    /// The browser, if it is known; a failed look-up counts as unknown where only the look of a
    /// page hangs from it.
    pub fn known_browser(&self) -> Option<&Browser> {
        self.browser.as_ref().ok().and_then(Option::as_ref)
    }

    /// The browser, if it is known, where not knowing is not the same as not having found out.
    ///
    /// # Errors
    /// Why it could not be found out.
    pub fn found_browser(&self) -> Result<Option<&Browser>, Error> {
        match &self.browser {
            Ok(browser) => Ok(browser.as_ref()),
            Err(Error::Unavailable(why)) => Err(Error::Unavailable(store::Error::Unavailable(why.to_string()))),
            Err(_) => Err(Error::internal("the browser could not be looked up")),
        }
    }

    /// The same call, saying which page the form that was posted stands on: opened again in another
    /// language, it asks again about the same interaction or link.
    #[must_use]
    pub fn of_form(mut self, page: &str, params: &Params) -> Self {
        let about = ["interaction", "token"].into_iter().filter_map(|name| Some((name, params.get(name)?)));
        let query = Params::from_pairs(about).to_query();
        let page = self.issuer.url.join(page);
        self.form = Some(if query.is_empty() { page } else { format!("{page}?{query}") });
        self
    }

    /// The same call, saying that what was posted may come by GET as well: opened again in another language,
    /// it is the same request.
    #[must_use]
    pub fn of_request(mut self, path: &str, params: &Params) -> Self {
        let query =
            Params::from_pairs(params.iter().filter(|(name, _)| !matches!(*name, "ui_locales" | "csrf"))).to_query();
        self.form = Some(self.issuer.url.join(&format!("{path}?{query}")));
        self
    }

    /// Whether a client asks for an authorization: opened again, that is another request, which may do
    /// something else.
    pub fn is_authorization(&self) -> bool {
        self.uri.path().ends_with(path::AUTHORIZE)
    }

    /// Where this page can be opened again in another language; none where that would do something else, or
    /// the address is too long to stand in every link.
    fn here(&self) -> Option<String> {
        if self.posted {
            return self.form.clone().filter(|address| address.len() <= LONGEST_LINK);
        }
        let query = Params::parse(self.uri.query().unwrap_or_default().as_bytes()).unwrap_or_default();
        let query = Params::from_pairs(query.iter().filter(|(name, _)| *name != "ui_locales")).to_query();
        let address = format!("{}{}", self.issuer.url.origin(), self.uri.path());
        let address = if query.is_empty() { address } else { format!("{address}?{query}") };
        (address.len() <= LONGEST_LINK).then_some(address)
    }

    /// The language to speak: what this page's address says, then what was chosen in this browser before, then what
    /// the client asked for, then what the person chose for their account, then what the browser prefers.
    pub fn locale(&self, asked: Option<&str>) -> Locale {
        // RFC 9110 §5.3: several lines are one list.
        let lines = self.headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
        let accepted = lines.collect::<Vec<_>>().join(",");
        let chosen = self.language.map(Locale::tag);
        let by_sign_in = self.accounts.by_sign_in();
        let account = by_sign_in.last().and_then(|one| one.user.language());
        let wishes = [self.ui_locales.as_deref(), chosen, asked, account];
        Locale::negotiate(wishes.into_iter().flatten(), &accepted)
    }

    /// What stands around a page, with links to it in the other languages.
    pub fn frame(&self, csrf: impl Into<String>) -> Frame {
        self.frame_in(self.locale(None), csrf)
    }

    /// [`Self::frame`] in a language that the client may have asked for.
    pub fn frame_in(&self, locale: Locale, csrf: impl Into<String>) -> Frame {
        let frame = self.bare_frame(locale, csrf);
        let frame = match self.accounts.by_sign_in().last() {
            Some(one) => frame.seen(look_of(one)),
            None => frame,
        };
        match self.here() {
            Some(here) => frame.at(here),
            None => frame,
        }
    }

    /// What stands around a page that is nobody's yet: it knows no more than what was chosen in this browser before.
    pub fn bare_frame(&self, locale: Locale, csrf: impl Into<String>) -> Frame {
        let look = Appearance { theme: self.theme, ..Appearance::default() };
        self.issuer.branding.frame(locale, csrf).seen(look)
    }

    /// The request's id, for error pages.
    pub fn request_id(&self) -> String {
        self.origin.request_id.as_ref().map(ToString::to_string).unwrap_or_default()
    }
}

/// How the person of an account wants pages.
pub fn look_of(me: &SignedIn) -> Appearance {
    Appearance::of(me.user.theme.as_deref(), me.user.claim("zoneinfo"))
}
