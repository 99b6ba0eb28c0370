//! Whether a feature is on, and why.

use std::collections::BTreeMap;

use super::{Feature, Limit};
use crate::{
    app::App,
    config::{Config, features::Preset},
};

/// Why a feature is on or off.
#[derive(Debug, Clone, Copy)]
pub enum FeatureReason {
    /// Nobody has switched it.
    Preset(Preset),
    /// Somebody has.
    Switched,
    /// The configuration does not let it be.
    Limit(Limit),
    /// A feature that it needs is off.
    Needs(Feature),
}

/// Whether a feature is on, and why.
#[derive(Debug, Clone, Copy)]
pub struct FeatureState {
    /// Which.
    pub feature: Feature,
    /// Whether it is on.
    pub on: bool,
    /// Why.
    pub why: FeatureReason,
    /// What somebody switched it to, whether or not that counts.
    pub switched: Option<bool>,
}

impl Feature {
    /// The feature of this name.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.id() == id)
    }

    /// Whether it is on at this instance.
    pub fn is_on(self, app: &App) -> bool {
        self.state(app).on
    }

    /// Whether it is on at this instance, and why.
    pub fn state(self, app: &App) -> FeatureState {
        let kept = app.caches.switches.get();
        self.state_in(&app.config, kept.as_deref().unwrap_or(&BTreeMap::new()))
    }

    fn state_in(self, config: &Config, switches: &BTreeMap<String, bool>) -> FeatureState {
        let switched = switches.get(self.id()).copied();
        let preset = config.features.preset;
        let state = |on, why| FeatureState { feature: self, on, why, switched };
        if let Some(limit) = self.limit().filter(|limit| !(limit.permits)(config)) {
            return state(false, FeatureReason::Limit(limit));
        }
        let (wanted, why) = match switched {
            Some(on) => (on, FeatureReason::Switched),
            None => (self.default_of(preset), FeatureReason::Preset(preset)),
        };
        if wanted && let Some(off) = self.needs().iter().find(|one| !one.state_in(config, switches).on) {
            return state(false, FeatureReason::Needs(*off));
        }
        state(wanted, why)
    }
}

/// Every feature, with its state.
pub fn list(app: &App) -> Vec<FeatureState> {
    Feature::ALL.iter().map(|one| one.state(app)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::registration::Mode;

    fn state(feature: Feature, config: &Config, switches: &[(&str, bool)]) -> FeatureState {
        feature.state_in(config, &switches.iter().map(|(id, on)| ((*id).to_owned(), *on)).collect())
    }

    fn config(change: impl FnOnce(&mut Config)) -> Config {
        let mut config = Config::default();
        change(&mut config);
        config
    }

    #[test]
    fn every_feature_says_what_it_is_and_needs_none_that_needs_it() {
        let mut ids: Vec<&str> = Feature::ALL.iter().map(|one| one.id()).collect();
        for one in Feature::ALL {
            assert_eq!(Feature::named(one.id()), Some(*one));
            assert!(one.description().ends_with('.'), "{}", one.id());
            assert!(one.id().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}", one.id());
            // What it needs stands above it, so that no circle can be written.
            let at = |wanted: &Feature| Feature::ALL.iter().position(|one| one == wanted);
            assert!(one.needs().iter().all(|needed| at(needed) < at(one)), "{}", one.id());
        }
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Feature::ALL.len());
        assert_eq!(Feature::named("nothing"), None);
    }

    #[test]
    fn the_configuration_is_the_limit_of_every_switch() {
        let closed = Config::default();
        let off = state(Feature::DynamicRegistration, &closed, &[("dynamic_registration", true)]);
        assert!(!off.on && matches!(off.why, FeatureReason::Limit(Limit { key: "registration.mode", .. })), "{off:?}");
        let open = config(|config| config.registration.mode = Mode::Open);
        assert!(state(Feature::DynamicRegistration, &open, &[]).on, "what the operator wrote goes on working");
        let off = state(Feature::DynamicRegistration, &open, &[("dynamic_registration", false)]);
        assert!(!off.on && matches!(off.why, FeatureReason::Switched), "{off:?}");
        let minimal = config(|config| {
            config.features.preset = Preset::Minimal;
            config.registration.mode = Mode::Token;
        });
        assert!(state(Feature::DynamicRegistration, &minimal, &[]).on, "a preset is no word against a key");
    }

    #[test]
    fn a_preset_counts_where_nobody_has_switched() {
        let minimal = config(|config| config.features.preset = Preset::Minimal);
        for one in Feature::ALL.iter().filter(|one| one.limit().is_none()) {
            let standard = state(*one, &Config::default(), &[]);
            assert_eq!(standard.on, one.default_of(Preset::Standard), "{}", one.id());
            assert_eq!(state(*one, &minimal, &[]).on, one.default_of(Preset::Minimal), "{}", one.id());
            let needs: Vec<(&str, bool)> = one.needs().iter().map(|needed| (needed.id(), true)).collect();
            let enabled = [&[(one.id(), true)], needs.as_slice()].concat();
            assert!(state(*one, &minimal, &enabled).on, "{}", one.id());
            assert!(!state(*one, &minimal, &[(one.id(), false)]).on, "{}", one.id());
        }
    }

    #[test]
    fn a_feature_is_off_with_what_it_needs() {
        let off = state(Feature::RequestUris, &Config::default(), &[("request_objects", false)]);
        assert!(!off.on && matches!(off.why, FeatureReason::Needs(Feature::RequestObjects)), "{off:?}");
        let off =
            state(Feature::RequestUris, &Config::default(), &[("request_objects", false), ("request_uris", true)]);
        assert!(!off.on && off.switched == Some(true), "{off:?}");
    }
}
