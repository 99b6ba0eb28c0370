//! Whether a statement may touch more rows than a look-up does, by SQLite's own plan for it.
//!
//! | statement | long |
//! |---|---|
//! | any that scans a table or an index | yes |
//! | a SELECT that walks a range of an index | yes |
//! | an UPDATE or a DELETE with a step that does not search by a whole key | yes |
//! | a DELETE whose rows others refer to: what goes with them is not in the plan | yes |
//! | a DELETE of all but the newest rows, which runs with each new one and finds few | no |

use rusqlite::{Connection, Result};

pub(super) fn is_long(connection: &Connection, sql: &str) -> Result<bool> {
    let mut explained = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
    // Of an EXPLAIN, SQLite says this for the statement that it explains.
    let writes = !explained.readonly();
    let steps = explained.raw_query().mapped(|row| row.get("detail")).collect::<Result<Vec<String>>>()?;
    if steps.iter().any(|step| step.starts_with("SCAN") && step != "SCAN CONSTANT ROW") {
        return Ok(true);
    }
    let mut searches = steps.iter().filter(|step| step.starts_with("SEARCH"));
    if !writes {
        return Ok(searches.any(|step| step.contains("<?") || step.contains(">?")));
    }
    if let Some(rest) = sql.strip_prefix("DELETE FROM ") {
        if is_referred_to(connection, rest.split(' ').next().unwrap_or(rest))? {
            return Ok(true);
        }
        if steps.iter().any(|step| step.starts_with("SCALAR SUBQUERY")) {
            return Ok(false);
        }
    }
    for step in searches {
        if !finds_one_row(connection, step)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether other tables have rows that go or change with a row of this one.
fn is_referred_to(connection: &Connection, table: &str) -> Result<bool> {
    connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema AS one, pragma_foreign_key_list(one.name) AS key \
         WHERE one.type = 'table' AND key.\"table\" = ?1)",
        [table],
        |row| row.get(0),
    )
}

/// Whether a step has a value for each column of a key (SQLite gives the index of a key a name of this form).
fn finds_one_row(connection: &Connection, step: &str) -> Result<bool> {
    let Some(index) = step.split(' ').find(|word| word.starts_with("sqlite_autoindex_")) else { return Ok(false) };
    let columns: u32 = connection.query_row("SELECT COUNT(*) FROM pragma_index_info(?1)", [index], |row| row.get(0))?;
    Ok(step.matches("=?").count() == columns as usize)
}
