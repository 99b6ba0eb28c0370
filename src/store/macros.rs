//! One SQL text for two engines: `q!` runs a statement, `row!` declares what it yields.

/// Runs one statement on either engine.
///
/// `q!(conn, fetch_optional, Row, "SELECT …", binds…)` and likewise `fetch_one`, `fetch_all`;
/// `q!(conn, execute, "UPDATE …", binds…)` answers the number of rows touched. The text is a
/// literal or a `concat!` of literals and the file's own `columns!()`: a test finds every one
/// in the source and prepares it on both engines.
macro_rules! q {
    ($conn:expr, execute, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $conn.engine() {
            Ok($crate::store::db::Engine::Sqlite(engine)) => sqlx::query::<sqlx::Sqlite>($sql)
                $(.bind($bind))*
                .execute(engine)
                .await
                .map(|done| done.rows_affected())
                .map_err($crate::store::Error::from),
            Ok($crate::store::db::Engine::Postgres(engine)) => sqlx::query::<sqlx::Postgres>($sql)
                $(.bind($bind))*
                .execute(engine)
                .await
                .map(|done| done.rows_affected())
                .map_err($crate::store::Error::from),
            Err(error) => Err(error),
        }
    };
    ($conn:expr, $fetch:ident, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $conn.engine() {
            Ok($crate::store::db::Engine::Sqlite(engine)) => sqlx::query_as::<sqlx::Sqlite, $row>($sql)
                $(.bind($bind))*
                .$fetch(engine)
                .await
                .map_err($crate::store::Error::from),
            Ok($crate::store::db::Engine::Postgres(engine)) => sqlx::query_as::<sqlx::Postgres, $row>($sql)
                $(.bind($bind))*
                .$fetch(engine)
                .await
                .map_err($crate::store::Error::from),
            Err(error) => Err(error),
        }
    };
}

/// Declares a row struct that both engines can fill.
///
/// A field marked `as Json` stands in the database as JSON text; `as OptionalJson` may be NULL.
macro_rules! row {
    ($(#[$doc:meta])* $vis:vis struct $name:ident {
        $($(#[$field_doc:meta])* $field_vis:vis $field:ident : $ty:ty $(as $wrap:ident)?,)*
    }) => {
        $(#[$doc])*
        $vis struct $name {
            $($(#[$field_doc])* $field_vis $field: $ty,)*
        }
        row!(@engine sqlx::sqlite::SqliteRow, $name { $($field: $ty $(as $wrap)?,)* });
        row!(@engine sqlx::postgres::PgRow, $name { $($field: $ty $(as $wrap)?,)* });
    };
    (@engine $row:ty, $name:ident { $($field:ident : $ty:ty $(as $wrap:ident)?,)* }) => {
        impl<'r> sqlx::FromRow<'r, $row> for $name {
            fn from_row(row: &'r $row) -> sqlx::Result<Self> {
                #[allow(unused_imports)]
                use sqlx::Row as _;
                Ok(Self { $($field: row!(@get row, $field, $ty $(, $wrap)?),)* })
            }
        }
    };
    (@get $row:ident, $field:ident, $ty:ty) => {
        $row.try_get::<$ty, _>(stringify!($field))?
    };
    (@get $row:ident, $field:ident, $ty:ty, Json) => {
        $row.try_get::<$crate::store::types::Json<$ty>, _>(stringify!($field))?.0
    };
    (@get $row:ident, $field:ident, $ty:ty, OptionalJson) => {
        $row.try_get::<Option<$crate::store::types::Json<_>>, _>(stringify!($field))?.map(|json| json.0)
    };
}
