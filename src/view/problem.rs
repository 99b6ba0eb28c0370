//! A value that must be corrected.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::kernel::FieldError;

/// A problem with a field, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProblemView {
    /// The field.
    pub field: &'static str,
    /// A stable code.
    pub code: &'static str,
    /// In words.
    pub message: String,
}

impl From<&FieldError> for ProblemView {
    fn from(one: &FieldError) -> Self {
        Self { field: one.field, code: one.code, message: one.message.clone() }
    }
}
