//! Wallets that are contracts (EIP-1271), with a node that stands in for one of a chain.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::{Value, json};
use signet::{
    base::time::Seconds,
    config::{
        Config,
        ethereum::ChainNode,
        limits::{Rule, RuleName, Rules},
        outbound::PrivateTarget,
        secret::SecretText,
        sign_up::SignUpMode,
    },
};

use super::{
    mail_sign_in::switch_on,
    wallets::{NEW, SIGN_IN, answered, on},
};
use crate::support::{Browser, Page, TestApp, on_both_engines};

/// Where the contract stands.
const ADDRESS: &str = "0xc0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0";
/// What no key makes: a contract knows what to think of it.
const SIGNATURE: &str = "0x0badcafe";
const DOES_NOT_HOLD: &str = "This signature does not hold.";
const NOT_CHECKED: &str = "It could not be checked whether your wallet signed.";

/// What a node says of every signature.
#[derive(Clone, Copy)]
enum Says {
    Signed,
    OtherValue,
    NoContract,
    Reverted,
    Overloaded,
    Failed,
    TooMuch,
    NothingForLong,
}

impl Says {
    async fn answer(self) -> Response {
        let word = |start: &str| format!("{start}{}", "0".repeat(66 - start.len()));
        let result = |text: String| Json(json!({"jsonrpc": "2.0", "id": 1, "result": text})).into_response();
        let error = |code: i64, message: &str| {
            Json(json!({"jsonrpc": "2.0", "id": 1, "error": {"code": code, "message": message}})).into_response()
        };
        match self {
            Self::Signed => result(word("0x1626ba7e")),
            Self::OtherValue => result(word("0xffffffff")),
            Self::NoContract => result("0x".to_owned()),
            Self::Reverted => error(3, "execution reverted"),
            Self::Overloaded => error(-32_005, "limit exceeded"),
            Self::Failed => StatusCode::BAD_GATEWAY.into_response(),
            Self::TooMuch => result(word("0x1626ba7e") + &"0".repeat(1 << 20)),
            Self::NothingForLong => std::future::pending().await,
        }
    }
}

/// A node of a chain, on a real socket.
struct Node {
    address: SocketAddr,
    says: Arc<Mutex<Says>>,
    asked: Arc<Mutex<Vec<Value>>>,
    server: tokio::task::JoinHandle<()>,
}

