//! Where a session is: its country, and its city where the file of the operator has cities.

use serde_json::{Value, json};
use signet::config::Config;

use super::{call, call_with, everything};
use crate::support::{TestApp, city_file, country_file, on_both_engines};

fn cities_on(config: &mut Config) {
    config.risk.country_file = Some(city_file());
}

fn countries_on(config: &mut Config) {
    config.risk.country_file = Some(country_file());
}

/// What is told of the place of the one session there is.
async fn told(t: &TestApp, token: &str) -> (Value, Value) {
    let all = call(t, "GET /sessions", token).await.ok().json();
    let one = &all["sessions"][0];
    assert_eq!(one["ip"], "192.0.2.1");
    (one["country"].clone(), one["city"].clone())
}

on_both_engines!(a_city_is_told_in_the_persons_language_else_in_english, |config| { cities_on(config) }, |t| {
    t.person("ada").await;
    let ours = everything(&t, "ada").await;
    assert_eq!(told(&t, &ours).await, (json!("DE"), json!("Berlin")));
    for (language, city) in [("pt-BR", "Berlim"), ("ja", "ベルリン"), ("sv", "Berlin")] {
        call_with(&t, "PATCH /preferences", &ours, &json!({"locale": language})).await.ok();
        assert_eq!(told(&t, &ours).await, (json!("DE"), json!(city)), "{language}");
    }
    let all = call(&t, "GET /sessions", &ours).await.ok().json();
    let rename = format!("PATCH /sessions/{}", all["sessions"][0]["id"].as_str().unwrap());
    let named = call_with(&t, &rename, &ours, &json!({"name": "Desk"})).await.ok().json();
    assert_eq!((&named["country"], &named["city"]), (&json!("DE"), &json!("Berlin")));
});

on_both_engines!(a_file_of_countries_tells_no_city, |config| { countries_on(config) }, |t| {
    t.person("ada").await;
    let ours = everything(&t, "ada").await;
    assert_eq!(told(&t, &ours).await, (json!("DE"), Value::Null));
});
