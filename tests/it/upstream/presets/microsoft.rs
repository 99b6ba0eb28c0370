//! Microsoft: metadata that speak for every tenant, tokens that name theirs, and addresses that nobody has verified.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{
    super::loopback,
    row::{MAIL, Opens, OtherMetadata, Proof, Row},
    walk::{At, begin, comes, holds, scene},
};
use crate::support::{Engine, TestApp};

const ACME: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
const OTHER: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";
/// The person, for all apps of an operator; `sub` is another one for each.
const OID: &str = "00000000-0000-0000-66f3-3332eca7ea81";
const OF_ACME: &str = "/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0";

fn claims(tenant: &str) -> Value {
    json!({
        "ver": "2.0", "tid": tenant, "oid": OID, "preferred_username": "ada@acme.example", "name": "Ada", "email": MAIL,
    })
}

fn of_tenant(tenant: &str) -> Row {
    let row = Row::provider("microsoft", "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ", claims(tenant));
    Row { sub: OID, ..row.of_issuer(OF_ACME).proven_by(Proof::Form).hands_out(&json!({"ext_expires_in": 3599})) }
}

/// Nobody names a tenant: whoever has one writes any address into it, so that a listed domain counts for nothing.
pub(super) fn any_tenant() -> Row {
    let common = OtherMetadata { target: "/common/v2.0/.well-known/openid-configuration", issuer: "/{tenantid}/v2.0" };
    Row { metadata: Some(common), ..of_tenant(ACME) }
}

/// A tenant is named, with its domain: its metadata are asked, and its administrators are believed for that domain.
fn acme() -> Row {
    Row { opens: Opens::Listed, ..of_tenant(ACME).says("tenants", ACME) }
}

#[tokio::test]
async fn a_tenant_that_is_named_is_believed_for_its_domains() {
    Box::pin(holds(&acme())).await;
}

#[tokio::test]
async fn a_token_of_another_tenant_signs_nobody_in() {
    let t = TestApp::start(Engine::sqlite(), loopback).await;
    t.person("ada").await;
    let client = t.first_party("app", json!({})).await;
    let row = acme();
    let service = begin(&t, &row).await;
    let at = At { t: &t, service: &service, row: &row };
    let honest = scene(&row, &service);
    let issuer = |tenant: &str| json!(format!("{}/{tenant}/v2.0", service.origin()));
    for (tid, iss, status, told) in [
        // Of another tenant, honestly; and one that says that it is of ours.
        (OTHER, issuer(OTHER), StatusCode::FORBIDDEN, "This account of Microsoft cannot be used here."),
        (ACME, issuer(OTHER), StatusCode::BAD_REQUEST, "The answer of Microsoft does not hold."),
        (OTHER, issuer(ACME), StatusCode::BAD_REQUEST, "The answer of Microsoft does not hold."),
        ("common", issuer(ACME), StatusCode::BAD_REQUEST, "The answer of Microsoft does not hold."),
    ] {
        let mut spoiled = honest.clone();
        spoiled.claims["tid"] = json!(tid);
        spoiled.claims["iss"] = iss;
        service.plays(spoiled);
        let went = comes(&client, at, &[]).await;
        let page = &went.page;
        assert_eq!((page.answer.status, page.heading().as_str()), (status, told), "{tid}: {}", page.text());
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM identities").await, 0);
}
