//! No statement walks through a table that grows: by the engines' own plans, whatever the tables hold today.

use serde_json::Value;
use sqlx::{AssertSqlSafe, Executor, Row};

use super::{fixtures::World, statements};
use crate::{Conn, db::Engine, testing};

/// Tables of which an operator makes each row, or that hold a handful.
const SMALL: &[&str] = &[
    "attributes",
    "cache_versions",
    "clients",
    "issuers",
    "organizations",
    "resource_servers",
    "schema_migrations",
    "settings",
    "signing_keys",
    "upstreams",
];

/// Statements that may, by how they begin, and what they may walk through, each with the reason.
const MAY: &[(&str, &str, &str)] = &[
    ("INSERT INTO", "2-ROW VALUES CLAUSE", "the two rows that are written"),
    ("WITH RECURSIVE tree", "t", "what the query itself has found"),
    ("WITH RECURSIVE tree", "tree", "what the query itself has found"),
    ("WITH RECURSIVE tree", "c", "clients are registered by operators"),
    ("SELECT created_at FROM sessions ORDER BY created_at LIMIT 1", "sessions", "the first row of an index"),
    ("SELECT at FROM token_events ORDER BY id DESC LIMIT 1", "token_events", "the last row of an index"),
    ("SELECT MAX(at) FROM audit_events", "audit_events", "the last row of an index"),
    ("SELECT MAX(o.id) FROM (SELECT id, at FROM token_events", "token_events", "a batch, from the beginning"),
    ("SELECT name FROM claim_sources LIMIT 1", "claim_sources", "any row"),
    (
        "SELECT user_id, name, claims, jwt, endpoint",
        "claim_sources",
        "seals all of them anew, by an operator's command",
    ),
    ("SELECT id, issuer_id, at, kind, payload, expires_at FROM outbox", "outbox", "of tests alone"),
];

/// What a plan walks through: a table without an index, or an index from end to end.
async fn walks(conn: &mut Conn, sql: &str) -> Vec<String> {
    match conn.engine() {
        Engine::Sqlite(conn) => {
            let steps = conn.plan(sql).expect("a plan");
            steps.into_iter().filter(|step| step.starts_with("SCAN ") && step != "SCAN CONSTANT ROW").collect()
        }
        Engine::Postgres(conn) => {
            // As it is planned for any values, and by an index wherever there is one that serves.
            let count = (1..=30).rev().find(|number| sql.contains(&format!("${number}"))).unwrap_or(0);
            let values = if count == 0 { String::new() } else { format!("({})", vec!["NULL"; count].join(", ")) };
            let script = format!(
                "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; \
                 SET enable_hashjoin = off; SET enable_mergejoin = off; PREPARE walk AS {sql}; \
                 EXPLAIN (FORMAT JSON) EXECUTE walk{values}; DEALLOCATE walk"
            );
            let rows = conn.run(|connection| connection.fetch_all(sqlx::raw_sql(AssertSqlSafe(script)))).await;
            let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}"));
            let row = rows.first().expect("a plan");
            let text = row.try_get_raw(0).expect("a column").as_str().expect("a text").to_owned();
            let plan: Value = serde_json::from_str(&text).expect("JSON");
            let mut found = Vec::new();
            nodes(&plan[0]["Plan"], false, &mut found);
            found
        }
    }
}

/// `first`: only the first row of it is wanted.
fn nodes(node: &Value, first: bool, found: &mut Vec<String>) {
    let kind = node["Node Type"].as_str().unwrap_or_default();
    let text = |name: &str| node[name].as_str().unwrap_or_default().to_owned();
    let walks = match kind {
        "Seq Scan" => true,
        "Index Scan" | "Index Only Scan" => node["Index Cond"].is_null() && !(first && node["Filter"].is_null()),
        _ => false,
    };
    if walks {
        found.push(format!("{kind} {} of {}", text("Index Name"), text("Relation Name")));
    }
    for part in node["Plans"].as_array().into_iter().flatten() {
        nodes(part, kind == "Limit", found);
    }
}

/// The table of a step.
fn table_of(step: &str) -> &str {
    match step.strip_prefix("SCAN ") {
        Some(rest) if rest.starts_with("2-ROW") => rest,
        Some(rest) => rest.split(' ').next().unwrap_or_default(),
        None => step.rsplit(' ').next().unwrap_or_default(),
    }
}

fn may(sql: &str, step: &str) -> bool {
    let table = table_of(step);
    SMALL.contains(&table) || MAY.iter().any(|(begin, walked, _)| sql.starts_with(begin) && *walked == table)
}

#[tokio::test]
async fn no_statement_walks_through_a_table_that_grows() {
    let mut walking = Vec::new();
    for db in testing::engines().await {
        let mut conn = db.begin().await.unwrap();
        World::create(&mut conn).await;
        // Enough that PostgreSQL does not find a walk through all of them cheaper than a few look-ups.
        conn.script(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
             INSERT INTO grants (id, issuer_id, client_id, kind, scopes, created_at, expires_at) \
             SELECT 'grt_' || i, c.issuer_id, c.id, 'authorization_code', '[]', 0, 0 FROM n, clients c; \
             INSERT INTO refresh_families (id, grant_id, client_id, key_sealed, generation, created_at, rotated_at, \
             idle_expires_at, expires_at) SELECT id, id, client_id, '', 0, 0, 0, 0, 0 FROM grants",
        )
        .await
        .unwrap();
        for (file, sql) in statements::all() {
            for step in walks(&mut conn, &sql).await.into_iter().filter(|step| !may(&sql, step)) {
                walking.push(format!("{}: {step}\n  {file}\n  {sql}", db.engine_name()));
            }
        }
    }
    assert!(walking.is_empty(), "{}", walking.join("\n"));
}
