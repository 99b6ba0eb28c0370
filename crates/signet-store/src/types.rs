//! How values stand in columns: identifiers, digests and closed sets as TEXT, times as BIGINT, JSON as TEXT.

use std::borrow::Cow;

use rusqlite::{
    ToSql,
    types::{Null, ToSqlOutput},
};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{
    Encode, Postgres, Type,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgTypeInfo},
};

use crate::{
    base::{
        id::{Id, Kind},
        secret::{Secret, TokenHash},
        time::{Seconds, Timestamp},
    },
    protocol::{
        claims::attribute::{AskedAtSignUp, AttributeType},
        client::{ClientId, ClientSource},
        grant_kind::GrantKind,
        passkey::Backup,
        resource::{TokenFormat, TokenTyp},
        upstream::settings::UpstreamKind,
    },
};

/// The type of a column.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Form {
    /// TEXT.
    Text,
    /// BIGINT.
    Integer,
}

/// What stands in a column or is bound to a parameter; `None` is NULL.
#[derive(Debug)]
pub(crate) enum Value<'v> {
    /// TEXT.
    Text(Option<Cow<'v, str>>),
    /// BIGINT.
    Integer(Option<i64>),
    /// What has no form in the database, and why. It is refused when it is bound.
    Unwritable(String),
}

impl Value<'_> {
    /// The same, free of what it was made of.
    pub(crate) fn detached(&self) -> Value<'static> {
        match self {
            Self::Text(text) => Value::Text(text.as_deref().map(|text| Cow::Owned(text.to_owned()))),
            Self::Integer(number) => Value::Integer(*number),
            Self::Unwritable(why) => Value::Unwritable(why.clone()),
        }
    }

    fn is_null(&self) -> bool {
        matches!(self, Self::Text(None) | Self::Integer(None))
    }
}

impl Type<Postgres> for Value<'_> {
    fn type_info() -> PgTypeInfo {
        <str as Type<Postgres>>::type_info()
    }
}
impl Encode<'_, Postgres> for Value<'_> {
    fn encode_by_ref(&self, buf: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        match self {
            Self::Text(Some(text)) => <&str as Encode<'_, Postgres>>::encode(text, buf),
            Self::Integer(Some(number)) => <i64 as Encode<'_, Postgres>>::encode_by_ref(number, buf),
            Self::Text(None) | Self::Integer(None) => Ok(IsNull::Yes),
            Self::Unwritable(why) => Err(why.as_str().into()),
        }
    }
    fn produces(&self) -> Option<PgTypeInfo> {
        Some(match self {
            Self::Integer(_) => <i64 as Type<Postgres>>::type_info(),
            Self::Text(_) | Self::Unwritable(_) => Self::type_info(),
        })
    }
}
impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Text(Some(text)) => Ok(text.as_ref().into()),
            Self::Integer(Some(number)) => Ok((*number).into()),
            Self::Text(None) | Self::Integer(None) => Ok(Null.into()),
            Self::Unwritable(why) => Err(rusqlite::Error::ToSqlConversionFailure(why.as_str().into())),
        }
    }
}

/// What may be bound to a parameter.
pub(crate) trait Bind {
    const FORM: Form;
    /// As it stands in a column.
    fn value(&self) -> Value<'_>;
}

/// What a column may be read as.
pub(crate) trait Column: Bind + Sized {
    /// Of a value that has this form.
    fn read(value: Value<'_>) -> Result<Self, BoxDynError>;
}

impl<T: Bind + ?Sized> Bind for &T {
    const FORM: Form = T::FORM;
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}

impl<T: Bind> Bind for Option<T> {
    const FORM: Form = T::FORM;
    fn value(&self) -> Value<'_> {
        match (self, T::FORM) {
            (Some(one), _) => one.value(),
            (None, Form::Text) => Value::Text(None),
            (None, Form::Integer) => Value::Integer(None),
        }
    }
}
impl<T: Column> Column for Option<T> {
    fn read(value: Value<'_>) -> Result<Self, BoxDynError> {
        if value.is_null() { Ok(None) } else { T::read(value).map(Some) }
    }
}