impl Node {
    async fn saying(says: Says) -> Self {
        let (says, asked) = (Arc::new(Mutex::new(says)), Arc::new(Mutex::new(Vec::new())));
        let (told, noted) = (Arc::clone(&says), Arc::clone(&asked));
        let routes = Router::new().fallback(post(move |Json(question): Json<Value>| async move {
            noted.lock().expect("what was asked").push(question);
            let says = *told.lock().expect("what is said");
            says.answer().await
        }));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let address = listener.local_addr().expect("an address");
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.expect("serving") });
        Self { address, says, asked, server }
    }

    fn says(&self, says: Says) {
        *self.says.lock().expect("what is said") = says;
    }

    fn asked(&self) -> Vec<Value> {
        self.asked.lock().expect("what was asked").clone()
    }

    fn of_chain(&self, chain: u32) -> ChainNode {
        ChainNode { chain, url: SecretText::from(format!("http://{}/v3/key", self.address).as_str()) }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn accepted(config: &mut Config, nodes: Vec<ChainNode>) {
    config.outbound.allow_private = vec![PrivateTarget::Net("127.0.0.1/32".parse().expect("a network"))];
    config.ethereum.contract_wallets = true;
    config.ethereum.chains = nodes.iter().map(|node| node.chain).collect();
    config.ethereum.nodes = nodes;
}

/// An instance that accepts contracts on the chains of these nodes.
async fn accepting(t: &TestApp, nodes: Vec<ChainNode>) -> TestApp {
    accepting_but(t, nodes, |_| {}).await
}

/// The same, with something else in its settings.
async fn accepting_but(t: &TestApp, nodes: Vec<ChainNode>, change: impl FnOnce(&mut Config)) -> TestApp {
    t.person("ada").await;
    on(t).await;
    t.another_instance_with(|config| {
        accepted(config, nodes);
        change(config);
    })
    .await
}

/// Has the contract asked on a page, on this chain, and sends what it signed.
async fn signed(t: &TestApp, browser: &mut Browser<'_>, page: &Page, chain: u32) -> Page {
    let path = page.url.path().to_owned();
    let (script, form) = if path == NEW { (format!("{NEW}/message"), NEW) } else { (SIGN_IN.to_owned(), SIGN_IN) };
    let told = browser.get(&t.url(&format!("{script}?address={ADDRESS}&chain={chain}"))).await;
    assert_eq!(told.answer.status, StatusCode::OK, "{}", told.text());
    let sealed = told.answer.json()["sealed"].as_str().unwrap().to_owned();
    browser.submit(page, answered(page, form, &sealed, SIGNATURE)).await
}

async fn add(t: &TestApp, browser: &mut Browser<'_>, chain: u32) -> Page {
    let page = browser.get(&t.url(NEW)).await;
    signed(t, browser, &page, chain).await
}

async fn visit(t: &TestApp, chain: u32) -> Page {
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    signed(t, &mut browser, &page, chain).await
}

on_both_engines!(a_contract_that_signs_is_added_and_signs_in_and_is_asked_as_the_standard_says, |t| {
    let node = Node::saying(Says::Signed).await;
    let t = accepting(&t, vec![node.of_chain(1)]).await;
    let page = add(&t, &mut t.browser_of("ada").await, 1).await;
    assert!(page.text().contains("The wallet is added."), "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM wallets WHERE contract_chain = 1").await, 1);
    assert_eq!(visit(&t, 1).await.url.path(), "/account");
    let asked = node.asked();
    assert_eq!(asked.len(), 2);
    let call = &asked[1]["params"][0];
    assert_eq!((&asked[1]["method"], &call["to"]), (&json!("eth_call"), &json!(ADDRESS)));
    let data = call["data"].as_str().unwrap();
    assert!(data.starts_with("0x1626ba7e") && data.ends_with(&format!("0badcafe{}", "0".repeat(56))), "{data}");
    // A contract may change its mind about who signs for it.
    node.says(Says::OtherValue);
    assert!(visit(&t, 1).await.text().contains(DOES_NOT_HOLD));
});

// The same address of another chain may be anybody's: whoever deployed there first.
on_both_engines!(a_contract_at_the_same_address_of_another_chain_is_somebody_else, |t| {
    let (of_ada, of_eve) = (Node::saying(Says::Signed).await, Node::saying(Says::Signed).await);
    let t = accepting(&t, vec![of_ada.of_chain(1), of_eve.of_chain(10)]).await;
    add(&t, &mut t.browser_of("ada").await, 1).await;
    let page = visit(&t, 10).await;
    assert!(page.text().contains("This wallet does not belong to any account here."), "{}", page.text());
    assert_eq!((of_ada.asked().len(), of_eve.asked().len()), (1, 1));
});

