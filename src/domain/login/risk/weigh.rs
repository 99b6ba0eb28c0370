//! Facts in, verdict out: nothing is read here.

use super::memory::{HOURS, hour};
use crate::{
    app::countries::{PlaceOnEarth, PointOnEarth},
    base::time::Timestamp,
    config::risk::{Reaction, Risk},
    domain::kernel::risk_event::RaisedSignal,
    store::sign_in_memories::{SeenPlace, SignInMemory},
};

/// Nobody is this fast over such a distance: an airliner, with what a country file is wrong by.
const FASTEST: f64 = 1_000.0;
/// Kilometers below which nothing is said: addresses move between cities by themselves.
const NEAR: f64 = 500.0;
/// Sign-ins before an hour is unusual.
const ENOUGH: u32 = 20;
/// Of so many sign-ins one within an hour of this time makes it usual.
const RARE: u32 = 50;
/// Of the Earth, in kilometers.
const RADIUS: f64 = 6_371.0;

/// What is known of a sign-in, and of those before.
#[derive(Debug, Clone, Copy)]
pub struct Likeness<'a> {
    /// What is remembered; none at the first sign-in, which is like itself.
    pub memory: Option<&'a SignInMemory>,
    /// Where it comes from, if that is known.
    pub here: Option<&'a PlaceOnEarth>,
    /// Whether the person has signed in with this browser; none where that cannot be known.
    pub knows_device: Option<bool>,
    /// How many wrong passwords in a row came right before.
    pub failures: i64,
    /// When it is.
    pub now: Timestamp,
}

/// What was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Each signal, with its figures in words.
    pub signals: Vec<RaisedSignal>,
}

impl Verdict {
    /// The strongest that follows any of the signals.
    pub fn reaction(&self) -> Reaction {
        self.signals.iter().map(|one| one.reaction).max().unwrap_or(Reaction::Off)
    }
}

/// Weighs a sign-in.
pub fn weigh(risk: &Risk, facts: &Likeness<'_>) -> Verdict {
    let seen: [Option<String>; 5] = [
        new_device(facts),
        new_country(facts),
        impossible_travel(facts),
        unusual_hour(facts),
        failure_burst(facts, risk.burst),
    ];
    let signals = risk.reactions().into_iter().zip(seen).filter_map(|((name, reaction), why)| {
        let why = why.filter(|_| reaction > Reaction::Off)?;
        Some(RaisedSignal { name, reaction, why })
    });
    Verdict { signals: signals.collect() }
}

fn new_device(facts: &Likeness<'_>) -> Option<String> {
    facts.memory?;
    (facts.knows_device == Some(false)).then(|| "no sign-in with this password from this browser before".to_owned())
}

fn new_country(facts: &Likeness<'_>) -> Option<String> {
    let (memory, code) = (facts.memory?, facts.here?.country.as_deref()?);
    if memory.countries.is_empty() || memory.countries.iter().any(|seen| seen.code == code) {
        return None;
    }
    let before: Vec<&str> = memory.countries.iter().map(|seen| seen.code.as_str()).collect();
    Some(format!("{code}; before from {}", before.join(", ")))
}

fn impossible_travel(facts: &Likeness<'_>) -> Option<String> {
    let (before, here) = (facts.memory?.place?, facts.here?.point?);
    let kilometers = distance(before, here);
    // Two sign-ins of one second are a second apart.
    let seconds = u32::try_from((facts.now - before.at).0.max(1)).unwrap_or(u32::MAX);
    let speed = kilometers / (f64::from(seconds) / 3_600.0);
    let minutes = seconds.div_ceil(60);
    (kilometers > NEAR && speed > FASTEST).then(|| format!("{kilometers:.0} km in {minutes} minutes"))
}

fn unusual_hour(facts: &Likeness<'_>) -> Option<String> {
    let counts = &facts.memory?.hours;
    let (total, now) = (counts.iter().sum::<u32>(), hour(facts.now));
    let near = [HOURS - 1, 0, 1].map(|shift| counts.get((now + shift) % HOURS).copied().unwrap_or_default());
    let near: u32 = near.iter().sum();
    let is_unusual = total >= ENOUGH && near * RARE < total;
    is_unusual.then(|| format!("{now:02}:00 to {now:02}:59 UTC; {near} of {total} sign-ins were about then"))
}

fn failure_burst(facts: &Likeness<'_>, burst: u32) -> Option<String> {
    (facts.failures >= i64::from(burst)).then(|| format!("{} wrong passwords in a row before this one", facts.failures))
}

