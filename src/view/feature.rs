//! Something that can be switched, and how it stands.

use serde::Serialize;

use crate::domain::kernel::features::{FeatureReason, FeatureState};

/// A feature, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeatureView {
    /// Its name.
    pub id: &'static str,
    /// What it is about.
    pub category: &'static str,
    /// What it does.
    pub description: String,
    /// Whether it is on.
    pub on: bool,
    /// `preset`, `switched`, `configuration` or `needs`.
    pub why: &'static str,
    /// The same in words.
    pub because: String,
    /// What somebody switched it to, whether or not that counts.
    pub switched: Option<bool>,
    /// The features without which it is off.
    pub needs: Vec<&'static str>,
    /// The key of the configuration that must let it be.
    pub configuration: Option<&'static str>,
}

impl From<&FeatureState> for FeatureView {
    fn from(state: &FeatureState) -> Self {
        let feature = state.feature;
        let (why, because) = match state.why {
            FeatureReason::Preset(preset) => ("preset", format!("features.preset is {}", preset.as_str())),
            FeatureReason::Switched => ("switched", "switched".to_owned()),
            FeatureReason::Limit(limit) => ("configuration", format!("{} says so: {}", limit.key, limit.remedy)),
            FeatureReason::Needs(needed) => ("needs", format!("it needs {}", needed.id())),
        };
        Self {
            id: feature.id(),
            category: feature.category().as_str(),
            description: feature.description(),
            on: state.on,
            why,
            because,
            switched: state.switched,
            needs: feature.needs().iter().map(|one| one.id()).collect(),
            configuration: feature.limit().map(|limit| limit.key),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::kernel::Feature;

    #[test]
    fn a_feature_says_why_it_is_off() {
        let feature = Feature::RequestUris;
        let state = FeatureState {
            feature,
            on: false,
            why: FeatureReason::Needs(Feature::RequestObjects),
            switched: Some(true),
        };
        assert_eq!(
            json!(FeatureView::from(&state)),
            json!({
                "id": "request_uris", "category": "authorization",
                "description": "Request objects are fetched from the address in request_uri.",
                "on": false, "why": "needs", "because": "it needs request_objects", "switched": true,
                "needs": ["request_objects"], "configuration": null,
            })
        );
    }
}
