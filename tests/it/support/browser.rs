//! A browser: keeps cookies, follows redirects, fills in forms. It runs no scripts.

use std::{collections::BTreeMap, net::SocketAddr};

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
};
use url::Url;

use super::{
    Answer, TestApp,
    app::encode,
    html::{Form, forms, text_of},
};

/// A browser with cookies of its own.
#[derive(Clone)]
pub struct Browser<'t> {
    t: &'t TestApp,
    /// By name; the one origin needs no domains.
    pub cookies: BTreeMap<String, String>,
    /// Every `Set-Cookie` of the last answers, as it was sent.
    pub set_cookies: Vec<String>,
    /// Where it connects from.
    pub ip: [u8; 4],
    /// Whether it keeps cookies at all.
    pub keeps_cookies: bool,
}

/// Where a browser ended up.
#[derive(Debug, Clone)]
pub struct Page {
    /// The last address of ours.
    pub url: Url,
    /// What stands there.
    pub answer: Answer,
    /// The address outside that it was sent on to, if any. Nothing is fetched there.
    pub left_for: Option<Url>,
    /// Every status on the way, the last included.
    pub statuses: Vec<StatusCode>,
}

impl<'t> Browser<'t> {
    /// A browser that was never here.
    pub fn new(t: &'t TestApp) -> Self {
        Self { t, cookies: BTreeMap::new(), set_cookies: Vec::new(), ip: [192, 0, 2, 1], keeps_cookies: true }
    }

    /// Opens an address, as from the address bar or a link.
    pub async fn get(&mut self, url: &str) -> Page {
        self.go(Method::GET, url, None, "none").await
    }

    /// Submits a form of a page of ours.
    pub async fn submit(&mut self, page: &Page, form: Form) -> Page {
        let action = page.url.join(&form.action).expect("an action");
        assert_eq!(form.method, "post");
        self.go(Method::POST, action.as_str(), Some(&form.fields), "same-origin").await
    }

    /// A form that another site's page posts here.
    pub async fn submit_from_elsewhere(&mut self, url: &str, fields: &[(String, String)]) -> Page {
        self.go(Method::POST, url, Some(fields), "cross-site").await
    }

    /// Fills in the sign-in form.
    pub async fn sign_in(&mut self, page: &Page, username: &str, password: &str) -> Page {
        let form = page.form_with("login-submit").with("username", username).with("password", password);
        self.submit(page, form.press("login-submit")).await
    }

    /// Presses a button by id or words.
    pub async fn press(&mut self, page: &Page, button: &str) -> Page {
        self.submit(page, page.form_with(button).press(button)).await
    }

    /// The cookie that names this browser.
    #[track_caller]
    pub fn cookie(&self) -> (String, String) {
        self.only_cookie(false)
    }

    /// The cookie that its clients' pages learn from.
    #[track_caller]
    pub fn state_cookie(&self) -> (String, String) {
        self.only_cookie(true)
    }

    /// What says that somebody has signed in here before.
    #[track_caller]
    pub fn device_cookie(&self) -> (String, String) {
        let mut of_device = self.cookies.iter().filter(|(name, _)| name.contains("signet_device_"));
        of_device.next().map(|(name, value)| (name.clone(), value.clone())).expect("a device cookie")
    }

    #[track_caller]
    fn only_cookie(&self, state: bool) -> (String, String) {
        let others = [
            "signet_language_",
            "signet_device_",
            "signet_suggested_",
            "signet_theme_",
            "signet_upstream_",
            "signet_other_account_",
        ];
        let of_browser = self.cookies.iter().filter(|(name, _)| !others.iter().any(|other| name.contains(other)));
        let mut all = of_browser.filter(|(name, _)| name.contains("signet_state_") == state);
        let one = all.next().map(|(name, value)| (name.clone(), value.clone())).expect("a cookie");
        assert!(all.next().is_none(), "{:?}", self.cookies);
        one
    }

