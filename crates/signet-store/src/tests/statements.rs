//! Every statement of this layer is understood by both engines.

use std::{collections::HashMap, fs, path::Path};

use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};

use crate::{Conn, db::Engine, testing};

/// The SQL of every `q!` of this layer, with the file it stands in.
pub(super) fn all() -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

/// The SQL of every `q!` under a directory, with the file it stands in.
fn collect(directory: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(directory).expect("the sources").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            if entry.file_name().is_some_and(|name| name != "tests") {
                collect(&entry, found);
            }
        } else if entry.file_name().is_some_and(|name| name != "macros.rs") {
            let source = fs::read_to_string(&entry).expect("a source file");
            let file = entry.display().to_string();
            found.extend(statements(&file, &source).into_iter().map(|sql| (file.clone(), sql)));
        }
    }
}

fn statements(file: &str, source: &str) -> Vec<String> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let macros = literal_macros(&code);
    let calls =
        code.match_indices("q!(").filter(|(at, _)| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
    calls
        .map(|(at, _)| {
            let (literal, concat) = (code[at..].find('"'), code[at..].find("concat!("));
            let quote = at + literal.unwrap_or_else(|| panic!("{file}: a q! without SQL"));
            match concat {
                Some(start) if at + start < quote => concatenated(&code[at + start + "concat!(".len()..], &macros),
                _ => literal_at(&code[quote..]).0,
            }
        })
        .collect()
}

/// `macro_rules! columns { () => { "…" }; }` and its like: name to text.
fn literal_macros(code: &str) -> HashMap<String, String> {
    code.match_indices("macro_rules! ")
        .filter_map(|(at, head)| {
            let rest = &code[at + head.len()..];
            let name = rest[..rest.find(' ')?].to_owned();
            let body = rest[rest.find("() =>")?..].trim_start_matches("() =>").trim_start().strip_prefix('{')?;
            let body = body.trim_start();
            body.starts_with('"').then(|| (name, literal_at(body).0))
        })
        .collect()
}

/// The parts of a `concat!` up to its closing parenthesis.
fn concatenated(mut rest: &str, macros: &HashMap<String, String>) -> String {
    let mut sql = String::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.starts_with(')') {
            return sql;
        }
        if rest.starts_with('"') {
            let (text, length) = literal_at(rest);
            sql.push_str(&text);
            rest = &rest[length..];
        } else {
            let end = rest.find("!()").expect("a macro in concat!");
            sql.push_str(macros.get(&rest[..end]).unwrap_or_else(|| panic!("no macro {}", &rest[..end])));
            rest = &rest[end + 3..];
        }
    }
}

/// The text of the string literal at the beginning, and how long the literal is.
fn literal_at(code: &str) -> (String, usize) {
    let mut text = String::new();
    let mut characters = code.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (text, at + 1),
            '\\' => match characters.next() {
                Some((_, '\n')) => while characters.next_if(|(_, next)| next.is_whitespace()).is_some() {},
                Some((_, other)) => text.push(other),
                None => break,
            },
            other => text.push(other),
        }
    }
    panic!("a string literal without end")
}

async fn prepare(conn: &mut Conn, sql: &str) -> Result<(), String> {
    match conn.engine() {
        Engine::Sqlite(conn) => conn.understands(sql).map_err(|error| error.to_string()),
        Engine::Postgres(conn) => {
            let sql = AssertSqlSafe(sql.to_owned()).into_sql_str();
            conn.run(|connection| connection.prepare(sql)).await.map(drop).map_err(|error| error.to_string())
        }
    }
}

#[tokio::test]
async fn both_engines_understand_every_statement() {
    let found = all();
    assert!(found.len() > 100, "only {} statements found: the scanner has lost its way", found.len());
    for db in testing::engines().await {
        let mut conn = db.read().await.unwrap();
        let mut refused = Vec::new();
        for (file, sql) in &found {
            if let Err(error) = prepare(&mut conn, sql).await {
                refused.push(format!("{file}\n  {sql}\n  {error}"));
            }
        }
        assert!(refused.is_empty(), "{} refuses:\n{}", db.engine_name(), refused.join("\n"));
    }
}

#[tokio::test]
async fn a_statement_that_only_one_engine_understands_is_found() {
    for db in testing::engines().await {
        let mut conn = db.read().await.unwrap();
        let (foreign, named) = match db.engine_name() {
            "sqlite" => ("SELECT id FROM users FOR UPDATE SKIP LOCKED", "FOR"),
            _ => ("SELECT json_extract(claims, '$.a') FROM users", "json_extract"),
        };
        let why = prepare(&mut conn, foreign).await.unwrap_err();
        assert!(why.contains(named), "{why}");
    }
}

#[test]
fn the_scanner_reads_literals_and_concatenations() {
    let source = "macro_rules! columns {\n    () => {\n        \"a, \\\n         b\"\n    };\n}\nq!(conn, execute, \"DELETE\");\n\
                  q!(\n conn, fetch_all, Row,\n concat!(\"SELECT \", columns!(), \" FROM t\"),\n x)";
    assert_eq!(statements("here", source), ["DELETE", "SELECT a, b FROM t"]);
}
