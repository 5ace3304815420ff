//! Changed bytes and changed rows (R-13, R-14): whatever is changed in the database's file is found
//! at the next start or changes no record; whoever changes rows is found by the logs; whoever puts
//! an old file back is found by what was printed, and by the second copy.

use std::path::Path;
use std::process::Command;

use ballotbox::codec::Digest;
use piaojue::service::self_check::check_copy;
use piaojue::storage::{self, Storage};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use tokio::runtime::Runtime;

use crate::counts::{count, seeded};
use crate::support::process::Folder;
use crate::template::{copy, runtime, serve_on, template};

/// A data folder with a few ballots, at rest.
fn small() -> Folder {
    let mut server = template().serve(&[]);
    for number in 0..4 {
        template().cast(server.address(), number).unwrap();
    }
    assert_eq!(server.terminate(), 0);
    let folder = Folder::fresh("small");
    copy(server.data(), folder.path());
    folder
}

/// The entries of the log, and the lines of the trail.
type Records = (Vec<Vec<u8>>, Vec<String>);

/// Whatever a database holds: each table's name with its rows, written out.
type Rows = Vec<(String, String)>;

/// What stood there before anything was changed.
struct Original {
    records: Records,
    rows: Rows,
}

/// Such a folder, the bytes of its database, and what is in it.
fn small_and_whole(runtime: &Runtime) -> (Folder, Vec<u8>, Original) {
    let folder = small();
    let path = folder.path().join("piaojue.db");
    let text = path.to_str().unwrap();
    let records = runtime.block_on(records(text)).unwrap();
    let rows = runtime.block_on(rows(text)).unwrap();
    assert!(rows.len() > 20 && rows.iter().any(|(table, _)| table == "projects"));
    (folder, std::fs::read(&path).unwrap(), Original { records, rows })
}

/// Every record: the log, and the audit trail.
async fn records(path: &str) -> Option<Records> {
    let storage = Storage::open_at_rest(path).await.ok()?;
    let mut one = storage.read().await.ok()?;
    let entries = storage::log::entries(&mut one, template().session, 0).await.ok()?;
    let mut lines = Vec::new();
    for session in storage::audit::chains(&mut one).await.ok()? {
        let trail = storage::audit::after(&mut one, &session, 0, u32::MAX).await.ok()?;
        lines.extend(trail.iter().map(|kept| format!("{:?} {}", kept.line, kept.chain)));
    }
    drop(one);
    storage.close().await;
    Some((entries, lines))
}

