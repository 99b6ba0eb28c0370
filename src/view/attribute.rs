//! An attribute that the operator declared.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::protocol::claims::attribute::Attribute;

/// An attribute, as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the attribute")]
pub struct AttributeView {
    pub name: String,
    pub scope: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub description: String,
    /// By language tag (BCP 47).
    pub descriptions: BTreeMap<String, String>,
    /// Whether people are asked for it when they make an account: `off`, `optional` or `required`.
    pub asked: &'static str,
    pub created_at: String,
    pub updated_at: String,
}

impl From<&Attribute> for AttributeView {
    fn from(one: &Attribute) -> Self {
        Self {
            name: one.name.clone(),
            scope: one.scope.clone(),
            kind: one.kind.as_str(),
            description: one.description.clone(),
            descriptions: one.descriptions.clone(),
            asked: one.asked.as_str(),
            created_at: one.created_at.to_rfc3339(),
            updated_at: one.updated_at.to_rfc3339(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        base::time::Timestamp,
        protocol::claims::attribute::{AskedAtSignUp, AttributeType},
    };

    #[test]
    fn an_attribute_is_shown_with_its_languages() {
        let one = Attribute {
            name: "department".to_owned(),
            scope: "hr".to_owned(),
            kind: AttributeType::List,
            description: "Your department".to_owned(),
            descriptions: [("de".to_owned(), "Ihre Abteilung".to_owned())].into(),
            asked: AskedAtSignUp::Optional,
            created_at: Timestamp(0),
            updated_at: Timestamp(60),
        };
        assert_eq!(
            json!(AttributeView::from(&one)),
            json!({
                "name": "department", "scope": "hr", "type": "list", "description": "Your department",
                "descriptions": {"de": "Ihre Abteilung"}, "asked": "optional", "created_at": "1970-01-01T00:00:00Z",
                "updated_at": "1970-01-01T00:01:00Z",
            })
        );
    }
}
