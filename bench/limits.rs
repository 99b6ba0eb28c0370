//! What this machine can do at best: the parts of which Signet's answers are made, each alone.
//!
//! `limits once` prints one JSON object of CPU microseconds for each part; `limits serve PORT` answers a bare axum
//! route, for the same load driver that Signet gets. `make bench` runs both between its own rounds.

use std::{
    error::Error,
    fs,
    hint::black_box,
    time::{Duration, Instant},
};

use aws_lc_rs::{
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ED25519, EcdsaKeyPair, Ed25519KeyPair, KeyPair,
        ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair,
    },
};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Map, Value, json};

type Outcome<T> = Result<T, Box<dyn Error>>;

const ROUND: Duration = Duration::from_millis(700);
/// As long as the claims of an ordinary token.
const MESSAGE: [u8; 700] = [b'x'; 700];

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve", port] => runtime.block_on(serve(port.parse()?)),
        ["once"] => {
            let mut found = Map::new();
            signatures(&mut found)?;
            password(&mut found)?;
            database(&mut found)?;
            println!("{}", Value::Object(found));
            Ok(())
        }
        _ => Err("usage: limits once | limits serve PORT".into()),
    }
}

async fn serve(port: u16) -> Outcome<()> {
    let body = "x".repeat(1500);
    let app = axum::Router::new().route("/", axum::routing::any(move || std::future::ready(body.clone())));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    Ok(axum::serve(listener, app).await?)
}

/// CPU time of this process so far, all threads, user and system.
fn cpu() -> Outcome<Duration> {
    let text = fs::read_to_string("/proc/self/stat")?;
    let after_name = text.rsplit_once(") ").ok_or("unexpected form of /proc/self/stat")?.1;
    let field = |at: usize| after_name.split(' ').nth(at).and_then(|one| one.parse::<u64>().ok()).unwrap_or(0);
    // Fields 14 and 15, in ticks of 10 ms on Linux.
    Ok(Duration::from_millis(10 * (field(11) + field(12))))
}

fn record(found: &mut Map<String, Value>, name: &str, spent: Duration, times: u32) {
    let micros = spent.as_secs_f64() * 1e6 / f64::from(times.max(1));
    found.insert(name.to_owned(), json!((micros * 100.0).round() / 100.0));
}

fn repeat<R>(found: &mut Map<String, Value>, name: &str, mut work: impl FnMut() -> Outcome<R>) -> Outcome<()> {
    work()?;
    let (began, before, mut times) = (Instant::now(), cpu()?, 0);
    while began.elapsed() < ROUND {
        black_box(work()?);
        times += 1;
    }
    record(found, name, cpu()?.saturating_sub(before), times);
    Ok(())
}

fn signatures(found: &mut Map<String, Value>) -> Outcome<()> {
    #[allow(clippy::disallowed_methods, reason = "a measurement of its own, no part of the server")]
    let random = SystemRandom::new();
    let rsa = RsaKeyPair::generate(KeySize::Rsa2048)?;
    let mut signature = vec![0; rsa.public_modulus_len()];
    repeat(found, "rs256_sign", || Ok(rsa.sign(&RSA_PKCS1_SHA256, &random, black_box(&MESSAGE), &mut signature)?))?;
    let public = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, rsa.public_key().as_ref())?;
    repeat(found, "rs256_verify", || Ok(public.verify_sig(black_box(&MESSAGE), &signature)?))?;

    let ec = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?;
    repeat(found, "es256_sign", || Ok(ec.sign(&random, black_box(&MESSAGE))?))?;
    let signature = ec.sign(&random, &MESSAGE)?;
    let public = ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, ec.public_key().as_ref())?;
    repeat(found, "es256_verify", || Ok(public.verify_sig(black_box(&MESSAGE), signature.as_ref())?))?;

    let ed = Ed25519KeyPair::generate()?;
    repeat(found, "eddsa_sign", || Ok(ed.sign(black_box(&MESSAGE))))?;
    let signature = ed.sign(&MESSAGE);
    let public = ParsedPublicKey::new(&ED25519, ed.public_key().as_ref())?;
    repeat(found, "eddsa_verify", || Ok(public.verify_sig(black_box(&MESSAGE), signature.as_ref())?))
}

fn password(found: &mut Map<String, Value>) -> Outcome<()> {
    let parameters = argon2::Params::new(19456, 2, 1, None).map_err(|error| error.to_string())?;
    let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, parameters);
    repeat(found, "argon2id", || {
        let mut hash = [0; 32];
        argon
            .hash_password_into(b"correct horse", b"0123456789abcdef", &mut hash)
            .map_err(|error| error.to_string())?;
        Ok(hash)
    })
}

fn database(found: &mut Map<String, Value>) -> Outcome<()> {
    let directory = std::env::temp_dir().join(format!("signet-limits-{}", std::process::id()));
    fs::create_dir_all(&directory)?;
    let mut connection = Connection::open(directory.join("limits.db"))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE rows (id BIGINT PRIMARY KEY, body TEXT NOT NULL)",
    )?;
    let body = "x".repeat(300);
    let mut id = 0_i64;

    for (name, size) in [("commit_alone", 1_u32), ("commit_share_of_16", 16)] {
        let (began, before, mut times) = (Instant::now(), cpu()?, 0);
        while began.elapsed() < ROUND {
            let transaction = connection.transaction()?;
            for _ in 0..size {
                id += 1;
                let mut insert = transaction.prepare_cached("INSERT INTO rows (id, body) VALUES (?1, ?2)")?;
                insert.execute((id, &body))?;
            }
            transaction.commit()?;
            times += size;
        }
        record(found, name, cpu()?.saturating_sub(before), times);
        found.insert(format!("{name}_per_second"), json!((f64::from(times) / began.elapsed().as_secs_f64()).round()));
    }

    let (began, before, mut times, mut wanted) = (Instant::now(), cpu()?, 0, 1_i64);
    while began.elapsed() < ROUND {
        wanted = wanted * 7919 % id.max(2) + 1;
        let mut look_up = connection.prepare_cached("SELECT body FROM rows WHERE id = ?1")?;
        black_box(look_up.query_row([wanted], |row| row.get::<_, String>(0)).optional()?);
        times += 1;
    }
    record(found, "read", cpu()?.saturating_sub(before), times);
    drop(connection);
    fs::remove_dir_all(&directory)?;
    Ok(())
}
