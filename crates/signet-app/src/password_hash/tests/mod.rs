//! RFC 9106 by foreign vectors, and the manners of the pool.

use std::{
    sync::{Arc, mpsc},
    time::{Duration, Instant},
};

use tokio::sync::oneshot;

use super::{
    pool::{Job, Task},
    *,
};
use crate::base::{entropy::Entropy, secret::Secret};

mod fairness;

const CHEAP: HashCost = HashCost { memory_kib: 64, iterations: 1, lanes: 1 };

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn room(places: usize) -> Room {
    Room { workers: 1, places, wait: Duration::from_secs(60) }
}

fn pool(places: usize) -> PasswordHasher {
    PasswordHasher::new(CHEAP, room(places)).unwrap()
}

fn share(lane: QueueLane, network: &str) -> Share {
    Share::of(lane, network, network)
}

fn stranger() -> Share {
    share(QueueLane::New, "a")
}

async fn nobody(hasher: PasswordHasher, share: Share) -> Result<(), HashError> {
    hasher.verify_nobody(&share, secret("x")).await
}

/// Occupies the only worker until the returned sender is used or dropped.
async fn hold(hasher: &PasswordHasher) -> mpsc::Sender<()> {
    let (release, until) = mpsc::channel();
    let (reply, _answer) = oneshot::channel();
    // Past the limit of waiting, which may be shorter than the worker takes to wake.
    let _place = hasher.0.enter(&share(QueueLane::Known, "a"), Job { task: Task::Hold(until), reply }).unwrap();
    while hasher.0.shared.lock().busy == 0 {
        tokio::task::yield_now().await;
    }
    release
}

async fn waiting(hasher: &PasswordHasher, count: usize) {
    while hasher.0.shared.lock().queue.len() != count {
        tokio::task::yield_now().await;
    }
}

#[test]
fn one_core_is_left_to_others_unless_an_operator_says_how_many_threads_hash() {
    for (wanted, cores, workers) in [(0, 1, 1), (0, 2, 1), (0, 3, 2), (0, 16, 15), (1, 16, 1), (4, 2, 4)] {
        assert_eq!(Room::workers_for(wanted, cores), workers, "{wanted} of {cores}");
    }
}

