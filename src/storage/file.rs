//! The database's file itself, where it is one: whether it is whole, and a copy of it.

use sqlx::Row as _;

use super::{Dialect, Storage, StorageError};

impl Storage {
    /// Looks whether the file is whole, and folds the write-ahead log into it.
    ///
    /// The second is what makes a start after a failed write safe. A commit whose write to the disk
    /// failed may still stand in the system's memory, where it looks as if it were on the disk.
    /// Folding writes every page anew and waits for it; what is acknowledged later then rests on
    /// nothing that the disk does not have.
    ///
    /// # Errors
    /// When the file is damaged, the disk does not write, or somebody who reads an older state is
    /// in the way.
    pub async fn check_file(&self) -> Result<(), StorageError> {
        if self.dialect() == Dialect::Postgres {
            return Ok(());
        }
        self.integrity_check().await?;
        let mut connection = self.read().await?;
        // A row of three numbers: whether somebody was in the way, pages in the log, pages folded.
        let fold = sqlx::query("pragma wal_checkpoint(truncate)");
        let in_the_way: i64 = fold.fetch_one(&mut *connection).await?.try_get(0)?;
        if in_the_way == 0 { Ok(()) } else { Err(StorageError::NotFolded) }
    }

    /// Looks whether the file is whole, and writes nothing.
    ///
    /// The quick check of SQLite does not hold indexes against their tables; a bit that changed in
    /// one then hides a row from whoever looks for it by that index, and from nobody else.
    ///
    /// # Errors
    /// Says what is damaged.
    pub async fn integrity_check(&self) -> Result<(), StorageError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query("pragma integrity_check").fetch_all(&mut *connection).await?;
        let said: Option<String> = rows.first().map(|row| row.try_get(0)).transpose()?;
        match said {
            Some(what) if what != "ok" => {
                Err(StorageError::Inconsistent { table: "sqlite_schema", what })
            }
            _ => Ok(()),
        }
    }

    /// Writes a copy of the database as it is now into a new file, while others write.
    ///
    /// # Errors
    /// When it cannot be written, or the database is none that lies in a file.
    pub async fn copy_into(&self, path: &str) -> Result<(), StorageError> {
        if self.dialect() == Dialect::Postgres {
            return Err(StorageError::Url);
        }
        let mut connection = self.read().await?;
        sqlx::query("vacuum into $1").bind(path).execute(&mut *connection).await?;
        Ok(())
    }
}
