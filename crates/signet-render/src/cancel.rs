//! "Cancel", which leads out of a journey from whichever page of it.

/// The form behind "Cancel". It has a purpose of its own, so that no page has to be known where it is pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelForm {
    /// Where it goes.
    pub action: String,
    /// The token that it sends as `csrf`, in the place of the page's own.
    pub csrf: String,
}

#[cfg(test)]
impl CancelForm {
    /// The form.
    pub fn sample() -> Self {
        Self { action: "/cancel".to_owned(), csrf: "cancel-token".to_owned() }
    }
}
