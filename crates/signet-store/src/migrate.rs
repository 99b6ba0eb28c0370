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

/// The files of `migrations/` with these names.
macro_rules! migrations {
    ($($file:literal,)*) => {
        &[$(Migration::of($file, include_str!(concat!("../../../migrations/", $file, ".sql")))),*]
    };
}

/// Only ever appended to: a released migration is never edited.
const MIGRATIONS: &[Migration] = migrations![
    "0001_foundation",
    "0002_openid",
    "0003_clients",
    "0004_claims",
    "0006_forms",
    "0007_mail_domains",
    "0008_operators",
    "0009_limits",
    "0010_strangers",
    "0011_factors",
    "0012_purge",
    "0013_walks",
    "0014_token_events",
    "0015_journeys",
    "0016_rotation",
    "0017_further_factors",
    "0018_mail",
    "0019_passkeys",
    "0020_mail_proofs",
    "0021_sessions",
    "0023_factor_policy",
    "0024_sign_up",
    "0025_accounts",
    "0027_what_is_asked_for",
    "0028_required_steps",
    "0029_suggestions_and_wallets",
    "0030_upstreams",
    "0031_address_changes",
    "0032_phones",
    "0033_risk",
    "0034_contract_wallets",
    "0035_factor_added",
    "0036_pending_phones",
    "0037_upstream_revocations",
    "0038_session_label",
    "0039_phone_required",
];

impl Migration {
    /// A file is called by its number in four digits, and its name: `0001_foundation`.
    const fn of(file: &'static str, sql: &'static str) -> Self {
        let (number, name) = file.split_at(4);
        let Ok(version) = i64::from_str_radix(number, 10) else { panic!("a migration has a number of four digits") };
        Self { version, name: name.split_at(1).1, sql }
    }

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
