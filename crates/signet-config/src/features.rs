//! `[features]`: what is on where nobody switched it.

use super::{choice::choice, section::section};

section! {
    /// What is on where nobody has switched it. `signet feature list` shows every feature and why it is
    /// on or off; `signet feature enable` and `disable` switch one on all instances, without a restart.
    Features {
        /// "standard": everything that the rest of this file lets be. "minimal": what the code flow
        /// needs; tokens through the browser, request objects and what rests on third-party cookies
        /// are off until they are enabled.
        preset: Preset = Preset::Standard;
    }
}

choice! {
    /// A set of defaults.
    Preset, "preset" {
        /// Everything.
        Standard = "standard",
        /// What the code flow needs.
        Minimal = "minimal",
    }
}
