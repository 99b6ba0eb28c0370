//! How our own types stand in columns: identifiers, digests and JSON as TEXT, times as BIGINT.

use serde::{Serialize, de::DeserializeOwned};
use sqlx::{Database, Decode, Encode, Type, encode::IsNull, error::BoxDynError};

use crate::{
    base::{
        id::{Id, Kind},
        secret::{Secret, TokenHash},
        time::{Seconds, Timestamp},
    },
    protocol::{
        claims::attribute::AttributeType,
        client::ClientId,
        resource::{TokenFormat, TokenTyp},
    },
};

/// A value kept as JSON text. (`sqlx::types::Json` reads TEXT on SQLite but not on PostgreSQL.)
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<DB: Database, T> Type<DB> for Json<T>
where
    String: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        <String as Type<DB>>::type_info()
    }
    fn compatible(ty: &DB::TypeInfo) -> bool {
        <String as Type<DB>>::compatible(ty)
    }
}
impl<'q, DB: Database, T: Serialize> Encode<'q, DB> for Json<T>
where
    String: Encode<'q, DB>,
{
    fn encode_by_ref(&self, buf: &mut DB::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <String as Encode<'q, DB>>::encode(serde_json::to_string(&self.0)?, buf)
    }
}
impl<'r, DB: Database, T: DeserializeOwned> Decode<'r, DB> for Json<T>
where
    String: Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(serde_json::from_str(&<String as Decode<'r, DB>>::decode(value)?)?))
    }
}

macro_rules! column {
    ($([$($kind:ident)?] $ty:ty as $repr:ty, $to:expr, $from:expr;)*) => {$(
        impl<DB: Database $(, $kind: Kind)?> Type<DB> for $ty
        where
            $repr: Type<DB>,
        {
            fn type_info() -> DB::TypeInfo {
                <$repr as Type<DB>>::type_info()
            }
            fn compatible(ty: &DB::TypeInfo) -> bool {
                <$repr as Type<DB>>::compatible(ty)
            }
        }
        impl<'q, DB: Database $(, $kind: Kind)?> Encode<'q, DB> for $ty
        where
            $repr: Encode<'q, DB>,
        {
            fn encode_by_ref(&self, buf: &mut DB::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
                let to: fn(&Self) -> $repr = $to;
                <$repr as Encode<'q, DB>>::encode(to(self), buf)
            }
        }
        impl<'r, DB: Database $(, $kind: Kind)?> Decode<'r, DB> for $ty
        where
            $repr: Decode<'r, DB>,
        {
            fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
                let from: fn($repr) -> Result<Self, BoxDynError> = $from;
                from(<$repr as Decode<'r, DB>>::decode(value)?)
            }
        }
    )*};
}

column! {
    [K] Id<K> as String, |id| id.as_str().to_owned(), |text| Ok(Id::from_stored(text));
    [] TokenHash as String, |hash| hash.as_str().to_owned(), |text| Ok(TokenHash::from_stored(text));
    [] ClientId as String, |id| id.as_str().to_owned(), |text| Ok(ClientId::new(text));
    [] Secret<String> as String, |secret| secret.expose().clone(), |text| Ok(Secret::new(text));
    [] Timestamp as i64, |time| time.0, |seconds| Ok(Timestamp(seconds));
    [] Seconds as i64, |length| length.0, |seconds| Ok(Seconds(seconds));
    [] AttributeType as String, |kind| kind.as_str().to_owned(), |text| {
        AttributeType::parse(&text).ok_or_else(|| "an unknown type of attributes".into())
    };
    [] TokenTyp as String, |typ| typ.as_str().to_owned(), |text| {
        TokenTyp::parse(&text).ok_or_else(|| "an unknown typ of access tokens".into())
    };
    [] TokenFormat as String, |format| format.as_str().to_owned(), |text| {
        TokenFormat::parse(&text).ok_or_else(|| "an unknown token format".into())
    };
}
