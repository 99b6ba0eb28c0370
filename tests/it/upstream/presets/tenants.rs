//! Companies that are let in by name, at services that anybody may join.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{
    super::loopback,
    providers::{named_in_slack, salesforce},
    row::Row,
    stand_in::Scene,
    walk::{At, begin, comes, holds, scene},
};
use crate::support::{Engine, TestApp};

const ORGANIZATION: &str = "00Dx0000000BV7z";

fn of_an_organization() -> Row {
    salesforce().says("tenants", ORGANIZATION)
}

#[tokio::test]
async fn a_company_that_is_named_comes_in() {
    for row in [of_an_organization(), named_in_slack().says("tenants", "T0R7GR")] {
        Box::pin(holds(&row)).await;
    }
}

/// Whoever comes with another answer than the row's is told that they do not belong here.
async fn is_turned_away(row: &Row, change: impl Fn(&mut Scene)) {
    let t = TestApp::start(Engine::sqlite(), loopback).await;
    t.person("ada").await;
    let client = t.first_party("app", json!({})).await;
    let service = begin(&t, row).await;
    let mut other = scene(row, &service);
    change(&mut other);
    service.plays(other);
    let went = comes(&client, At { t: &t, service: &service, row }, &[]).await;
    let heading = went.page.heading();
    assert_eq!(went.page.answer.status, StatusCode::FORBIDDEN, "{}: {}", row.preset, went.page.text());
    assert!(heading.ends_with(" cannot be used here."), "{}: {heading}", row.preset);
    assert_eq!(t.count("SELECT COUNT(*) FROM identities").await, 0);
}

#[tokio::test]
async fn another_company_does_not() {
    let slack = named_in_slack().says("tenants", "T0R7GR");
    for team in [json!("T0OTHER"), Value::Null] {
        let change = |other: &mut Scene| other.claims["https://slack.com/team_id"] = team.clone();
        Box::pin(is_turned_away(&slack, change)).await;
    }
    // Named by the ID token it is not looked for at userinfo, where the right one stands.
    let in_token = |other: &mut Scene| other.claims["organization_id"] = json!("00DxOTHER");
    Box::pin(is_turned_away(&of_an_organization(), in_token)).await;
    for organization in [json!("00DxOTHER"), Value::Null] {
        let at_userinfo = |other: &mut Scene| {
            let said = other.api.get_mut("/services/oauth2/userinfo").expect("userinfo");
            said["organization_id"] = organization.clone();
        };
        Box::pin(is_turned_away(&of_an_organization(), at_userinfo)).await;
    }
}