    async fn go(&mut self, method: Method, url: &str, form: Option<&[(String, String)]>, site: &str) -> Page {
        let mut url = Url::parse(url).expect("an absolute URL");
        let (mut method, mut form, mut site) = (method, form, site);
        let mut statuses = Vec::new();
        for _ in 0..10 {
            let answer = self.once(&method, &url, form, site).await;
            statuses.push(answer.status);
            let Some(next) = answer.location() else { return Page { url, answer, left_for: None, statuses } };
            // Fetch §4.4: only these two keep the method and the body.
            let kept = matches!(answer.status, StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
            if next.origin() != url.origin() {
                return Page { url, answer, left_for: Some(next), statuses };
            }
            if !kept {
                (method, form) = (Method::GET, None);
            }
            if site == "none" {
                site = "same-origin";
            }
            url = next;
        }
        panic!("too many redirects, the last to {url}");
    }

    async fn once(&mut self, method: &Method, url: &Url, form: Option<&[(String, String)]>, site: &str) -> Answer {
        let mut without_fragment = url.clone();
        without_fragment.set_fragment(None);
        let mut request = Request::builder()
            .method(method.clone())
            .uri(without_fragment.as_str())
            .header("sec-fetch-site", site)
            .header(header::ACCEPT_LANGUAGE, "en")
            .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        // SameSite=Lax: a form of another site does not bring the cookie; a link does.
        let withheld = site == "cross-site" && *method == Method::POST;
        if !withheld && !self.cookies.is_empty() {
            let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        let body = match form {
            None => Body::empty(),
            Some(fields) => {
                let origin = if site == "cross-site" {
                    "https://evil.example".to_owned()
                } else {
                    url.origin().ascii_serialization()
                };
                request = request
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .header(header::ORIGIN, origin);
                Body::from(encode(fields))
            }
        };
        let mut request = request.body(body).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((self.ip, 40_000))));
        let answer = self.t.send(request).await;
        if self.keeps_cookies {
            for line in answer.headers.get_all(header::SET_COOKIE) {
                let line = line.to_str().expect("a cookie in ASCII");
                self.set_cookies.push(line.to_owned());
                let (name, value) = line.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }
}

impl Page {
    /// Every form.
    pub fn forms(&self) -> Vec<Form> {
        forms(&self.answer.body)
    }

    /// The form that has a button with this id or these words.
    #[track_caller]
    pub fn form_with(&self, button: &str) -> Form {
        let has = |form: &Form| form.buttons.iter().any(|one| one.id == button || one.text == button);
        self.forms().into_iter().find(has).unwrap_or_else(|| panic!("no {button} on {} {}", self.url, self.text()))
    }

    /// Whether some form has this button.
    pub fn has(&self, button: &str) -> bool {
        self.forms().iter().any(|form| form.buttons.iter().any(|one| one.id == button || one.text == button))
    }

    /// The words of the page.
    pub fn text(&self) -> String {
        text_of(&self.answer.body)
    }

    /// The form that goes to this path; for one that a script sends.
    #[track_caller]
    pub fn form_to(&self, path: &str) -> Form {
        let found = self.forms().into_iter().find(|form| form.action.ends_with(path));
        found.unwrap_or_else(|| panic!("no form to {path} on {} {}", self.url, self.text()))
    }

    /// What the page tells its script by this name.
    #[track_caller]
    pub fn data(&self, name: &str) -> String {
        let told = self.answer.body.split_once(&format!("data-{name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
        let (text, _) = told.unwrap_or_else(|| panic!("no data-{name} on {} {}", self.url, self.text()));
        text_of(text)
    }

    /// The first heading.
    pub fn heading(&self) -> String {
        let body = &self.answer.body;
        let heading = body.split_once("<h1").and_then(|(_, rest)| rest.split_once('>'));
        heading.map(|(_, rest)| text_of(rest.split("</h1>").next().unwrap_or_default())).unwrap_or_default()
    }

    /// The words of each `<code>` that stands behind this mark.
    #[track_caller]
    pub fn codes_behind(&self, mark: &str) -> Vec<String> {
        let (_, rest) =
            self.answer.body.split_once(mark).unwrap_or_else(|| panic!("no {mark} on {} {}", self.url, self.text()));
        rest.split("<code>").skip(1).map(|one| text_of(one.split("</code>").next().unwrap_or_default())).collect()
    }

    /// The address of the page in another language, as its foot has it.
    #[track_caller]
    pub fn in_language(&self, language: &str) -> String {
        let mut found = self.answer.body.split("<a href=\"").filter_map(|rest| rest.split_once('"'));
        let marked = format!(" lang=\"{language}\"");
        let (address, _) = found
            .find(|(_, rest)| rest.starts_with(&marked))
            .unwrap_or_else(|| panic!("no {language} on {} {}", self.url, self.text()));
        self.url.join(&address.replace("&#38;", "&")).expect("an address").into()
    }

    /// Where the browser was sent on to; panics if it stayed.
    #[track_caller]
    pub fn left(&self) -> &Url {
        self.left_for
            .as_ref()
            .unwrap_or_else(|| panic!("still on {} {}: {}", self.url, self.answer.status, self.text()))
    }

    /// A parameter of the answer that went to the client's address.
    #[track_caller]
    pub fn sent(&self, name: &str) -> Option<String> {
        let pairs: Vec<(String, String)> = self.left().query_pairs().into_owned().collect();
        let mut values = pairs.into_iter().filter(|(known, _)| known == name).map(|(_, value)| value);
        let value = values.next();
        assert!(values.next().is_none(), "{name} was sent twice");
        value
    }

    /// Every parameter that went to the client's address in the fragment, and none in the query.
    #[track_caller]
    pub fn fragment(&self) -> BTreeMap<String, String> {
        assert_eq!(self.left().query(), None, "{}", self.left());
        let fragment = self.left().fragment().unwrap_or_else(|| panic!("no fragment: {}", self.left()));
        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(fragment.as_bytes()).into_owned().collect();
        let all: BTreeMap<String, String> = pairs.iter().cloned().collect();
        assert_eq!(all.len(), pairs.len(), "a parameter was sent twice: {fragment}");
        all
    }

    /// The code that was sent to the client.
    #[track_caller]
    pub fn code(&self) -> String {
        self.sent("code").unwrap_or_else(|| panic!("no code: {}", self.left()))
    }

    /// The error that was sent to the client.
    #[track_caller]
    pub fn error(&self) -> String {
        assert_eq!(self.sent("code"), None);
        let description = self.sent("error_description").expect("error_description");
        assert!(super::answer::is_description(&description), "{description}");
        self.sent("error").unwrap_or_else(|| panic!("no error: {}", self.left()))
    }

    /// Demands that this is a page and not an answer to a client: whatever is wrong is told here.
    #[track_caller]
    pub fn refused_here(&self) -> &Self {
        assert_eq!(self.left_for, None);
        assert!(self.answer.status.is_client_error(), "{} {}", self.answer.status, self.text());
        assert!(self.answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")));
        self
    }
}