#[tokio::test]
async fn whatever_a_node_answers_but_the_magic_value_neither_signs_in_nor_adds() {
    let node = Node::saying(Says::Signed).await;
    let t = TestApp::sqlite().await;
    let t = accepting(&t, vec![node.of_chain(1)]).await;
    let mut own = t.browser_of("ada").await;
    for (says, text) in [
        (Says::OtherValue, DOES_NOT_HOLD),
        (Says::NoContract, DOES_NOT_HOLD),
        (Says::Reverted, DOES_NOT_HOLD),
        (Says::Overloaded, NOT_CHECKED),
        (Says::Failed, NOT_CHECKED),
        (Says::TooMuch, NOT_CHECKED),
    ] {
        node.says(says);
        let page = add(&t, &mut own, 1).await;
        assert!(page.text().contains(text), "{}", page.text());
        let page = visit(&t, 1).await;
        assert!(page.text().contains(text), "{}", page.text());
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM wallets").await, 0);
    let failed = t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'sign_in.failed'").await;
    assert_eq!(failed, 6, "each sign-in is written down");
}

#[tokio::test]
async fn a_node_that_does_not_answer_is_given_up_and_holds_nothing() {
    let node = Node::saying(Says::NothingForLong).await;
    let t = TestApp::sqlite().await;
    let t = accepting_but(&t, vec![node.of_chain(1)], |config| {
        config.outbound.timeout = Seconds(1);
        // Were a connection held while the node is asked, nobody else would be answered.
        config.database.max_connections = 1;
    })
    .await;
    let (slow, page) = tokio::join!(visit(&t, 1), async { t.browser().get(&t.url("/login")).await });
    assert!(slow.text().contains(NOT_CHECKED), "{}", slow.text());
    assert_eq!(page.answer.status, StatusCode::OK);
}

#[tokio::test]
async fn a_node_in_a_private_network_is_not_asked_unless_it_is_listed() {
    let node = Node::saying(Says::Signed).await;
    let t = TestApp::sqlite().await;
    let t = accepting_but(&t, vec![node.of_chain(1)], |config| {
        config.outbound.allow_private = Vec::new();
    })
    .await;
    let page = visit(&t, 1).await;
    assert!(page.text().contains(NOT_CHECKED), "{}", page.text());
    assert_eq!(node.asked(), Vec::<Value>::new());
}

#[tokio::test]
async fn until_contracts_are_accepted_no_node_is_asked() {
    let node = Node::saying(Says::Signed).await;
    let t = TestApp::sqlite().await;
    let t = accepting_but(&t, vec![node.of_chain(1)], |config| {
        config.ethereum.contract_wallets = false;
    })
    .await;
    let page = add(&t, &mut t.browser_of("ada").await, 1).await;
    assert!(page.text().contains("Wallets that are contracts are not accepted."), "{}", page.text());
    assert_eq!(node.asked(), Vec::<Value>::new());
}

// Each question costs the operator something: whoever only makes us ask is stopped before the node is.
#[tokio::test]
async fn whoever_signs_wrongly_again_and_again_makes_no_node_work() {
    let node = Node::saying(Says::OtherValue).await;
    let t = TestApp::sqlite().await;
    let t = accepting_but(&t, vec![node.of_chain(1)], |config| {
        let rule = Rule { rule: RuleName::LoginAddress, max: 2, window: Seconds::minutes(15) };
        config.limits.rules = Rules::from_iter([rule]);
    })
    .await;
    for _ in 0..2 {
        assert!(visit(&t, 1).await.text().contains(DOES_NOT_HOLD));
    }
    for _ in 0..3 {
        let page = visit(&t, 1).await;
        assert_eq!(page.answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(page.text().contains("There were too many attempts."), "{}", page.text());
    }
    assert_eq!(node.asked().len(), 2);
}

// The same for contracts that sign whatever is wanted and that no account has, where they lead to a new one.
#[tokio::test]
async fn contracts_that_no_account_has_make_a_node_work_no_more_than_wrong_ones() {
    let node = Node::saying(Says::Signed).await;
    let t = TestApp::sqlite().await;
    switch_on(&t).await;
    let t = accepting_but(&t, vec![node.of_chain(1)], |config| {
        config.sign_up.mode = SignUpMode::Open;
        config.ethereum.sign_up = true;
        let rule = Rule { rule: RuleName::LoginAddress, max: 2, window: Seconds::minutes(15) };
        config.limits.rules = Rules::from_iter([rule]);
    })
    .await;
    for _ in 0..2 {
        assert_eq!(visit(&t, 1).await.url.path(), "/sign-up");
    }
    let page = visit(&t, 1).await;
    assert_eq!(page.answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.text().contains("There were too many attempts."), "{}", page.text());
    assert_eq!(node.asked().len(), 2);
    assert_eq!(t.count("SELECT COUNT(*) FROM wallets").await, 0);
}
