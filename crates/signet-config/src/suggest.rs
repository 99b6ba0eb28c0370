//! "Did you mean": the nearest of the names that exist.

/// The candidate nearest to `given`, if it is near enough to be what was meant.
pub fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (given.chars().count() / 3).max(1);
    candidates
        .into_iter()
        // A swap of neighbors is one edit.
        .map(|candidate| (strsim::osa_distance(given, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_recognized_and_another_word_is_not() {
        let names = ["listen", "metrics_listen", "max_body"];
        assert_eq!(nearest("lisen", names), Some("listen"));
        assert_eq!(nearest("listne", names), Some("listen"));
        assert_eq!(nearest("max-body", names), Some("max_body"));
        assert_eq!(nearest("port", names), None);
        assert_eq!(nearest("", names), None);
    }
}
