//! What is remembered of somebody's sign-ins, and how it stays small.

use crate::{
    app::countries::PlaceOnEarth,
    base::{id::UserId, time::Timestamp},
    store::sign_in_memories::{SeenCountry, SeenPlace, SignInMemory},
};

/// Countries that are remembered of a person.
const MOST_COUNTRIES: usize = 12;
/// Hours of a day.
pub(super) const HOURS: usize = 24;
/// Sign-ins that are counted by the hour; then all counts are halved, so that what is usual may change.
const MOST_COUNTED: u32 = 200;

/// The hour of the day, in UTC.
pub(super) fn hour(at: Timestamp) -> usize {
    usize::try_from(at.0.rem_euclid(86_400) / 3_600).unwrap_or_default()
}

/// What is remembered once this sign-in is.
pub(super) fn with(
    known: Option<SignInMemory>,
    user: &UserId,
    here: Option<&PlaceOnEarth>,
    now: Timestamp,
) -> SignInMemory {
    let mut memory = known.unwrap_or_else(|| SignInMemory {
        user_id: user.clone(),
        countries: Vec::new(),
        hours: Vec::new(),
        place: None,
        updated_at: now,
    });
    if let Some(code) = here.and_then(|here| here.country.clone()) {
        memory.countries.retain(|seen| seen.code != code);
        memory.countries.insert(0, SeenCountry { code, at: now });
        memory.countries.truncate(MOST_COUNTRIES);
    }
    memory.hours.resize(HOURS, 0);
    if memory.hours.iter().sum::<u32>() >= MOST_COUNTED {
        memory.hours.iter_mut().for_each(|count| *count /= 2);
    }
    memory.hours[hour(now)] += 1;
    // Of a place that is not known, the one before says nothing of where somebody can be by the next time.
    memory.place = here.and_then(|here| here.point).map(|point| SeenPlace {
        latitude: coarse(point.latitude),
        longitude: coarse(point.longitude),
        at: now,
    });
    memory.updated_at = now;
    memory
}

/// To a tenth of a degree, some ten kilometers: nobody's street is remembered.
fn coarse(degrees: f64) -> f64 {
    (degrees * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::countries::PointOnEarth;

    fn at(country: &str) -> PlaceOnEarth {
        let point = PointOnEarth { latitude: 52.5244, longitude: 13.4105 };
        PlaceOnEarth { country: Some(country.to_owned()), point: Some(point) }
    }

    #[test]
    fn what_is_remembered_stays_small_however_often_somebody_signs_in() {
        let user = UserId::from_stored("usr_1");
        let mut memory = None;
        for number in 0..5_000_i64 {
            let letter = |rest: i64| char::from(b'A' + u8::try_from(rest.rem_euclid(26)).unwrap());
            let country = format!("{}{}", letter(number), letter(number / 26));
            memory = Some(with(memory, &user, Some(&at(&country)), Timestamp(number * 3_600)));
        }
        let memory = memory.unwrap();
        assert_eq!((memory.countries.len(), memory.hours.len()), (MOST_COUNTRIES, HOURS));
        assert!(memory.hours.iter().sum::<u32>() <= MOST_COUNTED);
        assert_eq!(memory.place.map(|place| (place.latitude, place.longitude)), Some((52.5, 13.4)), "coarse");
    }

    #[test]
    fn a_country_is_remembered_once_and_the_last_seen_comes_first() {
        let user = UserId::from_stored("usr_1");
        let memory = with(None, &user, Some(&at("DE")), Timestamp(1));
        let memory = with(Some(memory), &user, Some(&at("FR")), Timestamp(2));
        let memory = with(Some(memory), &user, Some(&at("DE")), Timestamp(3));
        let seen: Vec<&str> = memory.countries.iter().map(|seen| seen.code.as_str()).collect();
        assert_eq!(seen, ["DE", "FR"]);
        let memory = with(Some(memory), &user, None, Timestamp(4));
        assert_eq!((memory.countries.len(), memory.place), (2, None));
    }
}
