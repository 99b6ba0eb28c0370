//! A preview at an address that no upstream knows has its answers handed on by the instance at the address that they know.

use signet::{
    base::url::Issuer,
    config::secret::SecretText,
    domain::login::upstream::{hand_on, handed_on},
};

use super::*;
use crate::support::on_both_engines;

const REGISTERED: &str = "https://id.example.com";
const PREVIEW: &str = "https://pr-1.preview.example.com";
const SHARED: &str = "what-both-sides-share-and-nobody-else-has";

/// The instance whose address the upstream knows.
fn registered_address(config: &mut Config) {
    loopback(config);
    config.issuer.url = Issuer::parse(REGISTERED).unwrap();
    config.relay.targets = vec!["https://*.preview.example.com".to_owned()];
    config.relay.secret = Some(SecretText::from(SHARED));
}

/// One that is seen for an afternoon.
fn preview(config: &mut Config) {
    open(config);
    config.issuer.url = Issuer::parse(PREVIEW).unwrap();
    config.relay.via = Some(REGISTERED.to_owned());
    config.relay.secret = Some(SecretText::from(SHARED));
}

async fn at(change: impl FnOnce(&mut Config)) -> TestApp {
    TestApp::start(Engine::sqlite(), change).await
}

/// What the upstream answers to somebody who was sent there.
struct Answered {
    state: String,
    code: String,
}

impl Answered {
    fn by(up: &StubUpstream, address: &Url) -> Self {
        Self { state: sent(address, "state").expect("a state"), code: up.code_for(address) }
    }

    fn answer(&self) -> UpstreamAnswer<'_> {
        let (state, code) = (Some(self.state.as_str()), Some(self.code.as_str()));
        UpstreamAnswer { upstream: "up", state, code, ..UpstreamAnswer::default() }
    }

    fn query(&self) -> String {
        let pairs = [("state", &self.state), ("code", &self.code)];
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }
}

/// The ticket of an answer that is handed on.
fn ticket(fixed: &TestApp, answered: &Answered) -> String {
    let address = hand_on(&fixed.cx(), &answered.answer()).unwrap().expect("an address");
    let address = Url::parse(&address).unwrap();
    assert!(address.as_str().starts_with(&format!("{PREVIEW}/sign-in/upstream/up/callback?")), "{address}");
    sent(&address, "ticket").expect("a ticket")
}

#[track_caller]
fn assert_fault(fault: &UpstreamFault, kind: &UpstreamFaultKind, sentence: &str) {
    assert_eq!((&fault.kind, fault.sentence.as_str()), (kind, sentence));
}

on_both_engines!(somebody_signs_in_at_a_preview_by_way_of_the_registered_address, |config| { preview(config) }, |t| {
    let fixed = at(registered_address).await;
    let up = provider(&t, &[("email_trust", "verified")]).await;
    let mut person = t.browser();
    let page = person.get(&t.url("/login")).await;
    let left = person.press(&page, "upstream-up").await.left().clone();
    let callback = format!("{REGISTERED}/sign-in/upstream/up/callback");
    assert_eq!(sent(&left, "redirect_uri"), Some(callback));
    let answered = Answered::by(&up, &left);
    let answer = fixed.get(&format!("/sign-in/upstream/up/callback?{}", answered.query())).await;
    let back = answer.location().expect("a way on");
    assert!(back.as_str().starts_with(&format!("{PREVIEW}/sign-in/upstream/up/callback?ticket=")), "{back}");
    for secret in [&answered.code, &answered.state] {
        assert!(!back.as_str().contains(secret.as_str()), "what is handed on is sealed");
    }
    person.get(back.as_str()).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE email_key = 'ada@up.example'").await, 1);
    assert_eq!(fixed.count("SELECT COUNT(*) FROM users").await, 0);
    // RFC 6749 §4.1.3: the code is redeemed with the address that it came to.
    let form = up.last_form();
    assert!(
        form.contains(&("redirect_uri".to_owned(), format!("{REGISTERED}/sign-in/upstream/up/callback"))),
        "{form:?}"
    );
    // The same ticket a second time leads nowhere.
    let again = t.browser().get(back.as_str()).await;
    assert_eq!(again.heading(), "That took too long.", "{}", again.text());
});

