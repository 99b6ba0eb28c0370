//! Every preset, walked: its own settings, with a stand-in at its addresses that answers in the forms that the service
//! documents (with made-up people in them). On SQLite alone: nothing of it is the engine's.

mod apple;
mod microsoft;
mod providers;
mod requests;
mod row;
mod services;
mod stand_in;
mod tenants;
mod walk;

use row::Row;
use signet::protocol::upstream::preset;

/// Walks each row.
async fn all_hold(rows: &[Row]) {
    for row in rows {
        Box::pin(walk::holds(row)).await;
    }
}

#[tokio::test]
async fn every_service_without_id_tokens_is_spoken_to_and_believed_as_its_preset_says() {
    all_hold(&services::rows()).await;
}

#[tokio::test]
async fn every_openid_provider_is_spoken_to_and_believed_as_its_preset_says() {
    all_hold(&providers::rows()).await;
}

#[test]
fn no_preset_goes_unwalked() {
    let rows: Vec<Row> = services::rows().into_iter().chain(providers::rows()).collect();
    let left: Vec<&str> = preset::names().filter(|name| rows.iter().all(|row| row.preset != *name)).collect();
    assert_eq!(left, Vec::<&str>::new());
}
