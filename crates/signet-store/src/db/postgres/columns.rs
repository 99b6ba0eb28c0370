//! The columns of a row of PostgreSQL, as those of SQLite (`sqlite/columns.rs`).

use sqlx::{Column as _, Row, ValueRef, postgres::PgRow};

use crate::{
    db::Part,
    types::{Column, Form, Value},
};

/// A row that PostgreSQL can fill, alone or as part of a joined look-up.
pub(crate) trait FromColumns: Sized {
    fn from_columns(columns: &mut Columns<'_>) -> sqlx::Result<Self>;
}

/// The columns of a row, as those of SQLite (`sqlite/columns.rs`).
#[derive(Debug)]
pub(crate) struct Columns<'r> {
    row: &'r PgRow,
    next: usize,
    joined: bool,
}

impl<'r> Columns<'r> {
    pub(crate) fn of(row: &'r PgRow) -> Self {
        Self { row, next: 0, joined: false }
    }

    /// The column of this name.
    pub(crate) fn get<T: Column>(&mut self, name: &str) -> sqlx::Result<T> {
        if self.row.columns().get(self.next).is_some_and(|next| next.name() == name) {
            return self.following();
        }
        if self.joined {
            return Err(sqlx::Error::ColumnNotFound(name.to_owned()));
        }
        self.next = self.row.try_column(name)?.ordinal();
        self.following()
    }

    /// The row whose columns follow.
    pub(crate) fn part<R: FromColumns>(&mut self) -> sqlx::Result<R> {
        self.joined = true;
        R::from_columns(self)
    }

    /// [`Columns::part`] of an outer join; `None` where there was nothing to join.
    pub(crate) fn optional_part<R: FromColumns + Part>(&mut self) -> sqlx::Result<Option<R>> {
        if self.row.try_get_raw(self.next)?.is_null() {
            self.next += R::COLUMNS;
            return Ok(None);
        }
        self.part().map(Some)
    }

    /// The column after the last one.
    fn following<T: Column>(&mut self) -> sqlx::Result<T> {
        let at = self.next;
        self.next += 1;
        let value = match T::FORM {
            Form::Text => Value::Text(self.row.try_get::<Option<&str>, _>(at)?.map(Into::into)),
            Form::Integer => Value::Integer(self.row.try_get(at)?),
        };
        T::read(value).map_err(|source| sqlx::Error::ColumnDecode { index: at.to_string(), source })
    }
}

macro_rules! tuple {
    ($($column:ident),+) => {
        impl<$($column: Column),+> FromColumns for ($($column,)+) {
            fn from_columns(columns: &mut Columns<'_>) -> sqlx::Result<Self> {
                Ok(($(columns.following::<$column>()?,)+))
            }
        }
    };
}
tuple!(A);
tuple!(A, B);
tuple!(A, B, C);
