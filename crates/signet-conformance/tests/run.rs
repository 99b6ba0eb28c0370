//! Runs through the public interface, against a provider that has two documents and nothing else.
#![allow(clippy::unwrap_used, reason = "a failed expectation is what a test is for")]

use signet_conformance::{Clients, GivenClient, Group, Outcome, Plan, Run, Secret};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// Serves the documents until the test ends; answers with the issuer.
async fn provider() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let metadata = format!(
        r#"{{"issuer":"{issuer}","jwks_uri":"{issuer}/jwks","token_endpoint":"{issuer}/token",
            "response_types_supported":["code"],"subject_types_supported":["public"],
            "id_token_signing_alg_values_supported":["RS256"]}}"#
    );
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = vec![0; 8192];
            let length = stream.read(&mut request).await.unwrap();
            let line = String::from_utf8_lossy(&request[..length]).into_owned();
            let (status, body) = match line.split(' ').nth(1).unwrap_or_default() {
                "/.well-known/openid-configuration" => ("200 OK", metadata.as_str()),
                "/jwks" => ("200 OK", r#"{"keys":[]}"#),
                _ => ("404 Not Found", ""),
            };
            let answer = format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    issuer
}

#[tokio::test]
async fn groups_come_one_by_one_and_the_report_has_them_all() {
    let issuer = provider().await;
    let client =
        GivenClient { id: "checks".to_owned(), secret: Some(Secret::new("hunter22")), ..GivenClient::default() };
    let plan = Plan {
        clients: Clients::Given(client),
        groups: vec![Group::ClientAuthentication, Group::Jwks],
        ..Plan::new(&issuer)
    };
    let mut run = Run::begin(plan).await.unwrap();
    let first = run.next().await.unwrap();
    assert_eq!(first.group, Group::Jwks);
    let usable = first.checks.iter().find(|check| check.name == "usable").unwrap();
    assert_eq!((usable.outcome, usable.found.as_str()), (Outcome::Failed, "none"));
    assert_eq!(usable.exchanges[0]["came"]["status"], 200);
    let report = run.finish().await;
    assert_eq!(
        report.groups.iter().map(|one| one.group).collect::<Vec<_>>(),
        [Group::Jwks, Group::ClientAuthentication]
    );
    assert_eq!(report.groups[0], first);
    let counts = report.counts();
    assert!(counts.failed > 1 && counts.passed > 1, "{counts:?}");
    assert!(!report.to_json("test").to_string().contains("hunter22"));
}

#[tokio::test]
async fn a_provider_that_is_not_there_is_one_failed_check() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let report = Run::begin(Plan { groups: vec![Group::Token], ..Plan::new(issuer) }).await.unwrap().finish().await;
    assert_eq!(report.groups.len(), 1);
    assert_eq!((report.groups[0].group, report.counts().failed), (Group::Discovery, 1));
    assert_eq!(report.groups[0].checks[0].expected, "an answer over HTTP");
}

#[tokio::test]
async fn a_plan_for_no_provider_is_refused() {
    let why = Run::begin(Plan::new("op.example")).await.unwrap_err();
    assert_eq!(why.to_string(), "\"op.example\" is no issuer; write https://op.example");
}
