//! A browser without scripts: keeps cookies, follows redirects, fills forms in by the rules, and stops where the
//! client would take over. The client's addresses are never fetched.

use std::{cell::RefCell, rc::Rc};

use url::{Url, form_urlencoded};

use super::{
    check::Problem,
    html::{self, Page},
    http::{Answer, Http, Request, encode},
    jar::Jar,
    plan::Person,
    redact::bare,
    rules::Rules,
};

/// More steps than any sign-in has.
const MAX_STEPS: usize = 25;

/// How parameters came back to the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// In the query.
    Query,
    /// In the fragment.
    Fragment,
    /// In a form that the page posts (OAuth 2.0 Form Post Response Mode).
    FormPost,
}

impl Mode {
    /// Its name as `response_mode`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Fragment => "fragment",
            Self::FormPost => "form_post",
        }
    }
}

/// What reached the client.
#[derive(Debug, Clone)]
pub struct Back {
    /// Where it would have gone, in full.
    pub url: Url,
    /// The parameters, in order; duplicates are kept.
    pub params: Vec<(String, String)>,
    /// How they came.
    pub mode: Mode,
    /// The answer that sent the browser there.
    pub answer: Answer,
}

impl Back {
    /// A parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    /// What came, by the names of the parameters.
    pub fn summary(&self) -> String {
        let shown: Vec<String> = self
            .params
            .iter()
            .map(|(name, value)| if name.starts_with("error") { format!("{name}={value}") } else { name.clone() })
            .collect();
        let shown = if shown.is_empty() { "no parameters".to_owned() } else { shown.join(", ") };
        format!("{} with {shown} ({})", bare(&self.url), self.mode.as_str())
    }
}

/// Where the browser came to rest.
#[derive(Debug)]
pub enum Landing {
    /// At one of the client's addresses.
    Back(Box<Back>),
    /// On a page of the provider, or on no page at all.
    Page(Box<Answer>),
}

impl Landing {
    /// What is there, for a report.
    pub fn summary(&self) -> String {
        match self {
            Self::Back(back) => format!("a redirect to {}", back.summary()),
            Self::Page(answer) => {
                let title = if answer.is_html() { html::read(&answer.body).title } else { String::new() };
                let title = if title.is_empty() { title } else { format!(" titled {title:?}") };
                format!("a page at {}{title}, {}", bare(&answer.url), answer.summary())
            }
        }
    }

    /// The answer that it ended with.
    pub fn answer(&self) -> &Answer {
        match self {
            Self::Back(back) => &back.answer,
            Self::Page(answer) => answer,
        }
    }

    /// The client's side of it.
    pub fn back(self) -> Result<Back, Problem> {
        match self {
            Self::Back(back) => Ok(*back),
            Self::Page(answer) => {
                let summary = Self::Page(answer.clone()).summary();
                Err(Problem::failed("a redirect to the client", summary).about(&answer))
            }
        }
    }
}

/// Somebody who fills forms in.
#[derive(Debug, Clone, Copy)]
pub struct FormFiller<'a> {
    /// What to do on which page.
    pub rules: &'a Rules,
    /// Who signs in.
    pub person: &'a Person,
}

/// One browser, with its own cookies.
#[derive(Debug)]
pub struct Browser {
    http: Rc<Http>,
    jar: RefCell<Jar>,
}

impl Browser {
    /// A browser that nobody has used.
    pub fn new(http: &Rc<Http>) -> Self {
        Self { http: Rc::clone(http), jar: RefCell::default() }
    }

    /// Goes there and follows redirects until a page comes, or one of the client's addresses (`homes`).
    pub async fn open(&self, request: Request, homes: &[&str]) -> Result<Landing, Problem> {
        self.walk(request, homes, None).await
    }

    /// Goes there and does what the rules say until one of the client's addresses is reached, or nothing is left
    /// to do.
    pub async fn walk(
        &self,
        request: Request,
        homes: &[&str],
        form_filler: Option<FormFiller<'_>>,
    ) -> Result<Landing, Problem> {
        let mut next = request;
        let mut used = Vec::new();
        for _ in 0..MAX_STEPS {
            let answer = self.send(next.clone()).await?;
            if let Some(target) = answer.redirect() {
                if is_one_of(&target, homes, &answer.url) {
                    return Ok(Landing::Back(Box::new(returned(target, answer))));
                }
                next = following(&next, answer.status, target);
                continue;
            }
            let page = if answer.is_html() { html::read(&answer.body) } else { Page::default() };
            let base = page.base.as_deref().and_then(|base| answer.url.join(base).ok());
            let base = base.unwrap_or_else(|| answer.url.clone());
            if let Some(back) = posted(&page, &base, homes, &answer) {
                return Ok(Landing::Back(Box::new(back)));
            }
            if let Some(back) = offered(&page, &base, homes, &answer) {
                return Ok(Landing::Back(Box::new(back)));
            }
            if let Some(target) = page.refresh.as_deref().and_then(|target| base.join(target).ok()) {
                if is_one_of(&target, homes, &answer.url) {
                    return Ok(Landing::Back(Box::new(returned(target, answer))));
                }
                next = Request::get(target);
                continue;
            }
            let chosen = form_filler
                .and_then(|form_filler| form_filler.rules.apply(answer.url.as_str(), &page, form_filler.person, &used));
            let Some((rule, form)) = chosen else { return Ok(Landing::Page(Box::new(answer))) };
            used.push(rule);
            let mut target = base.join(&form.action).map_err(|why| {
                Problem::failed("a form that leads somewhere", format!("action {:?}: {why}", form.action))
                    .about(&answer)
            })?;
            next = if form.post {
                Request::form(target, &form.pairs).header("origin", answer.url.origin().ascii_serialization())
            } else {
                target.set_query(Some(&encode(&form.pairs)));
                Request::get(target)
            };
        }
        Err(Problem::failed("an end of redirects", format!("{MAX_STEPS} steps and no end")))
    }

