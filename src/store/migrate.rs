//! The schema: embedded migrations, applied once and in order, by one process at a time.

use data_encoding::HEXLOWER;

use super::{Conn, Db, Error, Result, client_origins, users};
use crate::base::{secret::sha256, time::Timestamp};

struct Migration {
    version: i64,
    name: &'static str,
    sql: &'static str,
}

/// After this one, names are brought into the form in which they are compared since, which SQL cannot write.
const FOLD_AGAIN: &str = "mail_domains";
/// Makes the table that [`client_origins::fill`] fills.
const CLIENT_ORIGINS: i64 = 9;

/// Only ever appended to: a released migration is never edited.
const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "foundation", sql: include_str!("../../migrations/0001_foundation.sql") },
    Migration { version: 2, name: "openid", sql: include_str!("../../migrations/0002_openid.sql") },
    Migration { version: 3, name: "clients", sql: include_str!("../../migrations/0003_clients.sql") },
    Migration { version: 4, name: "claims", sql: include_str!("../../migrations/0004_claims.sql") },
    Migration { version: 6, name: "forms", sql: include_str!("../../migrations/0006_forms.sql") },
    Migration { version: 7, name: FOLD_AGAIN, sql: include_str!("../../migrations/0007_mail_domains.sql") },
    Migration { version: 8, name: "operators", sql: include_str!("../../migrations/0008_operators.sql") },
    Migration { version: 9, name: "limits", sql: include_str!("../../migrations/0009_limits.sql") },
    Migration { version: 10, name: "strangers", sql: include_str!("../../migrations/0010_strangers.sql") },
    Migration { version: 11, name: "factors", sql: include_str!("../../migrations/0011_factors.sql") },
    Migration { version: 12, name: "purge", sql: include_str!("../../migrations/0012_purge.sql") },
    Migration { version: 13, name: "walks", sql: include_str!("../../migrations/0013_walks.sql") },
    Migration { version: 14, name: "token_events", sql: include_str!("../../migrations/0014_token_events.sql") },
    Migration { version: 15, name: "journeys", sql: include_str!("../../migrations/0015_journeys.sql") },
    Migration { version: 16, name: "rotation", sql: include_str!("../../migrations/0016_rotation.sql") },
    Migration { version: 17, name: "further_factors", sql: include_str!("../../migrations/0017_further_factors.sql") },
    Migration { version: 18, name: "mail", sql: include_str!("../../migrations/0018_mail.sql") },
    Migration { version: 19, name: "passkeys", sql: include_str!("../../migrations/0019_passkeys.sql") },
    Migration { version: 20, name: "mail_proofs", sql: include_str!("../../migrations/0020_mail_proofs.sql") },
    Migration { version: 21, name: "sessions", sql: include_str!("../../migrations/0021_sessions.sql") },
    Migration { version: 23, name: "factor_policy", sql: include_str!("../../migrations/0023_factor_policy.sql") },
    Migration { version: 24, name: "sign_up", sql: include_str!("../../migrations/0024_sign_up.sql") },
    Migration { version: 25, name: "accounts", sql: include_str!("../../migrations/0025_accounts.sql") },
    Migration { version: 27, name: "what_is_asked_for", sql: include_str!("../../migrations/0027_limits.sql") },
    Migration { version: 28, name: "required_steps", sql: include_str!("../../migrations/0028_required_steps.sql") },
    Migration {
        version: 29,
        name: "suggestions_and_wallets",
        sql: include_str!("../../migrations/0029_suggestions_and_wallets.sql"),
    },
    Migration { version: 30, name: "upstreams", sql: include_str!("../../migrations/0030_upstreams.sql") },
    Migration { version: 31, name: "address_changes", sql: include_str!("../../migrations/0031_address_changes.sql") },
    Migration { version: 32, name: "phones", sql: include_str!("../../migrations/0032_phones.sql") },
    Migration { version: 33, name: "risk", sql: include_str!("../../migrations/0033_risk.sql") },
    Migration {
        version: 34,
        name: "contract_wallets",
        sql: include_str!("../../migrations/0034_contract_wallets.sql"),
    },
];

impl Migration {
    fn checksum(&self) -> String {
        HEXLOWER.encode(&sha256(self.sql.as_bytes()))
    }
}

/// A migration and whether this database has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Its number.
    pub version: i64,
    /// What it is about.
    pub name: String,
    /// When it was applied here.
    pub applied_at: Option<Timestamp>,
}

row! {
    #[derive(Debug)]
    struct Done {
        version: i64,
        name: String,
        checksum: String,
        applied_at: Timestamp,
    }
}

/// Applies what is missing and answers it. Safe when two processes start together: one works, the
/// other waits and then finds nothing to do.
pub async fn up(db: &Db, now: Timestamp) -> Result<Vec<Status>> {
    up_with(db, now, MIGRATIONS).await
}

/// Every migration this binary knows, in order. Fails like [`up`] when database and binary do not
/// belong together.
pub async fn status(db: &Db) -> Result<Vec<Status>> {
    let mut tx = db.begin().await?;
    let applied = applied(&mut tx).await?;
    tx.rollback().await?;
    check(&applied, MIGRATIONS)?;
    Ok(MIGRATIONS
        .iter()
        .map(|migration| Status {
            version: migration.version,
            name: migration.name.to_owned(),
            applied_at: applied.iter().find(|row| row.version == migration.version).map(|row| row.applied_at),
        })
        .collect())
}

async fn up_with(db: &Db, now: Timestamp, migrations: &[Migration]) -> Result<Vec<Status>> {
    let mut tx = db.begin().await?;
    db.lock_schema(&mut tx).await?;
    let applied = applied(&mut tx).await?;
    check(&applied, migrations)?;
    let mut done = Vec::new();
    for migration in migrations.iter().filter(|known| applied.iter().all(|row| row.version != known.version)) {
        tx.script(migration.sql).await?;
        if migration.name == FOLD_AGAIN {
            users::fold_again(&mut tx).await?;
        }
        q!(
            tx,
            execute,
            "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
            migration.version,
            migration.name,
            migration.checksum(),
            now
        )?;
        done.push(Status { version: migration.version, name: migration.name.to_owned(), applied_at: Some(now) });
    }
    // SQL that both engines know does not look into JSON, so this is done here, with today's tables.
    if done.iter().any(|one| one.version == CLIENT_ORIGINS) {
        client_origins::fill(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(done)
}

async fn applied(conn: &mut Conn) -> Result<Vec<Done>> {
    conn.script(
        "CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL, \
         checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)",
    )
    .await?;
    q!(conn, fetch_all, Done, "SELECT version, name, checksum, applied_at FROM schema_migrations ORDER BY version")
}

fn check(applied: &[Done], migrations: &[Migration]) -> Result<()> {
    for row in applied {
        let Some(known) = migrations.iter().find(|migration| migration.version == row.version) else {
            return Err(Error::Schema(format!(
                "the database has migration {} ({}), which this version of signet does not know: it was used by a \
                 newer one. Run that version, or restore a backup made before the upgrade.",
                row.version, row.name
            )));
        };
        if known.checksum() != row.checksum {
            return Err(Error::Schema(format!(
                "migration {} ({}) was applied with a different text than this version of signet carries. \
                 The database was made by a build that was never released; start with a fresh one or use that build.",
                row.version, row.name
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
