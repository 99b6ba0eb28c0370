//! What an operation of the API is.

use std::pin::Pin;

use axum::{body::Bytes, routing::MethodFilter};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{
    call::ApiCall,
    done::Done,
    problem::{ApiError, ProblemKind},
};
use crate::{
    base::id::{Id, Kind},
    domain::{
        kernel::{Cx, Error, Feature, app_ids::AppIds},
        own_account::Bearer,
        sessions::SignedIn,
    },
    http::middleware::body::BodyLimits,
};

/// An operation, as it is served and described.
pub struct Operation {
    /// Its method.
    pub verb: Verb,
    /// Its path below the identifier of the API.
    pub path: &'static str,
    /// Its name for programs.
    pub id: &'static str,
    /// What it does, in a line.
    pub summary: &'static str,
    /// The scope that it needs.
    pub scope: &'static str,
    /// Whether the person must have signed in lately, with everything that is asked of them (RFC 9470).
    pub is_sensitive: bool,
    /// What its query may say.
    pub query: &'static [QueryParameter],
    /// The members that it is sent.
    pub body: Option<ExpectedBody>,
    /// The file that it is sent, in their place.
    pub file: Option<ExpectedFile>,
    /// What it answers; none where there is nothing to show.
    pub answer: Option<SchemaOf>,
    /// Problems of its own, besides those of every operation.
    pub problems: &'static [ProblemKind],
    /// What it does.
    pub act: for<'a> fn(Asked<'a>) -> Acted<'a>,
}

/// Makes a schema, and writes down those that it refers to.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What comes of it.
pub type Acted<'a> = Pin<Box<dyn Future<Output = Result<Done, ApiError>> + Send + 'a>>;

/// The schema of what is read or written as `T`.
pub fn schema_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// A method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Shows.
    Get,
    /// Makes something new.
    Post,
    /// Puts something in the place of what is there.
    Put,
    /// Changes parts of what is there.
    Patch,
    /// Takes away.
    Delete,
}

impl Verb {
    /// For the router.
    pub const fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Patch => MethodFilter::PATCH,
            Self::Delete => MethodFilter::DELETE,
        }
    }

    /// For the OpenAPI document.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Patch => "patch",
            Self::Delete => "delete",
        }
    }
}

/// A parameter of a query.
#[derive(Debug, Clone, Copy)]
pub struct QueryParameter {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub about: &'static str,
    /// Whether it must be there.
    pub is_required: bool,
    /// What it may be.
    pub values: Values,
}

/// What a parameter may be.
#[derive(Debug, Clone, Copy)]
pub enum Values {
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A number from 1 to this one.
    UpTo(i64),
    /// An identifier.
    Id,
}

/// The members that an operation is sent.
pub struct ExpectedBody {
    /// How it may be written.
    pub media_types: &'static [&'static str],
    /// What is in it.
    pub schema: SchemaOf,
}

/// A file that an operation is sent.
pub struct ExpectedFile {
    /// Of which kinds.
    pub media_types: &'static [&'static str],
    /// What of it is taken.
    pub about: &'static str,
    /// How much is read, and for how long. Its route leaves reading to the operation (`middleware/body.rs`).
    pub limits: BodyLimits,
}

/// An operation that was asked for, by whom, with everything that may be looked at.
pub struct Asked<'a> {
    /// The call, by the bearer of the token.
    pub cx: Cx<'a>,
    /// The bearer.
    pub bearer: &'a Bearer,
    /// The person as somebody who has signed in lately; only where the operation is sensitive.
    pub me: Option<SignedIn>,
    /// The members of the body; none where it is sent none.
    pub body: Map<String, Value>,
    /// The body as it came.
    pub bytes: Bytes,
    /// What came.
    pub call: &'a ApiCall,
}

impl Asked<'_> {
    /// The body, as what it must be.
    ///
    /// # Errors
    /// When it is something else.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        serde_json::from_value(Value::Object(self.body.clone())).map_err(|_| {
            let detail = "the body does not have the members that this operation takes; openapi.json lists them";
            ApiError::Problem(ProblemKind::InvalidValues, detail.to_owned())
        })
    }

    /// Refuses what hangs from a feature while that is off.
    ///
    /// # Errors
    /// [`Error::NotFound`] then.
    pub fn require(&self, feature: Feature) -> Result<(), Error> {
        if feature.is_on(self.cx.app) { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Our identifiers as the app knows them.
    pub fn ids(&self) -> AppIds<'_> {
        AppIds::of(&self.cx, &self.bearer.client.client.id)
    }

    /// The identifier that the address names, as the app knows it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what is none.
    pub fn id<K: Kind>(&self) -> Result<Id<K>, Error> {
        self.ids().find(self.call.named("id")?)
    }

    /// The person as somebody who has signed in lately.
    ///
    /// # Errors
    /// Where the operation is not described as a sensitive one.
    pub fn fresh(&self) -> Result<&SignedIn, Error> {
        self.me.as_ref().ok_or_else(|| Error::internal("an operation that is not sensitive wants a fresh sign-in"))
    }
}
