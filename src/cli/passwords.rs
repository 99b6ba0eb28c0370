//! `signet passwords import`: the public list of stolen passwords as a file that is looked into in place.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter},
    path::PathBuf,
};

use clap::{Args, Subcommand};
use serde_json::json;

use super::{CommandFailure, Global};
use crate::outbound::breached::write_file;

const EXAMPLES: &str = "\
The public list is that of Have I Been Pwned, ordered by hash: a line HASH:COUNT for each password,
made by its downloader (https://github.com/HaveIBeenPwned/PwnedPasswordsDownloader). It has about
40 GB, the file that is made of it 8 bytes for each line.

Examples:
  signet passwords import pwnedpasswords.txt --out data/breached.bin
  zcat pwnedpasswords.txt.gz | signet passwords import - --out data/breached.bin --seen 10

Then set passwords.breached_file and restart.";

/// `signet passwords`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct PasswordsArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make the file of stolen passwords that new ones are compared with
    Import(ImportArgs),
}

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
struct ImportArgs {
    /// The public list (- is standard input)
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The file to make; it takes the place of one of before once it is whole
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Leave out what was seen less often
    #[arg(long, value_name = "TIMES", default_value_t = 1)]
    seen: u64,
}

/// Runs `signet passwords`.
pub fn run(global: &Global, args: PasswordsArgs) -> Result<(), CommandFailure> {
    let Verb::Import(args) = args.verb;
    let at = |path: &PathBuf, why: &dyn std::fmt::Display| CommandFailure::failed(format!("{}: {why}", path.display()));
    let mut fresh = args.out.clone().into_os_string();
    fresh.push(".part");
    let fresh = PathBuf::from(fresh);
    if fresh == args.file {
        return Err(CommandFailure::Usage(format!("{} would be overwritten", fresh.display())));
    }
    let list: Box<dyn BufRead> = if args.file.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        let list = File::open(&args.file).map_err(|why| at(&args.file, &why))?;
        Box::new(BufReader::with_capacity(1 << 20, list))
    };
    let made = File::create(&fresh).map_err(|why| at(&fresh, &why))?;
    let kept = write_file(list, BufWriter::new(&made), args.seen).map_err(|why| {
        let _ = fs::remove_file(&fresh);
        at(&args.file, &why)
    })?;
    made.sync_all().and_then(|()| fs::rename(&fresh, &args.out)).map_err(|why| at(&args.out, &why))?;
    let human =
        format!("{} holds {kept} stolen passwords; set passwords.breached_file and restart", args.out.display());
    global.print(&human, &json!({"file": args.out, "passwords": kept}))
}
