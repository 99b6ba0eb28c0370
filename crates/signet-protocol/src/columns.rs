//! How values stand in columns: identifiers, digests and closed sets as TEXT, times as BIGINT (feature `columns`).
//!
//! Rust lets nobody but the crate of a type, or that of a trait, join the two.

use rusqlite::{
    ToSql,
    types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef},
};
use sqlx::{
    Decode, Encode, Postgres, Type,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgTypeInfo, PgValueRef},
};

use crate::{
    base::{
        id::{Id, Kind},
        secret::{Secret, TokenHash},
        time::{Seconds, Timestamp},
    },
    claims::attribute::AttributeType,
    client::{ClientId, ClientSource},
    grant_kind::GrantKind,
    resource::{TokenFormat, TokenTyp},
};

macro_rules! column {
    ($([$($kind:ident)?] $ty:ty as $repr:ident, $to:expr, $from:expr;)*) => {$(
        impl<$($kind: Kind)?> Type<Postgres> for $ty {
            fn type_info() -> PgTypeInfo {
                <$repr as Type<Postgres>>::type_info()
            }
            fn compatible(ty: &PgTypeInfo) -> bool {
                <$repr as Type<Postgres>>::compatible(ty)
            }
        }
        impl<'q $(, $kind: Kind)?> Encode<'q, Postgres> for $ty {
            fn encode_by_ref(&self, buf: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
                let to: fn(&Self) -> &$repr = $to;
                <&$repr as Encode<'_, Postgres>>::encode_by_ref(&to(self), buf)
            }
        }
        impl<'r $(, $kind: Kind)?> Decode<'r, Postgres> for $ty {
            fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
                let from: fn(&$repr) -> Result<Self, BoxDynError> = $from;
                from(column!(@decode $repr, value))
            }
        }
        impl<$($kind: Kind)?> ToSql for $ty {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                let to: fn(&Self) -> &$repr = $to;
                to(self).to_sql()
            }
        }
        impl<$($kind: Kind)?> FromSql for $ty {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let from: fn(&$repr) -> Result<Self, BoxDynError> = $from;
                from(column!(@read $repr, value)).map_err(FromSqlError::Other)
            }
        }
    )*};
    (@decode str, $value:ident) => { <&str as Decode<'r, Postgres>>::decode($value)? };
    (@decode i64, $value:ident) => { &<i64 as Decode<'r, Postgres>>::decode($value)? };
    (@read str, $value:ident) => { $value.as_str()? };
    (@read i64, $value:ident) => { &$value.as_i64()? };
}

column! {
    [K] Id<K> as str, |id| id.as_str(), |text| Ok(Id::from_stored(text));
    [] TokenHash as str, |hash| hash.as_str(), |text| Ok(TokenHash::from_stored(text));
    [] ClientId as str, |id| id.as_str(), |text| Ok(ClientId::new(text));
    [] Secret<String> as str, |secret| secret.expose(), |text| Ok(Secret::new(text.to_owned()));
    [] Timestamp as i64, |time| &time.0, |seconds| Ok(Timestamp(*seconds));
    [] Seconds as i64, |length| &length.0, |seconds| Ok(Seconds(*seconds));
    [] AttributeType as str, |kind| kind.as_str(), |text| {
        AttributeType::parse(text).ok_or_else(|| "an unknown type of attributes".into())
    };
    [] ClientSource as str, |source| source.as_str(), |text| {
        ClientSource::parse(text).ok_or_else(|| "an unknown source of clients".into())
    };
    [] GrantKind as str, |kind| kind.as_str(), |text| {
        GrantKind::parse(text).ok_or_else(|| "an unknown kind of grants".into())
    };
    [] TokenTyp as str, |typ| typ.as_str(), |text| {
        TokenTyp::parse(text).ok_or_else(|| "an unknown typ of access tokens".into())
    };
    [] TokenFormat as str, |format| format.as_str(), |text| {
        TokenFormat::parse(text).ok_or_else(|| "an unknown token format".into())
    };
}
