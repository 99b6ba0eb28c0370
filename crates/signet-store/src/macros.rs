//! One SQL text for two engines: `q!` runs a statement, `row!` declares what it yields.

/// Runs one statement on either engine.
///
/// `q!(conn, fetch_optional, Row, "SELECT …", binds…)` and likewise `fetch_one`, `fetch_all`;
/// `q!(conn, execute, "UPDATE …", binds…)` answers the number of rows touched. The text is a
/// literal or a `concat!` of literals and the file's own `columns!()`: a test finds every one
/// in the source and prepares it on both engines.
macro_rules! q {
    (@sqlite $engine:ident, $run:ident $(::<$row:ty>)?, $sql:expr $(, $bind:expr)*) => {{
        // On the spot or not yet: what is bound is not held across the await.
        let call = $engine.call(
            $sql,
            &[$($crate::types::Bind::value(&$bind)),*],
            $crate::db::sqlite::Connection::$run$(::<$row>)?,
        );
        call.finish().await
    }};
    (@postgres $engine:ident, $sql:expr $(, $bind:expr)*) => {
        sqlx::query::<sqlx::Postgres>($sql)
            $(.bind($crate::types::Bind::value(&$bind)))*
            .persistent($engine.prepares())
    };
    ($conn:expr, execute, $sql:expr $(, $bind:expr)* $(,)?) => {{
        $crate::db::statements::note($sql);
        match $conn.engine() {
            $crate::db::Engine::Sqlite(engine) => q!(@sqlite engine, execute, $sql $(, $bind)*),
            $crate::db::Engine::Postgres(engine) => {
                let query = q!(@postgres engine, $sql $(, $bind)*);
                engine.run(|connection| query.execute(connection)).await.map(|done| done.rows_affected())
            }
        }
    }};
    ($conn:expr, $fetch:ident, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {{
        $crate::db::statements::note($sql);
        match $conn.engine() {
            $crate::db::Engine::Sqlite(engine) => q!(@sqlite engine, $fetch::<$row>, $sql $(, $bind)*),
            $crate::db::Engine::Postgres(engine) => {
                let query = q!(@postgres engine, $sql $(, $bind)*).try_map(|row| {
                    <$row as $crate::db::postgres::FromColumns>::from_columns(
                        &mut $crate::db::postgres::Columns::of(&row),
                    )
                });
                engine.run(|connection| query.$fetch(connection)).await
            }
        }
    }};
}

/// Declares a row struct that both engines can fill.
///
/// A field marked `as Json` stands in the database as JSON text; `as OptionalJson` may be NULL. Of a joined
/// look-up, a field marked `as Part` is another row struct, whose columns follow in the order of its fields;
/// `as OptionalPart` is `None` where the first of them is NULL.
macro_rules! row {
    ($(#[$doc:meta])* $vis:vis struct $name:ident {
        $($(#[$field_doc:meta])* $field_vis:vis $field:ident : $ty:ty $(as $wrap:ident)?,)*
    }) => {
        $(#[$doc])*
        $vis struct $name {
            $($(#[$field_doc])* $field_vis $field: $ty,)*
        }
        impl $crate::db::Part for $name {
            const COLUMNS: usize = 0 $(+ row!(@count $ty $(, $wrap)?))*;
        }
        impl $crate::db::postgres::FromColumns for $name {
            fn from_columns(columns: &mut $crate::db::postgres::Columns<'_>) -> sqlx::Result<Self> {
                Ok(Self { $($field: row!(@get columns, (stringify!($field)), $ty $(, $wrap)?),)* })
            }
        }
        impl $crate::db::sqlite::FromRow for $name {
            fn from_row(columns: &mut $crate::db::sqlite::Columns<'_, '_>) -> rusqlite::Result<Self> {
                Ok(Self { $($field: row!(@get columns, (stringify!($field)), $ty $(, $wrap)?),)* })
            }
        }
    };
    (@count $ty:ty, Part) => { <$ty as $crate::db::Part>::COLUMNS };
    (@count $ty:ty, OptionalPart) => { <$ty as $crate::db::Part>::COLUMNS };
    (@count $ty:ty $(, $wrap:ident)?) => { 1 };
    (@get $columns:ident, ($field:expr), $ty:ty) => {
        $columns.get::<$ty>($field)?
    };
    (@get $columns:ident, ($field:expr), $ty:ty, Json) => {
        $columns.get::<$crate::types::Json<$ty>>($field)?.0
    };
    (@get $columns:ident, ($field:expr), $ty:ty, OptionalJson) => {
        $columns.get::<Option<$crate::types::Json<_>>>($field)?.map(|json| json.0)
    };
    (@get $columns:ident, ($field:expr), $ty:ty, Part) => {
        $columns.part::<$ty>()?
    };
    (@get $columns:ident, ($field:expr), $ty:ty, OptionalPart) => {
        $columns.optional_part()?
    };
}