#[tokio::test]
async fn a_hash_matches_its_password_and_no_other() {
    let (hasher, entropy) = (pool(8), Entropy::seeded(1));
    let phc = hasher.hash(&stranger(), secret("correct horse"), &entropy).await.unwrap();
    assert!(phc.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{phc}");
    assert_ne!(phc, hasher.hash(&stranger(), secret("correct horse"), &entropy).await.unwrap());
    let good = hasher.verify(&stranger(), secret("correct horse"), &phc).await.unwrap();
    assert_eq!(good, PasswordMatch { ok: true, needs_rehash: false });
    assert!(!hasher.verify(&stranger(), secret("correct horsf"), &phc).await.unwrap().ok);
    assert_eq!(hasher.verify_nobody(&stranger(), secret("correct horse")).await, Ok(()));
}

#[tokio::test]
async fn hashes_of_others_with_other_parameters_verify_and_ask_for_a_rehash() {
    // From the test suite of the reference implementation (phc-winner-argon2, test.c).
    for phc in [
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
    ] {
        let hasher = pool(8);
        let verdict = hasher.verify(&stranger(), secret("password"), phc).await.unwrap();
        assert_eq!(verdict, PasswordMatch { ok: true, needs_rehash: true }, "{phc}");
        assert!(!hasher.verify(&stranger(), secret("Password"), phc).await.unwrap().ok);
    }
}

#[tokio::test]
async fn the_same_password_typed_in_another_normal_form_matches() {
    let (hasher, entropy) = (pool(8), Entropy::seeded(1));
    let phc = hasher.hash(&stranger(), secret("Zu\u{308}rich\u{a0}See"), &entropy).await.unwrap();
    assert!(hasher.verify(&stranger(), secret("Z\u{fc}rich See"), &phc).await.unwrap().ok);
}

#[tokio::test]
async fn what_cannot_be_compared_matches_nothing() {
    let (hasher, entropy) = (pool(8), Entropy::seeded(1));
    let long = "x".repeat(MAX_PASSWORD_BYTES + 1);
    assert_eq!(hasher.hash(&stranger(), secret(&long), &entropy).await, Err(HashError::TooLong));
    let phc = hasher.hash(&stranger(), secret(""), &entropy).await.unwrap();
    for stored in [phc.as_str(), "", "!", "$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TK"] {
        assert!(!hasher.verify(&stranger(), secret(&long), stored).await.unwrap().ok, "{stored}");
    }
    assert!(!hasher.verify(&stranger(), secret("x"), "not a PHC string").await.unwrap().ok);
    let refused = PasswordHasher::new(HashCost { iterations: 0, ..CHEAP }, room(1)).unwrap_err();
    assert!(matches!(refused, PoolError::Cost(argon2::Error::TimeTooSmall)), "{refused}");
}

#[tokio::test]
async fn a_full_lane_answers_at_once_when_to_come_back() {
    let hasher = pool(1);
    let release = hold(&hasher).await;
    let queued = tokio::spawn(nobody(hasher.clone(), stranger()));
    waiting(&hasher, 1).await;
    let busy = nobody(hasher.clone(), stranger()).await;
    assert!(matches!(busy, Err(HashError::Busy { retry_after }) if retry_after.0 >= 1), "{busy:?}");
    drop(release);
    assert_eq!(queued.await.unwrap(), Ok(()));
    assert_eq!(nobody(hasher, stranger()).await, Ok(()));
}

#[tokio::test]
async fn who_is_known_finds_a_place_where_strangers_find_none() {
    let hasher = pool(1);
    let release = hold(&hasher).await;
    let mut tasks = Vec::new();
    for lane in [QueueLane::New, QueueLane::Failed, QueueLane::Known] {
        tasks.push(tokio::spawn(nobody(hasher.clone(), share(lane, "a"))));
        waiting(&hasher, tasks.len()).await;
        let busy = nobody(hasher.clone(), share(lane, "a")).await;
        assert!(matches!(busy, Err(HashError::Busy { .. })), "{busy:?}");
    }
    drop(release);
    for task in tasks {
        assert_eq!(task.await.unwrap(), Ok(()));
    }
}

#[tokio::test]
async fn the_last_of_a_network_that_fills_the_lane_gives_way_and_is_told_when_to_come_back() {
    let hasher = pool(2);
    let release = hold(&hasher).await;
    let first = tokio::spawn(nobody(hasher.clone(), stranger()));
    waiting(&hasher, 1).await;
    let second = tokio::spawn(nobody(hasher.clone(), stranger()));
    waiting(&hasher, 2).await;
    let other = tokio::spawn(nobody(hasher.clone(), share(QueueLane::New, "b")));
    let gave_way = second.await.unwrap();
    assert!(matches!(gave_way, Err(HashError::Busy { retry_after }) if retry_after.0 >= 1), "{gave_way:?}");
    drop(release);
    assert_eq!((first.await.unwrap(), other.await.unwrap()), (Ok(()), Ok(())));
}

#[tokio::test]
async fn whoever_waits_too_long_is_told_when_to_come_back_and_gives_the_place_back() {
    let hasher = PasswordHasher::new(CHEAP, Room { wait: Duration::from_millis(1), ..room(1) }).unwrap();
    let _release = hold(&hasher).await;
    let busy = nobody(hasher.clone(), stranger()).await;
    assert!(matches!(busy, Err(HashError::Busy { retry_after }) if retry_after.0 >= 1), "{busy:?}");
    assert_eq!(hasher.0.shared.lock().queue.len(), 0);
}

#[tokio::test]
async fn a_caller_who_hangs_up_gives_the_place_back() {
    let hasher = pool(1);
    let release = hold(&hasher).await;
    let impatient = tokio::spawn(nobody(hasher.clone(), stranger()));
    waiting(&hasher, 1).await;
    impatient.abort();
    assert!(impatient.await.unwrap_err().is_cancelled());
    assert_eq!(hasher.0.shared.lock().queue.len(), 0);
    let patient = tokio::spawn(nobody(hasher.clone(), stranger()));
    waiting(&hasher, 1).await;
    // The place now belongs to one who waits: a third is turned away.
    assert!(matches!(nobody(hasher.clone(), stranger()).await, Err(HashError::Busy { .. })));
    drop(release);
    assert_eq!(patient.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_pause_comes_before_the_hash() {
    let hasher = pool(8);
    let pause = Duration::from_millis(50);
    let began = Instant::now();
    let slowed = nobody(hasher.clone(), Share { pause, ..share(QueueLane::Failed, "b") });
    assert_eq!(tokio::join!(slowed, nobody(hasher, stranger())), (Ok(()), Ok(())));
    assert!(began.elapsed() >= pause);
}

#[tokio::test]
async fn the_threads_end_with_the_last_handle() {
    let hasher = pool(1);
    let shared = Arc::downgrade(&hasher.0.shared);
    hasher.verify_nobody(&stranger(), secret("x")).await.unwrap();
    drop(hasher);
    while shared.strong_count() > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_unknown_user_costs_as_much_as_a_wrong_password() {
    let hasher = PasswordHasher::new(HashCost { memory_kib: 4096, ..CHEAP }, room(8)).unwrap();
    let phc = hasher.hash(&stranger(), secret("right"), &Entropy::seeded(1)).await.unwrap();
    let (mut wrong, mut nobody) = (Duration::MAX, Duration::MAX);
    // The least of many is what the work itself takes, whatever else the machine does.
    for _ in 0..25 {
        let started = Instant::now();
        hasher.verify(&stranger(), secret("wrong"), &phc).await.unwrap();
        wrong = wrong.min(started.elapsed());
        let started = Instant::now();
        hasher.verify_nobody(&stranger(), secret("wrong")).await.unwrap();
        nobody = nobody.min(started.elapsed());
    }
    let ratio = wrong.as_secs_f64() / nobody.as_secs_f64();
    assert!((0.7..1.4).contains(&ratio), "{wrong:?} against {nobody:?}");
}
