//! The columns of a row of SQLite, as those of PostgreSQL (`postgres/columns.rs`).

use rusqlite::types::{FromSqlResult, ValueRef};

use crate::{
    db::Part,
    types::{Column, Form, Value},
};

/// A row that SQLite can fill.
pub(crate) trait FromRow: Sized + Send + 'static {
    fn from_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<Self>;
}

/// The columns of a row, by name; cheapest in the order in which they were selected. Of a joined look-up, where
/// names come twice, that order decides.
#[derive(Debug)]
pub(crate) struct Columns<'r, 's> {
    row: &'r rusqlite::Row<'s>,
    next: usize,
    joined: bool,
}

impl<'r, 's> Columns<'r, 's> {
    pub(super) fn of(row: &'r rusqlite::Row<'s>) -> Self {
        Self { row, next: 0, joined: false }
    }

    /// The column of this name.
    pub(crate) fn get<T: Column>(&mut self, name: &str) -> rusqlite::Result<T> {
        let statement = self.row.as_ref();
        if statement.column_name(self.next).is_ok_and(|next| next == name) {
            return self.following();
        }
        if self.joined {
            return Err(rusqlite::Error::InvalidColumnName(name.to_owned()));
        }
        self.next = statement.column_index(name)?;
        self.following()
    }

    /// The row whose columns follow.
    pub(crate) fn part<R: FromRow>(&mut self) -> rusqlite::Result<R> {
        self.joined = true;
        R::from_row(self)
    }

    /// [`Columns::part`] of an outer join; `None` where there was nothing to join.
    pub(crate) fn optional_part<R: FromRow + Part>(&mut self) -> rusqlite::Result<Option<R>> {
        if self.row.get_ref(self.next)? == ValueRef::Null {
            self.next += R::COLUMNS;
            return Ok(None);
        }
        self.part().map(Some)
    }

    /// The column after the last one.
    fn following<T: Column>(&mut self) -> rusqlite::Result<T> {
        let at = self.next;
        self.next += 1;
        let held = self.row.get_ref(at)?;
        let value = of_form(held, T::FORM).map_err(Into::into).and_then(T::read);
        value.map_err(|why| rusqlite::Error::FromSqlConversionFailure(at, held.data_type(), why))
    }
}

fn of_form(held: ValueRef<'_>, form: Form) -> FromSqlResult<Value<'_>> {
    Ok(match form {
        Form::Text => Value::Text(held.as_str_or_null()?.map(Into::into)),
        Form::Integer => Value::Integer(held.as_i64_or_null()?),
    })
}

macro_rules! tuple {
    ($($column:ident),+) => {
        impl<$($column: Column + Send + 'static),+> FromRow for ($($column,)+) {
            fn from_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
                Ok(($(columns.following::<$column>()?,)+))
            }
        }
    };
}
tuple!(A);
tuple!(A, B);
tuple!(A, B, C);