    async fn send(&self, mut request: Request) -> Result<Answer, Problem> {
        if let Ok(url) = Url::parse(&request.url)
            && let Some(cookies) = self.jar.borrow().header(&url)
        {
            request = request.header("cookie", cookies);
        }
        let accepting = request.header("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
        let answer = self.http.send(accepting).await?;
        for cookie in answer.all("set-cookie") {
            self.jar.borrow_mut().take(&answer.url, cookie);
        }
        Ok(answer)
    }
}

/// RFC 9110 §15.4: 307 and 308 repeat the request, the others read the target.
fn following(sent: &Request, status: u16, target: Url) -> Request {
    if !matches!(status, 307 | 308) {
        return Request::get(target);
    }
    let kept = sent.headers.iter().filter(|(name, _)| *name == "content-type").cloned().collect();
    Request { url: target.into(), headers: kept, ..sent.clone() }
}

/// Whether a URL belongs to the client, whatever parameters were added: one of its addresses, or any other place
/// on its origin, unless the provider, on whose page the browser is, lives there too.
fn is_one_of(url: &Url, homes: &[&str], provider: &Url) -> bool {
    homes
        .iter()
        .filter_map(|home| Url::parse(home).ok())
        .filter(|home| (home.scheme(), home.host_str(), home.port()) == (url.scheme(), url.host_str(), url.port()))
        .any(|home| home.path() == url.path() || home.origin() != provider.origin())
}

fn returned(url: Url, answer: Answer) -> Back {
    let read = |text: &str| form_urlencoded::parse(text.as_bytes()).into_owned().collect();
    let (mode, params) = match (url.fragment(), url.query()) {
        (Some(fragment), _) if fragment.contains('=') => (Mode::Fragment, read(fragment)),
        (_, query) => (Mode::Query, read(query.unwrap_or_default())),
    };
    Back { url, params, mode, answer }
}

/// A page whose link carries an answer to the client: a provider may show where an error leads before it goes
/// there (RFC 9700 §4.11.2).
fn offered(page: &Page, base: &Url, homes: &[&str], answer: &Answer) -> Option<Back> {
    let targets = page.links.iter().filter_map(|link| base.join(link).ok());
    let backs = targets.filter(|url| is_one_of(url, homes, &answer.url)).map(|url| returned(url, answer.clone()));
    backs.into_iter().find(|back| back.get("error").is_some())
}

/// A page whose form goes to the client.
fn posted(page: &Page, base: &Url, homes: &[&str], answer: &Answer) -> Option<Back> {
    page.forms.iter().filter(|form| form.post).find_map(|form| {
        let url = base.join(&form.action).ok().filter(|url| is_one_of(url, homes, &answer.url))?;
        let fields = form.fields.iter().filter(|field| field.on && !field.name.is_empty());
        let params = fields.map(|field| (field.name.clone(), field.value.clone())).collect();
        Some(Back { url, params, mode: Mode::FormPost, answer: answer.clone() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_on_the_clients_origin_is_taken_for_a_page_of_the_provider() {
        let is_home = |url: &str, provider: &str| {
            let (url, provider) = (Url::parse(url).unwrap(), Url::parse(provider).unwrap());
            is_one_of(&url, &["https://rp.example/cb?fixed=1"], &provider)
        };
        for url in ["https://rp.example/cb", "https://rp.example:443/cb?code=1", "https://rp.example/other"] {
            assert!(is_home(url, "https://op.example/authorize"), "{url}");
        }
        for url in ["https://rp.example:444/cb", "http://rp.example/cb", "https://x.example/cb"] {
            assert!(!is_home(url, "https://op.example/authorize"), "{url}");
        }
        assert!(is_home("https://rp.example/cb#code=1", "https://rp.example/authorize"));
        assert!(!is_home("https://rp.example/login", "https://rp.example/authorize"));
    }

    #[test]
    fn parameters_are_read_from_query_fragment_and_form() {
        let answer = |url: &str| Answer {
            status: 200,
            url: Url::parse(url).unwrap(),
            headers: Vec::new(),
            body: String::new(),
            exchange: 0,
        };
        let back = |url: &str| returned(Url::parse(url).unwrap(), answer("https://op.example/"));
        let query = back("https://rp.example/cb?code=a%20b&state=1");
        assert_eq!((query.mode, query.get("code"), query.get("state")), (Mode::Query, Some("a b"), Some("1")));
        let fragment = back("https://rp.example/cb?fixed=1#id_token=x&state=2");
        assert_eq!((fragment.mode, fragment.get("state"), fragment.get("fixed")), (Mode::Fragment, Some("2"), None));
        let page =
            html::read("<form method=post action='https://rp.example/cb'><input type=hidden name=code value=c></form>");
        let here = answer("https://op.example/authorize");
        let form = posted(&page, &here.url, &["https://rp.example/cb"], &here).unwrap();
        assert_eq!((form.mode, form.get("code")), (Mode::FormPost, Some("c")));
        assert!(posted(&page, &here.url, &["https://other.example/cb"], &here).is_none());
        let page = html::read(
            "<a href='https://rp.example/'>home</a><a href='https://rp.example/cb#error=invalid_scope&amp;state=1'>on</a>",
        );
        let shown = offered(&page, &here.url, &["https://rp.example/cb"], &here).unwrap();
        assert_eq!(
            (shown.mode, shown.get("error"), shown.get("state")),
            (Mode::Fragment, Some("invalid_scope"), Some("1"))
        );
        assert!(offered(&page, &here.url, &["https://other.example/cb"], &here).is_none());
    }
}
