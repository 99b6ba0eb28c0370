//! The columns of a row of PostgreSQL, as those of SQLite (`sqlite/connection.rs`).

use sqlx::{Column, Decode, Postgres, Row, Type, ValueRef, postgres::PgRow};

use crate::store::db::Part;

/// A row that PostgreSQL can fill, alone or as part of a joined look-up.
pub(in crate::store) trait FromColumns: Sized {
    fn from_columns(columns: &mut Columns<'_>) -> sqlx::Result<Self>;
}

/// The columns of a row, as those of SQLite (`sqlite/connection.rs`).
#[derive(Debug)]
pub(in crate::store) struct Columns<'r> {
    row: &'r PgRow,
    next: usize,
    joined: bool,
}

impl<'r> Columns<'r> {
    pub(in crate::store) fn of(row: &'r PgRow) -> Self {
        Self { row, next: 0, joined: false }
    }

    /// The column of this name.
    pub(in crate::store) fn get<T: Decode<'r, Postgres> + Type<Postgres>>(&mut self, name: &str) -> sqlx::Result<T> {
        if self.row.columns().get(self.next).is_some_and(|next| next.name() == name) {
            self.next += 1;
            return self.row.try_get(self.next - 1);
        }
        if self.joined {
            return Err(sqlx::Error::ColumnNotFound(name.to_owned()));
        }
        let column = self.row.try_column(name)?.ordinal();
        self.next = column + 1;
        self.row.try_get(column)
    }

    /// The row whose columns follow.
    pub(in crate::store) fn part<R: FromColumns>(&mut self) -> sqlx::Result<R> {
        self.joined = true;
        R::from_columns(self)
    }

    /// [`Columns::part`] of an outer join; `None` where there was nothing to join.
    pub(in crate::store) fn optional_part<R: FromColumns + Part>(&mut self) -> sqlx::Result<Option<R>> {
        if self.row.try_get_raw(self.next)?.is_null() {
            self.next += R::COLUMNS;
            return Ok(None);
        }
        self.part().map(Some)
    }
}
