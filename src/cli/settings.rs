//! `piaojue.toml`: options that an installation keeps in a file, so that nobody types them often.
//! What is typed counts first, then the environment, then the file, then what is built in.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use anyhow::{Context as _, bail, ensure};
use clap::{Arg, Command};
use toml::{Table, Value};

/// The file, in the folder in which the program is started.
const FILE: &str = "piaojue.toml";
/// Names another file; empty: none.
const VARIABLE: &str = "PIAOJUE_CONFIG";

/// The arguments that were typed, with those of the file that neither they nor the environment
/// have.
///
/// # Errors
/// When the file cannot be read, or names an option that no command has.
pub(super) fn with_file(command: &Command, typed: Vec<OsString>) -> anyhow::Result<Vec<OsString>> {
    // What the program starts for itself is told all it needs.
    let named = typed.get(1).and_then(|name| command.find_subcommand(name));
    if named.is_some_and(Command::is_hide_set) {
        return Ok(typed);
    }
    let (path, named) = match std::env::var_os(VARIABLE) {
        Some(name) if name.is_empty() => return Ok(typed),
        Some(name) => (PathBuf::from(name), true),
        None => (PathBuf::from(FILE), false),
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !named => return Ok(typed),
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    let merged = merged(command, typed, &text, &|name| std::env::var_os(name).is_some());
    merged.with_context(|| path.display().to_string())
}

/// The same, with the file's text and the environment handed in.
fn merged(
    root: &Command,
    typed: Vec<OsString>,
    text: &str,
    is_set: &dyn Fn(&OsStr) -> bool,
) -> anyhow::Result<Vec<OsString>> {
    let table: Table = text.parse()?;
    check(&table, root, "")?;
    let (mut command, mut tables, mut at) = (root, vec![&table], 1);
    while let Some(next) = typed.get(at).and_then(|name| command.find_subcommand(name)) {
        let inner = tables.last().and_then(|table| table.get(next.get_name()));
        tables.extend(inner.and_then(Value::as_table));
        (command, at) = (next, at + 1);
    }
    if at == 1 {
        return Ok(typed);
    }
    let mut all = typed;
    let rest = all.split_off(at);
    for option in command.get_arguments() {
        let Some(long) = option.get_long() else { continue };
        let given = rest.iter().any(|it| names(it, long));
        if given || option.get_env().is_some_and(is_set) {
            continue;
        }
        // What stands nearer to the command counts.
        if let Some(value) = tables.iter().rev().find_map(|table| table.get(long)) {
            all.extend(spelt(option, long, value)?);
        }
    }
    all.extend(rest);
    Ok(all)
}

/// Whether a typed argument is this option.
fn names(typed: &OsStr, long: &str) -> bool {
    let typed = typed.to_string_lossy();
    let after = typed.strip_prefix("--").and_then(|it| it.strip_prefix(long));
    after.is_some_and(|after| after.is_empty() || after.starts_with('='))
}

/// An option as it would be typed.
fn spelt(option: &Arg, long: &str, value: &Value) -> anyhow::Result<Vec<OsString>> {
    let one = |text: &str| OsString::from(format!("--{long}={text}"));
    Ok(match value {
        Value::Boolean(wanted) if !option.get_action().takes_values() => {
            if *wanted {
                vec![OsString::from(format!("--{long}"))]
            } else {
                Vec::new()
            }
        }
        _ if !option.get_action().takes_values() => bail!("`{long}` is true or false"),
        Value::String(text) => vec![one(text)],
        Value::Integer(number) => vec![one(&number.to_string())],
        Value::Array(several) => {
            let texts = several.iter().map(|it| it.as_str().map(one));
            texts.collect::<Option<_>>().with_context(|| format!("`{long}` is a list of texts"))?
        }
        _ => bail!("`{long}` is a text or a number"),
    })
}

/// Refuses what no command knows: a slip of the pen must not leave a hall without its backup.
fn check(table: &Table, command: &Command, place: &str) -> anyhow::Result<()> {
    for (key, value) in table {
        let name = format!("{place}{key}");
        if let Value::Table(inner) = value {
            let next = command.find_subcommand(key).filter(|next| !next.is_hide_set());
            let next = next.with_context(|| format!("there is no command `{name}`"))?;
            check(inner, next, &format!("{name}."))?;
        } else {
            ensure!(has(command, key), "there is no option `{name}`");
        }
    }
    Ok(())
}

/// Whether a command, or one below it, has an option.
fn has(command: &Command, long: &str) -> bool {
    command.get_arguments().any(|option| option.get_long() == Some(long))
        || command.get_subcommands().any(|below| has(below, long))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    /// The arguments after the program's name, with a file's text and variables that are set.
    fn with(typed: &str, text: &str, set: &[&str]) -> Result<String, String> {
        let typed = typed.split(' ').map(OsString::from).collect();
        let is_set = |name: &OsStr| set.iter().any(|it| name == *it);
        let merged = merged(&super::super::Arguments::command(), typed, text, &is_set);
        let merged = merged.map_err(|error| format!("{error:#}"))?;
        let words = merged.iter().map(|it| it.to_string_lossy().into_owned());
        Ok(words.skip(1).collect::<Vec<_>>().join(" "))
    }

    const TEXT: &str = "data = '/srv/piaojue'\n[serve]\nlisten = '0.0.0.0:8443'\ntls = true\n\
                        disk-warn = 2048\n";

    #[test]
    fn the_file_fills_what_was_not_said() {
        let cases = [
            ("piaojue serve", "--data=/srv/piaojue --listen=0.0.0.0:8443 --disk-warn=2048 --tls"),
            ("piaojue serve --listen 127.0.0.1:80", "--data=/srv/piaojue --disk-warn=2048 --tls"),
            ("piaojue serve --data=here", "--listen=0.0.0.0:8443 --disk-warn=2048 --tls"),
            // Of another command only what stands above all of them.
            ("piaojue audit", "--data=/srv/piaojue"),
            ("piaojue admin reset someone", "--data=/srv/piaojue"),
            // None of these knows such an option, or is a command.
            ("piaojue verify bundle.json", ""),
            ("piaojue --version", ""),
        ];
        for (typed, added) in cases {
            let merged = with(typed, TEXT, &[]).unwrap();
            for option in added.split(' ') {
                assert!(merged.contains(option), "{typed}: {merged}");
            }
            let typed: Vec<&str> = typed.split(' ').skip(1).collect();
            let words = merged.split(' ').count();
            let expected = typed.len() + added.split(' ').filter(|it| !it.is_empty()).count();
            assert_eq!(words, expected, "{merged}");
        }
    }

    #[test]
    fn the_environment_counts_before_the_file() {
        let merged = with("piaojue audit", TEXT, &["PIAOJUE_DATA"]).unwrap();
        assert_eq!(merged, "audit");
        let nearer = "data = 'far'\n[audit]\ndata = 'near'\n";
        assert_eq!(with("piaojue audit", nearer, &[]).unwrap(), "audit --data=near");
    }

    #[test]
    fn lists_and_no_are_understood() {
        let text = "[serve]\ntls = false\nname = ['hall.example', '10.0.0.2']\n";
        let merged = with("piaojue serve", text, &[]).unwrap();
        assert_eq!(merged, "serve --name=hall.example --name=10.0.0.2");
    }

    #[test]
    fn what_nobody_knows_is_refused() {
        let cases = [
            ("lisen = '0.0.0.0:1'", "there is no option `lisen`"),
            ("[serve]\nbackups = '/mnt'", "there is no option `serve.backups`"),
            ("[server]\ndata = 'x'", "there is no command `server`"),
            ("[read-table]\nencoding = 'utf8'", "there is no command `read-table`"),
            ("[serve]\ntls = 'yes'", "`tls` is true or false"),
            ("[serve]\ndata = 1.5", "`data` is a text or a number"),
        ];
        for (text, why) in cases {
            assert_eq!(with("piaojue serve", text, &[]), Err(why.to_owned()), "{text}");
        }
        assert!(with("piaojue serve", "data = ", &[]).is_err());
    }
}