on_both_engines!(
    a_ticket_is_good_once_for_one_browser_at_one_host_and_for_minutes,
    |config| { preview(config) },
    |t| {
        let fixed = at(registered_address).await;
        let up = provider(&t, &[]).await;
        let (mine, other) = (browser(&t).await, browser(&t).await);
        let address = leave(&t, "up", &mine, UpstreamAsk::default()).await.unwrap();
        let ticket = ticket(&fixed, &Answered::by(&up, &address));
        let handed = handed_on(&t.cx(), &ticket).unwrap();
        let elsewhere = "the state of the answer is that of another browser (RFC 6749 section 10.12)";
        refused(back(&t, &other, handed.of("up")).await, &UpstreamFaultKind::OtherBrowser, elsewhere);
        assert!(back(&t, &mine, handed.of("up")).await.is_ok());
        let used = "the state of the answer is not known, or was used (RFC 6749 section 10.12)";
        refused(back(&t, &mine, handed.of("up")).await, &UpstreamFaultKind::Expired, used);
        // Another preview, and the registered address itself, cannot open it.
        let another = at(|config| {
            preview(config);
            config.issuer.url = Issuer::parse("https://pr-2.preview.example.com").unwrap();
        })
        .await;
        let foreign = "the ticket is for another host, or sealed by nobody who shares relay.secret";
        for app in [&another, &fixed] {
            assert_fault(&handed_on(&app.cx(), &ticket).unwrap_err(), &UpstreamFaultKind::Untrusted, foreign);
        }
        assert_fault(&handed_on(&t.cx(), "v1.a.b").unwrap_err(), &UpstreamFaultKind::Untrusted, foreign);
        t.clock.advance(181);
        let late = "the ticket is older than two minutes";
        assert_fault(&handed_on(&t.cx(), &ticket).unwrap_err(), &UpstreamFaultKind::Expired, late);
    }
);

on_both_engines!(an_answer_is_handed_on_to_hosts_of_the_operator_alone, |config| { preview(config) }, |t| {
    let up = provider(&t, &[]).await;
    let mine = browser(&t).await;
    let address = leave(&t, "up", &mine, UpstreamAsk::default()).await.unwrap();
    let answered = Answered::by(&up, &address);
    let untrusted = UpstreamFaultKind::Untrusted;
    let narrow = at(|config| {
        registered_address(config);
        config.relay.targets = vec!["https://preview.example.com".to_owned()];
    })
    .await;
    let unlisted = "the state of the answer names a host that relay.targets does not list";
    assert_fault(&hand_on(&narrow.cx(), &answered.answer()).unwrap_err(), &untrusted, unlisted);
    let stranger = at(|config| {
        registered_address(config);
        config.relay.secret = Some(SecretText::from("a-secret-of-somebody-else-0123456789"));
    })
    .await;
    let unshared = "the state of the answer was sealed by nobody who shares relay.secret";
    assert_fault(&hand_on(&stranger.cx(), &answered.answer()).unwrap_err(), &untrusted, unshared);
    let fixed = at(registered_address).await;
    let mixed_up = "the answer came to the address of another upstream (RFC 9700 section 4.4)";
    let swapped = UpstreamAnswer { upstream: "other", ..answered.answer() };
    assert_fault(&hand_on(&fixed.cx(), &swapped).unwrap_err(), &untrusted, mixed_up);
    let long = "x".repeat(8000);
    let endless = UpstreamAnswer { code: Some(&long), ..answered.answer() };
    assert_fault(&hand_on(&fixed.cx(), &endless).unwrap_err(), &untrusted, "the answer is too long to be handed on");
    // Its own answers are its own, and where nothing is listed nothing is handed on.
    let own = UpstreamAnswer { state: Some("of-this-instance"), ..answered.answer() };
    assert_eq!(hand_on(&fixed.cx(), &own).unwrap(), None);
    let off = at(|config| {
        registered_address(config);
        config.relay.targets = Vec::new();
    })
    .await;
    assert_eq!(hand_on(&off.cx(), &answered.answer()).unwrap(), None);
    fixed.clock.advance(661);
    let late = "the state of the answer is older than ten minutes";
    assert_fault(&hand_on(&fixed.cx(), &answered.answer()).unwrap_err(), &UpstreamFaultKind::Expired, late);
});

// RFC 6749 §4.1.2: what is not recognized is ignored.
on_both_engines!(where_nobody_hands_answers_on_a_ticket_is_ignored, |config| { open(config) }, |t| {
    let up = provider(&t, &[("email_trust", "verified")]).await;
    let mut person = t.browser();
    let page = person.get(&t.url("/login")).await;
    let left = person.press(&page, "upstream-up").await.left().clone();
    let answered = Answered::by(&up, &left);
    person.get(&t.url(&format!("/sign-in/upstream/up/callback?ticket=guessed&{}", answered.query()))).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE email_key = 'ada@up.example'").await, 1);
});
