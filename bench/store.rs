//! What the store costs on SQLite: CPU of the whole process for one point read and one durable insert,
//! by one caller at a time and by sixteen, through the functions that the server calls.
//!
//! `store [ROWS [SECONDS]]` prints one JSON object; `ROWS` tokens are there before the measuring begins.

use std::{
    error::Error,
    fs,
    hint::black_box,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Map, Value, json};
use signet_protocol::{
    base::{
        entropy::Entropy,
        id::{Id, IssuerId},
        secret::TokenHash,
        time::{Clock, Seconds, Timestamp},
    },
    client::{Client, ClientId, ClientMetadata, ClientSource},
};
use signet_store::{Db, DbOptions, clients, issuers, migrate, standing, tokens};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

const NOW: Timestamp = Timestamp(1_800_000_000);
const TOGETHER: u64 = 16;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let rows = arguments.next().map_or(Ok(100_000), |text| text.parse())?;
    let seconds = arguments.next().map_or(Ok(3), |text| text.parse())?;
    let directory = std::env::temp_dir().join(format!("signet-store-{}", std::process::id()));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(measure(&directory, rows, Duration::from_secs(seconds)));
    fs::remove_dir_all(&directory)?;
    println!("{}", Value::Object(outcome?));
    Ok(())
}

/// The store with what a token refers to.
struct Place {
    db: Db,
    issuer: IssuerId,
    client: ClientId,
    rows: AtomicU64,
}

impl Place {
    async fn make(directory: &Path) -> Outcome<Self> {
        let url = format!("sqlite:{}", directory.join("signet.db").display());
        let db = Db::open(&url, &DbOptions::default()).await?;
        migrate::up(&db, NOW).await?;
        let issuer: IssuerId = Id::fresh(&Clock::manual(NOW), &Entropy::seeded(1));
        let client = ClientId::new("app");
        let mut tx = db.begin().await?;
        issuers::insert(&mut tx, &issuer, "https://id.example", NOW).await?;
        let stored =
            Client::new(client.clone(), issuer.clone(), ClientMetadata::default(), ClientSource::Operator, NOW);
        clients::insert(&mut tx, &stored).await?;
        tx.commit().await?;
        Ok(Self { db, issuer, client, rows: AtomicU64::new(0) })
    }

    fn token(&self) -> tokens::Token {
        let number = self.rows.fetch_add(1, Ordering::Relaxed);
        let claims = json!({"sub": "c5b2f0d6", "scope": "openid profile email", "sid": "sid", "auth_time": NOW.0});
        tokens::Token {
            hash: hash(number),
            issuer_id: self.issuer.clone(),
            grant_id: None,
            client_id: self.client.clone(),
            audience: "https://id.example".to_owned(),
            claims: claims.as_object().cloned().unwrap_or_default(),
            created_at: NOW,
            expires_at: NOW + Seconds::hours(1),
            revoked_at: None,
        }
    }

    async fn fill(&self, rows: u64) -> Outcome<()> {
        while self.rows.load(Ordering::Relaxed) < rows {
            let mut tx = self.db.begin().await?;
            for _ in 0..1000 {
                tokens::insert(&mut tx, &self.token()).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }

    async fn read(&self, random: &mut u64) -> Outcome<()> {
        *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let wanted = hash((*random >> 33) % self.rows.load(Ordering::Relaxed));
        let mut conn = self.db.read().await?;
        black_box(standing::find_opaque(&mut conn, &wanted).await?).ok_or("a token is missing")?;
        Ok(())
    }

    async fn insert(&self) -> Outcome<()> {
        let mut tx = self.db.begin().await?;
        tokens::insert(&mut tx, &self.token()).await?;
        Ok(tx.commit().await?)
    }
}

fn hash(number: u64) -> TokenHash {
    TokenHash::of(&number.to_string())
}

#[derive(Clone, Copy)]
enum Work {
    Read,
    Insert,
}

async fn measure(directory: &Path, rows: u64, length: Duration) -> Outcome<Map<String, Value>> {
    let place = Arc::new(Place::make(directory).await?);
    place.fill(rows).await?;
    let mut found = Map::new();
    for (name, work, callers) in [
        ("read_alone", Work::Read, 1),
        ("read_of_16", Work::Read, TOGETHER),
        ("insert_alone", Work::Insert, 1),
        ("insert_of_16", Work::Insert, TOGETHER),
    ] {
        let (began, before) = (Instant::now(), cpu()?);
        let tasks: Vec<_> = (0..callers)
            .map(|caller| {
                let place = Arc::clone(&place);
                tokio::spawn(async move {
                    let (mut done, mut random) = (0_u32, caller);
                    while began.elapsed() < length {
                        match work {
                            Work::Read => place.read(&mut random).await?,
                            Work::Insert => place.insert().await?,
                        }
                        done += 1;
                    }
                    Outcome::Ok(done)
                })
            })
            .collect();
        let mut done = 0;
        for task in tasks {
            done += task.await??;
        }
        let spent = cpu()?.saturating_sub(before).as_secs_f64();
        found.insert(format!("{name}_us"), rounded(spent * 1e6 / f64::from(done)));
        found.insert(format!("{name}_per_second"), rounded(f64::from(done) / began.elapsed().as_secs_f64()));
    }
    place.db.close().await;
    Ok(found)
}

fn rounded(number: f64) -> Value {
    json!((number * 10.0).round() / 10.0)
}

/// CPU time of this process so far, all threads, user and system.
fn cpu() -> Outcome<Duration> {
    let text = fs::read_to_string("/proc/self/stat")?;
    let after_name = text.rsplit_once(") ").ok_or("unexpected form of /proc/self/stat")?.1;
    let field = |at: usize| after_name.split(' ').nth(at).and_then(|one| one.parse::<u64>().ok()).unwrap_or(0);
    // Fields 14 and 15, in ticks of 10 ms on Linux.
    Ok(Duration::from_millis(10 * (field(11) + field(12))))
}
