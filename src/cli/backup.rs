//! `signet backup FILE`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{CommandFailure, Global, context};

const EXAMPLES: &str = "\
Examples:
  signet backup backups/signet-$(date +%F).db

The copy is consistent and made while the server goes on serving. It holds sealed secrets;
the master key that opens them is not in it: keep keys.master_key_file somewhere else, too.
A PostgreSQL database is backed up with pg_dump.";

/// `signet backup`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct BackupArgs {
    /// The file to write; it must not exist yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs `signet backup`.
pub fn run(global: &Global, args: &BackupArgs) -> Result<(), CommandFailure> {
    let config = global.load(Vec::new())?.config;
    context::block_on(async {
        let db = context::open(&config).await?;
        global.announce(&config, None);
        let copied = db.backup_to(&args.file).await;
        db.close().await;
        Ok(copied?)
    })?;
    let bytes = std::fs::metadata(&args.file).map_err(CommandFailure::failed)?.len();
    let file = args.file.display().to_string();
    let human = format!(
        "{file}: {bytes} bytes\nThe master key is not in it; keep a copy of {} in another place.",
        config.keys.master_key_file.display()
    );
    global.print(&human, &json!({"file": file, "bytes": bytes}))
}