/// For each table a statement that writes all of its rows out, as SQLite writes values.
const DUMPS: &str = r#"
    select t.name, 'select coalesce(group_concat(' ||
        group_concat('quote("' || c.name || '")', ' || '','' || ') || ', ''; ''), '''') from "' ||
        t.name || '"'
    from sqlite_schema t, pragma_table_info(t.name) c where t.type = 'table' group by t.name"#;

/// All rows of all tables.
async fn rows(path: &str) -> sqlx::Result<Rows> {
    let mut one = sqlx::SqliteConnection::connect(&format!("sqlite:{path}?mode=ro")).await?;
    let dumps: Vec<(String, String)> = sqlx::query_as(DUMPS).fetch_all(&mut one).await?;
    let mut rows = Rows::new();
    for (table, dump) in dumps {
        rows.push((table, sqlx::query_scalar(AssertSqlSafe(dump)).fetch_one(&mut one).await?));
    }
    one.close().await?;
    Ok(rows)
}

/// What a change led to.
#[derive(Debug, Default)]
struct Found {
    refused: usize,
    irrelevant: usize,
    /// Another row of what the desk works with, which no log and no trail has, and nobody saw it.
    other_rows: usize,
    /// Whole by SQLite's own check, and yet another record.
    unseen_by_sqlite: usize,
}

#[test]
fn no_changed_byte_changes_a_record_unseen() {
    let mut dice = seeded("bytes");
    let runtime = runtime();
    let (folder, whole, original) = small_and_whole(&runtime);
    let path = folder.path().join("piaojue.db");
    let text = path.to_str().unwrap();
    assert!(runtime.block_on(check_copy(text)).is_ok(), "nothing was changed");
    let mut found = Found::default();
    let header = 100;
    let stride = count(397, 16);
    let places = (0..header).step_by(3).chain((header..whole.len()).step_by(stride));
    for place in places {
        let mut changed = whole.clone();
        changed[place] ^= 1 << dice.below(8);
        let what = format!("byte {place}");
        tried(&runtime, (&path, &changed), &original, &mut found, &what);
    }
    for _ in 0..count(20, 400) {
        let page = 4_096 * (1 + dice.below(whole.len() / 4_096 - 1));
        let other = 4_096 * (1 + dice.below(whole.len() / 4_096 - 1));
        let mut zeroed = whole.clone();
        zeroed[page..page + 512].fill(0);
        let mut twice = whole.clone();
        twice.copy_within(page..page + 4_096, other);
        let shorter = whole[..page].to_vec();
        for (what, changed) in [("zeroed", zeroed), ("page twice", twice), ("shorter", shorter)] {
            let what = format!("{what} at {page}, {other}");
            tried(&runtime, (&path, &changed), &original, &mut found, &what);
        }
    }
    println!("{found:?}");
    assert!(found.refused > 100, "changes are found");
    assert!(found.unseen_by_sqlite > 0, "the control: SQLite's own check is not enough");
}

/// A row to which its index does not lead any more is as good as gone, though its own page is whole.
#[test]
fn no_changed_bit_of_an_index_hides_a_record_unseen() {
    // The first rows stand at the end of an index's page.
    const LAST: usize = 48;
    let runtime = runtime();
    let (folder, whole, original) = small_and_whole(&runtime);
    let path = folder.path().join("piaojue.db");
    let text = path.to_str().unwrap();
    let root = "select rootpage from sqlite_schema where name = 'sqlite_autoindex_entries_1'";
    let root: i64 = runtime.block_on(asked(text, root)).unwrap();
    let end = 4_096 * usize::try_from(root).unwrap();
    assert_eq!(whole[end - 4_096], 10, "all of the index is on its first page");
    let (mut found, mut unseen_by_quick_check) = (Found::default(), 0);
    for bit in 8 * (end - LAST)..8 * end {
        let mut changed = whole.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        tried(&runtime, (&path, &changed), &original, &mut found, &format!("bit {bit}"));
        let said = runtime.block_on(asked::<String>(text, "pragma quick_check"));
        let now = runtime.block_on(records(text));
        let hidden = now.is_some() && now.as_ref() != Some(&original.records);
        unseen_by_quick_check += usize::from(hidden && said.is_ok_and(|said| said == "ok"));
    }
    println!("{found:?}, {unseen_by_quick_check} unseen by the quick check");
    assert!(found.refused > 8 * LAST / 2, "changes are found");
    assert!(unseen_by_quick_check > 0, "the control: the quick check is not enough");
}

/// The first value of the first row that a file answers.
async fn asked<T>(path: &str, query: &'static str) -> sqlx::Result<T>
where
    T: for<'r> sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite> + Send + Unpin,
{
    let mut one = sqlx::SqliteConnection::connect(&format!("sqlite:{path}?mode=ro")).await?;
    let value = sqlx::query_scalar(query).fetch_one(&mut one).await?;
    one.close().await?;
    Ok(value)
}

fn tried(
    runtime: &Runtime,
    (path, changed): (&Path, &[u8]),
    original: &Original,
    found: &mut Found,
    what: &str,
) {
    std::fs::write(path, changed).unwrap();
    let text = path.to_str().unwrap();
    let checked = runtime.block_on(check_copy(text));
    let now = runtime.block_on(records(text));
    let same = now.as_ref() == Some(&original.records);
    if checked.is_ok() {
        assert!(same, "{what}: another record, and nobody saw it");
        if runtime.block_on(rows(text)).is_ok_and(|rows| rows == original.rows) {
            found.irrelevant += 1;
        } else {
            found.other_rows += 1;
        }
        return;
    }
    found.refused += 1;
    if now.is_some() && !same {
        let whole = runtime.block_on(async {
            Storage::open_at_rest(text).await.unwrap().integrity_check().await.is_ok()
        });
        found.unseen_by_sqlite += usize::from(whole);
    }
}

/// What somebody with the database's password can do. The triggers that keep the logs are gone.
const EDITS: [(&str, &str); 10] = [
    (
        "a ballot is changed",
        "update entries set bytes = cast(replace(cast(bytes as text), '\"slots\":[\"A', '\"slots\":[\"B') as blob) where kind = 'ballot'; update entries set bytes = cast(replace(cast(bytes as text), '\"proof\":\"', '\"proof\":\"AAAA') as blob) where kind = 'ballot'",
    ),
    (
        "a ballot in the middle is gone",
        "delete from ballots where position = (select min(position) from ballots); delete from entries where position = (select min(position) from entries where kind = 'ballot')",
    ),
    (
        "the last ballot is gone",
        "delete from ballots where position = (select max(position) from ballots); delete from entries where position = (select max(position) from entries)",
    ),
    (
        "a ballot stands twice",
        "insert into entries select session, position + 1, kind, bytes, leaf from entries where position = (select max(position) from entries); update sessions set log_size = log_size + 1",
    ),
    (
        "two ballots are exchanged",
        "update entries set position = -1 where position = (select max(position) from entries); update entries set position = position + 1 where position = (select max(position) from entries); update entries set position = (select max(position) - 1 from entries) where position = -1",
    ),
    (
        "a slip may vote again",
        "delete from ballots where position = (select max(position) from ballots)",
    ),
    (
        "the rule is another",
        "update entries set bytes = cast(replace(cast(bytes as text), '\"seats\":2', '\"seats\":3') as blob) where kind = 'poll_opened'",
    ),
    ("a line of the trail is another", "update audit set actor = 'nobody' where position = 5"),
    ("a line of the trail is gone", "delete from audit where position = 5"),
    (
        "an entry is dated back",
        "update entries set bytes = cast(replace(cast(bytes as text), '\"at\":\"20', '\"at\":\"19') as blob) where position = 0",
    ),
];

async fn edit(path: &Path, sql: &str) -> u64 {
    let url = format!("sqlite:{}?mode=rw", path.display());
    let mut one = sqlx::SqliteConnection::connect(&url).await.unwrap();
    one.execute("pragma foreign_keys = off").await.unwrap();
    let triggers =
        "select 'drop trigger ' || name || ';' from sqlite_schema where type = 'trigger'";
    let drops: Vec<String> = sqlx::query_scalar(triggers).fetch_all(&mut one).await.unwrap();
    one.execute(AssertSqlSafe(drops.concat())).await.unwrap();
    let mut rows = 0;
    for statement in sql.split("; ") {
        let done = one.execute(AssertSqlSafe(statement.to_owned())).await;
        rows += done.unwrap_or_else(|error| panic!("{statement}: {error}")).rows_affected();
    }
    one.close().await.unwrap();
    rows
}

#[test]
fn changed_rows_are_found_at_the_next_start() {
    let runtime = runtime();
    let folder = small();
    // The control: without the triggers alone it starts.
    for (number, (what, sql)) in [("nothing", "select 1")].iter().chain(&EDITS).enumerate() {
        let changed = Folder::fresh("edited");
        copy(folder.path(), changed.path());
        let path = changed.path().join("piaojue.db");
        let rows = runtime.block_on(edit(&path, sql));
        let started = starts(changed.path(), &[]);
        if number == 0 {
            assert_eq!(started, Ok(()), "{what}");
            continue;
        }
        assert!(rows > 0, "{what}: nothing was changed");
        let said = started.expect_err(what);
        assert!(said.contains("restore a backup"), "{what}: {said}");
    }
}

/// Starts the program on a folder: whether it listens, else what it says.
fn starts(data: &Path, more: &[&str]) -> Result<(), String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_piaojue"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data).args(more);
    let mut process = crate::support::process::Process::start(&mut command, "KILL");
    let listening = |line: &str| line.starts_with("listening on").then_some(());
    process.line(listening).inspect_err(|_| assert_eq!(process.wait(), 2, "it says why not"))
}

#[test]
fn an_old_file_that_is_put_back_is_found() {
    let folder = small();
    let copied = Folder::fresh("second");
    let second = ["--backup", copied.path().to_str().unwrap()];
    let data = Folder::fresh("data");
    copy(folder.path(), data.path());
    let mut server = serve_on(data, &second, &[]);
    for number in 4..8 {
        template().cast(server.address(), number).unwrap();
    }
    assert_eq!(server.terminate(), 0);
    assert_eq!(starts(server.data(), &second), Ok(()), "the control: the file as it is");
    let (new, old) = (server.data().join("piaojue.db"), folder.path().join("piaojue.db"));
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let heads = |path: &Path| runtime().block_on(check_copy(&text(path))).unwrap();
    let printed: Vec<Digest> = heads(&new).iter().map(|head| head.root).collect();
    assert_ne!(heads(&old).iter().map(|head| head.root).collect::<Vec<_>>(), printed);
    std::fs::copy(&old, &new).unwrap();
    assert_eq!(starts(server.data(), &[]), Ok(()), "by itself it is a whole database");
    let said = starts(server.data(), &second).unwrap_err();
    assert!(said.contains("does not continue them"), "{said}");
}
