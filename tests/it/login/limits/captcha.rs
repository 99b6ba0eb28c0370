//! A captcha service after failures, played by a stand-in that answers as the services document their siteverify:
//! `{"success": true}`, or `{"success": false, "error-codes": […]}`.

use std::sync::{Arc, Mutex};

use axum::{Json, Router, routing::post};
use serde_json::{Value, json};
use signet::{
    base::secret::sha256,
    config::{
        Config,
        branding::WebUrl,
        captcha::{CaptchaDriver, CaptchaFallback},
        login::SignInPage,
        outbound::PrivateTarget,
        secret::SecretText,
    },
};

use crate::{
    login::name_first::named,
    support::{Browser, Engine, PASSWORD, Page, TestApp},
};

const BITS: u32 = 8;

/// The fields of a form.
type Fields = Vec<(String, String)>;

/// A service that knows one good answer, each time once.
struct Service {
    url: String,
    asked: Arc<Mutex<Vec<Fields>>>,
    server: tokio::task::JoinHandle<()>,
}

impl Service {
    async fn start() -> Self {
        let asked: Arc<Mutex<Vec<Fields>>> = Arc::default();
        let kept = Arc::clone(&asked);
        let look = async move |body: String| {
            Json(verdict(&kept, url::form_urlencoded::parse(body.as_bytes()).into_owned().collect()))
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/siteverify", listener.local_addr().unwrap());
        let routes = Router::new().route("/siteverify", post(look));
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { url, asked, server }
    }

    fn asked(&self) -> Vec<Fields> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn verdict(kept: &Mutex<Vec<Fields>>, form: Fields) -> Value {
    let mut kept = kept.lock().unwrap();
    let value = |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let is_used = kept.contains(&form);
    let answer = match (value("secret").as_deref(), value("response").as_deref()) {
        (Some("sesame"), Some("a person")) if is_used => {
            json!({"success": false, "error-codes": ["timeout-or-duplicate"]})
        }
        (Some("sesame"), Some("a person")) => json!({"success": true, "hostname": "localhost", "error-codes": []}),
        (Some("sesame"), _) => json!({"success": false, "error-codes": ["invalid-input-response"]}),
        _ => json!({"success": false, "error-codes": ["invalid-input-secret"]}),
    };
    kept.push(form);
    answer
}

fn on(config: &mut Config, url: &str) {
    config.captcha.driver = CaptchaDriver::Turnstile;
    config.captcha.site_key = Some("0x4AAA".to_owned());
    config.captcha.secret = Some(SecretText::from("sesame"));
    config.captcha.verify_url = Some(url.parse::<WebUrl>().unwrap());
    config.limits.proof_of_work_bits = BITS;
    config.outbound.allow_private = vec![PrivateTarget::Net("127.0.0.0/8".parse().unwrap())];
}

async fn start(url: &str, change: impl FnOnce(&mut Config)) -> TestApp {
    let t = TestApp::start(Engine::sqlite(), |config| {
        on(config, url);
        change(config);
    })
    .await;
    t.person("ada").await;
    t
}

/// An address that nobody answers at.
const NOBODY: &str = "http://127.0.0.1:9/siteverify";

/// A browser whose address has failed three times, and that tries once more: the page of the captcha.
async fn asked(t: &TestApp) -> (Browser<'_>, Page) {
    let mut browser = t.browser();
    let mut page = browser.get(&t.url("/login")).await;
    for name in ["one", "two", "three"] {
        page = browser.sign_in(&page, name, "wrong").await;
        assert!(page.text().contains("That name and password do not match."), "{}", page.text());
    }
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!((page.url.path(), page.heading().as_str()), ("/login/captcha", "Are you a person?"), "{}", page.text());
    (browser, page)
}

async fn answer(browser: &mut Browser<'_>, page: &Page, text: &str) -> Page {
    browser.submit(page, page.form_with("captcha-submit").with("cf-turnstile-response", text)).await
}

async fn is_let_in(browser: &mut Browser<'_>, page: &Page) {
    assert_eq!(page.url.path(), "/login", "{}", page.text());
    let page = browser.sign_in(page, "ada", PASSWORD).await;
    assert!(page.url.path().ends_with("/account"), "{} {}", page.url, page.text());
}

#[tokio::test]
async fn a_person_passes_the_service_and_then_their_password_is_looked_at() {
    let service = Service::start().await;
    let t = start(&service.url, |_| {}).await;
    let (mut browser, page) = asked(&t).await;
    let policy = page.answer.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src https://challenges.cloudflare.com;"), "{policy}");
    assert!(policy.contains("frame-src https://challenges.cloudflare.com;"), "{policy}");
    assert!(page.answer.body.contains("data-sitekey=\"0x4AAA\"") && !page.answer.body.contains("sesame"));
    assert!(!page.answer.body.contains("type=\"password\""), "no script of others beside a password");
    let wrong = answer(&mut browser, &page, "a program").await;
    assert!(wrong.text().contains("That did not work."), "{}", wrong.text());
    let passed = answer(&mut browser, &wrong, "a person").await;
    let sign_in = passed.answer.header("content-security-policy").unwrap();
    assert!(!sign_in.contains("https://"), "{sign_in}");
    is_let_in(&mut browser, &passed).await;
    let asked = service.asked();
    let names: Vec<&str> = asked[1].iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!((asked.len(), names), (2, vec!["secret", "response", "remoteip"]));
    assert_eq!(asked[1][2].1, "192.0.2.1");
}

#[tokio::test]
async fn what_was_passed_goes_along_with_the_name_where_that_comes_first() {
    let service = Service::start().await;
    let t = start(&service.url, |config| config.login.page = SignInPage::NameFirst).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let mut page = named(&mut browser, &page, "ada").await;
    for name in ["one", "two", "three"] {
        page = browser.sign_in(&page, name, "wrong").await;
    }
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!(page.url.path(), "/login/captcha", "{}", page.text());
    let passed = answer(&mut browser, &page, "a person").await;
    let ways = named(&mut browser, &passed, "ada").await;
    assert_eq!(ways.url.path(), "/login/ways", "{}", ways.text());
    let page = browser.sign_in(&ways, "ada", PASSWORD).await;
    assert!(page.url.path().ends_with("/account"), "{} {}", page.url, page.text());
}

#[tokio::test]
async fn what_was_passed_is_good_once_and_for_one_browser() {
    let service = Service::start().await;
    let t = start(&service.url, |_| {}).await;
    let (mut browser, page) = asked(&t).await;
    let passed = answer(&mut browser, &page, "a person").await;
    // Attack: carried into another browser of the same address.
    let mut other = t.browser();
    other.get(&t.url("/login")).await;
    let carried = other.get(passed.url.as_str()).await;
    let page = other.sign_in(&carried, "ada", PASSWORD).await;
    assert_eq!(page.url.path(), "/login/captcha", "{}", page.text());
    // A wrong password spends it.
    browser.sign_in(&passed, "four", "wrong").await;
    let page = browser.sign_in(&passed, "ada", PASSWORD).await;
    assert_eq!(page.url.path(), "/login/captcha", "{}", page.text());
    // Nor does one that somebody made up help, or the answer of the widget a second time.
    let again = answer(&mut browser, &page, "a person").await;
    assert!(again.text().contains("That did not work."), "{}", again.text());
    let made_up = browser.get(&t.url("/login?work=AAAA")).await;
    assert_eq!(browser.sign_in(&made_up, "ada", PASSWORD).await.url.path(), "/login/captcha");
}

#[tokio::test]
async fn whoever_runs_no_scripts_waits_and_whoever_calculates_does_not_get_round_the_service() {
    let service = Service::start().await;
    let t = start(&service.url, |_| {}).await;
    let (mut browser, page) = asked(&t).await;
    assert!(page.text().contains("Wait 30 seconds before you continue."), "{}", page.text());
    let challenge = page.form_with("captcha-submit").field("work").unwrap().to_owned();
    let form = page.form_with("captcha-submit").with("work_answer", &solved(&challenge));
    for (form, told) in [
        (form.clone(), "That did not work. Wait 30 seconds before you continue."),
        (form.with("fallback", "1"), "Wait 30 seconds before you continue."),
    ] {
        let again = browser.submit(&page, form).await;
        assert_eq!(again.url.path(), "/login/captcha", "{}", again.text());
        assert!(again.text().contains(told), "{}", again.text());
    }
    t.clock.advance(30);
    let passed = browser.submit(&page, page.form_with("captcha-submit")).await;
    is_let_in(&mut browser, &passed).await;
    assert!(service.asked().is_empty());
}

/// What the script of the page finds.
fn solved(challenge: &str) -> String {
    let fits = |number: &u32| {
        let digest = sha256(format!("{challenge}.{number}").as_bytes());
        u32::from_be_bytes(digest[..4].try_into().unwrap()).leading_zeros() >= BITS
    };
    (0..u32::MAX).find(fits).unwrap().to_string()
}

#[tokio::test]
async fn where_the_service_does_not_answer_the_browser_calculates() {
    let t = start(NOBODY, |_| {}).await;
    let (mut browser, page) = asked(&t).await;
    let page = answer(&mut browser, &page, "a person").await;
    assert!(page.text().contains("Your browser does a short calculation instead."), "{}", page.text());
    let policy = page.answer.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self';") && !policy.contains("https://"), "{policy}");
    let form = page.form_with("captcha-submit").with("work_answer", &solved(&page.data("challenge")));
    let passed = browser.submit(&page, form).await;
    is_let_in(&mut browser, &passed).await;
}

#[tokio::test]
async fn a_secret_that_the_service_does_not_take_keeps_nobody_out() {
    let service = Service::start().await;
    let t = start(&service.url, |config| config.captcha.secret = Some(SecretText::from("mistyped"))).await;
    let (mut browser, page) = asked(&t).await;
    let page = answer(&mut browser, &page, "a person").await;
    assert!(page.text().contains("Your browser does a short calculation instead."), "{}", page.text());
}

#[tokio::test]
async fn where_the_service_does_not_answer_an_operator_may_let_in_or_refuse() {
    let t = start(NOBODY, |config| config.captcha.unreachable = CaptchaFallback::LetIn).await;
    let (mut browser, page) = asked(&t).await;
    let passed = answer(&mut browser, &page, "a person").await;
    is_let_in(&mut browser, &passed).await;

    let t = start(NOBODY, |config| config.captcha.unreachable = CaptchaFallback::Refuse).await;
    let (mut browser, page) = asked(&t).await;
    let page = answer(&mut browser, &page, "a person").await;
    assert_eq!(page.answer.status, 503, "{}", page.text());
    assert!(page.text().contains("Please try again in a few minutes."), "{}", page.text());
}
