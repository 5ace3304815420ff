//! Reads columns into the types of the domain; what cannot be is an error that names the table.

use std::str::FromStr;

use jiff::civil::Date;
use sqlx::Row as _;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::StorageError;

/// A row of a table.
pub(super) struct Columns<'a> {
    pub(super) table: &'static str,
    pub(super) row: &'a AnyRow,
}

impl<'a> Columns<'a> {
    pub(super) const fn of(table: &'static str, row: &'a AnyRow) -> Self {
        Self { table, row }
    }

    pub(super) fn text(&self, column: &str) -> Result<String, StorageError> {
        Ok(self.row.try_get(column)?)
    }

    pub(super) fn bytes(&self, column: &str) -> Result<Vec<u8>, StorageError> {
        Ok(self.row.try_get(column)?)
    }

    pub(super) fn integer(&self, column: &str) -> Result<i64, StorageError> {
        Ok(self.row.try_get(column)?)
    }

    /// A number that is never negative.
    pub(super) fn number<T: TryFrom<i64>>(&self, column: &str) -> Result<T, StorageError> {
        let value = self.integer(column)?;
        T::try_from(value).map_err(|_| self.cannot_be(column, &value.to_string()))
    }

    pub(super) fn flag(&self, column: &str) -> Result<bool, StorageError> {
        Ok(self.integer(column)? != 0)
    }

    pub(super) fn id(&self, column: &str) -> Result<Uuid, StorageError> {
        self.parsed(column)
    }

    /// A day, or nothing where the column is empty.
    pub(super) fn day(&self, column: &str) -> Result<Option<Date>, StorageError> {
        let text = self.text(column)?;
        if text.is_empty() { Ok(None) } else { self.parsed(column).map(Some) }
    }

    pub(super) fn parsed<T: FromStr>(&self, column: &str) -> Result<T, StorageError> {
        let text = self.text(column)?;
        text.parse().map_err(|_| self.cannot_be(column, &text))
    }

    /// A column whose texts a type knows.
    pub(super) fn word<T>(
        &self,
        column: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, StorageError> {
        let text = self.text(column)?;
        read(&text).ok_or_else(|| self.cannot_be(column, &text))
    }

    pub(super) fn cannot_be(&self, column: &str, value: &str) -> StorageError {
        StorageError::Inconsistent { table: self.table, what: format!("{column} is {value:?}") }
    }
}

/// A number as the database keeps it; none of ours comes near the limit.
pub(super) fn integer(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}