/// Along the surface, in kilometers (haversine formula).
fn distance(one: SeenPlace, other: PointOnEarth) -> f64 {
    let (from, to) = (one.latitude.to_radians(), other.latitude.to_radians());
    let (north, east) = ((to - from) / 2.0, (other.longitude - one.longitude).to_radians() / 2.0);
    let chord = north.sin().mul_add(north.sin(), from.cos() * to.cos() * east.sin() * east.sin());
    2.0 * RADIUS * chord.sqrt().clamp(0.0, 1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{id::UserId, time::Seconds},
        store::sign_in_memories::SeenCountry,
    };

    const NOON: Timestamp = Timestamp(12 * 3_600);
    const BERLIN: PointOnEarth = PointOnEarth { latitude: 52.5, longitude: 13.4 };
    const SYDNEY: PointOnEarth = PointOnEarth { latitude: -33.9, longitude: 151.2 };

    fn risk() -> Risk {
        Risk {
            new_device: Reaction::Notice,
            new_country: Reaction::StepUp,
            impossible_travel: Reaction::Block,
            unusual_hour: Reaction::Notice,
            failure_burst: Reaction::StepUp,
            ..Risk::default()
        }
    }

    /// Thirty sign-ins at noon in Berlin.
    fn memory() -> SignInMemory {
        let mut hours = vec![0; HOURS];
        hours[12] = 30;
        SignInMemory {
            user_id: UserId::from_stored("usr_1"),
            countries: vec![SeenCountry { code: "DE".to_owned(), at: NOON }],
            hours,
            place: Some(SeenPlace { latitude: BERLIN.latitude, longitude: BERLIN.longitude, at: NOON }),
            updated_at: NOON,
        }
    }

    fn place(country: &str, point: PointOnEarth) -> PlaceOnEarth {
        PlaceOnEarth { country: Some(country.to_owned()), point: Some(point) }
    }

    fn seen(facts: &Likeness<'_>) -> Vec<(&'static str, String)> {
        weigh(&risk(), facts).signals.into_iter().map(|one| (one.name, one.why)).collect()
    }

    #[test]
    fn a_sign_in_like_those_before_raises_nothing_and_neither_does_the_first() {
        let (memory, berlin) = (memory(), place("DE", BERLIN));
        let facts =
            Likeness { memory: Some(&memory), here: Some(&berlin), knows_device: Some(true), failures: 9, now: NOON };
        assert!(seen(&facts).is_empty());
        let first = Likeness { memory: None, knows_device: Some(false), ..facts };
        assert!(seen(&first).is_empty());
        let unknown = Likeness { here: None, knows_device: None, ..facts };
        assert!(seen(&unknown).is_empty());
    }

    #[test]
    fn from_berlin_to_sydney_takes_longer_than_an_hour() {
        let (memory, sydney) = (memory(), place("AU", SYDNEY));
        let hour_later = NOON + Seconds::hours(1);
        let facts = Likeness {
            memory: Some(&memory),
            here: Some(&sydney),
            knows_device: Some(true),
            failures: 0,
            now: hour_later,
        };
        let verdict = weigh(&risk(), &facts);
        assert_eq!(verdict.reaction(), Reaction::Block);
        let told: Vec<_> = verdict.signals.iter().map(|one| (one.name, one.why.as_str())).collect();
        assert_eq!(told[0], ("new_country", "AU; before from DE"));
        assert!(told[1].0 == "impossible_travel" && told[1].1.ends_with(" km in 60 minutes"), "{told:?}");
        let kilometers: f64 = told[1].1.split(' ').next().unwrap().parse().unwrap();
        assert!((16_000.0..16_200.0).contains(&kilometers), "{kilometers}");
        let next_day = Likeness { now: NOON + Seconds::days(1), ..facts };
        assert_eq!(seen(&next_day).iter().map(|one| one.0).collect::<Vec<_>>(), ["new_country"]);
    }

    #[test]
    fn an_address_that_moves_to_the_next_city_in_a_second_is_nobody_who_travels() {
        let (memory, hamburg) = (memory(), place("DE", PointOnEarth { latitude: 53.6, longitude: 10.0 }));
        let facts =
            Likeness { memory: Some(&memory), here: Some(&hamburg), knows_device: Some(true), failures: 0, now: NOON };
        assert!(seen(&facts).is_empty());
    }

    #[test]
    fn an_hour_is_unusual_only_where_many_sign_ins_say_so() {
        let memory = memory();
        let at = |hours: i64| Likeness {
            memory: Some(&memory),
            here: None,
            knows_device: Some(true),
            failures: 0,
            now: Timestamp(hours * 3_600),
        };
        assert!(seen(&at(13)).is_empty(), "an hour later is as usual");
        let words = "03:00 to 03:59 UTC; 0 of 30 sign-ins were about then".to_owned();
        assert_eq!(seen(&at(3)), [("unusual_hour", words)]);
        let few = SignInMemory { hours: vec![0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 19], ..memory.clone() };
        assert!(seen(&Likeness { memory: Some(&few), ..at(3) }).is_empty());
    }

    #[test]
    fn a_right_password_after_many_wrong_ones_is_told_apart_from_a_mistyped_one() {
        let facts = Likeness { memory: None, here: None, knows_device: None, failures: 10, now: NOON };
        assert_eq!(seen(&facts), [("failure_burst", "10 wrong passwords in a row before this one".to_owned())]);
        assert_eq!(weigh(&Risk::default(), &facts), Verdict::default(), "what is off is not seen");
    }
}