/// A value kept as JSON text.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: Serialize> Bind for Json<T> {
    const FORM: Form = Form::Text;
    fn value(&self) -> Value<'_> {
        match serde_json::to_string(&self.0) {
            Ok(text) => Value::Text(Some(text.into())),
            Err(why) => Value::Unwritable(why.to_string()),
        }
    }
}
impl<T: Serialize + DeserializeOwned> Column for Json<T> {
    fn read(value: Value<'_>) -> Result<Self, BoxDynError> {
        Ok(Self(serde_json::from_str(&text(value)?)?))
    }
}

impl Bind for str {
    const FORM: Form = Form::Text;
    fn value(&self) -> Value<'_> {
        Value::Text(Some(self.into()))
    }
}

fn text(value: Value<'_>) -> Result<Cow<'_, str>, BoxDynError> {
    match value {
        Value::Text(Some(text)) => Ok(text),
        _ => Err("NULL where a text is expected".into()),
    }
}

fn integer(value: &Value<'_>) -> Result<i64, BoxDynError> {
    match value {
        Value::Integer(Some(number)) => Ok(*number),
        _ => Err("NULL where a number is expected".into()),
    }
}

macro_rules! text {
    ($([$($kind:ident)?] $ty:ty, $to:expr, $from:expr;)*) => {$(
        impl<$($kind: Kind)?> Bind for $ty {
            const FORM: Form = Form::Text;
            fn value(&self) -> Value<'_> {
                let to: fn(&Self) -> &str = $to;
                Value::Text(Some(to(self).into()))
            }
        }
        impl<$($kind: Kind)?> Column for $ty {
            fn read(value: Value<'_>) -> Result<Self, BoxDynError> {
                let from: fn(Cow<'_, str>) -> Result<Self, BoxDynError> = $from;
                from(text(value)?)
            }
        }
    )*};
}

text! {
    [] String, |text| text, |text| Ok(text.into_owned());
    [K] Id<K>, |id| id.as_str(), |text| Ok(Id::from_stored(text));
    [] TokenHash, |hash| hash.as_str(), |text| Ok(TokenHash::from_stored(text));
    [] ClientId, |id| id.as_str(), |text| Ok(ClientId::new(text));
    [] Secret<String>, |secret| secret.expose(), |text| Ok(Secret::new(text.into_owned()));
    [] AttributeType, |kind| kind.as_str(), |text| {
        AttributeType::parse(&text).ok_or_else(|| "an unknown type of attributes".into())
    };
    [] AskedAtSignUp, |asked| asked.as_str(), |text| {
        AskedAtSignUp::parse(&text).ok_or_else(|| "an unknown way to ask for an attribute".into())
    };
    [] ClientSource, |source| source.as_str(), |text| {
        ClientSource::parse(&text).ok_or_else(|| "an unknown source of clients".into())
    };
    [] GrantKind, |kind| kind.as_str(), |text| {
        GrantKind::parse(&text).ok_or_else(|| "an unknown kind of grants".into())
    };
    [] Backup, |backup| backup.as_str(), |text| {
        Backup::parse(&text).ok_or_else(|| "an unknown state of a passkey's backup".into())
    };
    [] TokenTyp, |typ| typ.as_str(), |text| {
        TokenTyp::parse(&text).ok_or_else(|| "an unknown typ of access tokens".into())
    };
    [] TokenFormat, |format| format.as_str(), |text| {
        TokenFormat::parse(&text).ok_or_else(|| "an unknown token format".into())
    };
    [] UpstreamKind, |kind| kind.as_str(), |text| {
        UpstreamKind::parse(&text).ok_or_else(|| "an unknown kind of upstreams".into())
    };
}

macro_rules! integer {
    ($($ty:ty, $to:expr, $from:expr;)*) => {$(
        impl Bind for $ty {
            const FORM: Form = Form::Integer;
            fn value(&self) -> Value<'_> {
                let to: fn(&Self) -> i64 = $to;
                Value::Integer(Some(to(self)))
            }
        }
        impl Column for $ty {
            fn read(value: Value<'_>) -> Result<Self, BoxDynError> {
                let from: fn(i64) -> Self = $from;
                integer(&value).map(from)
            }
        }
    )*};
}

integer! {
    i64, |number| *number, |number| number;
    Timestamp, |time| time.0, Timestamp;
    Seconds, |length| length.0, Seconds;
}
