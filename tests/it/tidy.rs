//! The shape of the project as a test: arrows between layers, sizes, words that must not occur.

use std::path::{Path, PathBuf};

use crate::program::root;

/// Most lines of a file; 300 is the rule (CONTRIBUTING.md).
const MAX_LINES: usize = 500;
/// Most characters of a line of code.
const MAX_COLUMNS: usize = 100;

/// A file of the project and its text.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Every text file with one of these endings, but for what is built or brought in.
pub(crate) fn files(endings: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    collect(root(), endings, &mut found);
    assert!(!found.is_empty(), "no files with {endings:?}");
    found
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            if !["target", ".git", "node_modules"].contains(&name.as_str()) {
                collect(&path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let text = std::fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
            found.push(File { path, text });
        }
    }
}

/// Files under one of these folders whose code (not comments) has a word.
fn users(word: &str, folders: &[&str]) -> Vec<String> {
    let has = |file: &File| {
        let code = file.text.lines().filter(|line| !line.trim_start().starts_with("//"));
        code.map(str::to_owned).any(|line| line.contains(word))
    };
    files(&[".rs"])
        .into_iter()
        .filter(|file| folders.iter().any(|folder| file.path.starts_with(folder)) && has(file))
        .map(|file| file.path)
        .collect()
}

#[test]
fn the_core_is_pure() {
    for word in ["std::fs", "std::net", "std::env", "std::process", "std::time", "async ", "sqlx"] {
        assert_eq!(users(word, &["ballotbox/src/"]), Vec::<String>::new(), "{word} in the core");
    }
}

#[test]
fn each_matter_has_its_one_place() {
    let only = |word: &str, folders: &[&str], places: &[&str]| {
        let strangers: Vec<_> = users(word, folders)
            .into_iter()
            .filter(|path| !places.iter().any(|place| path.starts_with(place)))
            .collect();
        assert_eq!(strangers, Vec::<String>::new(), "{word} belongs to {places:?}");
        assert_ne!(users(word, places), Vec::<String>::new(), "{word} is nowhere: a dead rule");
    };
    let all = ["ballotbox/src/", "src/"];
    only("sigma_proofs::", &all, &["ballotbox/src/proof/"]);
    only("unsafe ", &all, &["ballotbox/src/wasm.rs"]);
    only("Timestamp::now", &all, &["src/clock.rs"]);
    only("Instant", &all, &["src/clock.rs"]);
    only("SysRng", &all, &["src/clock.rs"]);
    only("clap::", &all, &["src/cli/"]);
    only("anyhow", &all, &["src/cli/", "src/clock.rs", "src/documents/"]);
    only("askama", &all, &["src/documents/", "src/http/"]);
    only("indicatif", &all, &["src/progress.rs"]);
    only("axum", &all, &["src/http/", "src/net/", "src/cli/network.rs", "src/cli/serve.rs"]);
    only("hyper::", &all, &["src/net/", "src/cli/bench/"]);
    only("rustls", &all, &["src/net/"]);
    only("rcgen", &all, &["src/net/"]);
    let closed = ["src/service/passwords.rs", "src/service/backup/sealed_key.rs"];
    only("argon2", &all, &closed);
    only("chacha20poly1305", &all, &["src/service/backup/sealed_key.rs"]);
    let system =
        ["src/disk.rs", "src/documents/import/limits.rs", "src/net/", "src/cli/bench/nodes.rs"];
    only("rustix::", &all, &system);
    only("fluent", &all, &["src/words.rs"]);
    only("rust_xlsxwriter", &all, &["src/documents/"]);
    only("zip::", &all, &["src/documents/"]);
    only("calamine", &all, &["src/documents/"]);
    only("typst", &all, &["src/documents/typeset/"]);
    only("sqlx::query", &all, &["src/storage/"]);
    only("cli::", &["src/"], &["src/main.rs"]);
}

/// `cli → net → http → service → {storage, documents} → {domain, ballotbox}`: nothing points back.
#[test]
fn the_arrows_between_layers_point_one_way() {
    let layers = ["domain", "storage", "documents", "service", "demo", "http", "net", "cli"];
    for (position, layer) in layers.iter().enumerate() {
        let folder = format!("src/{layer}/");
        for above in &layers[position + 1..] {
            let users = users(&format!("crate::{above}"), &[&folder]);
            assert_eq!(users, Vec::<String>::new(), "{layer} points up to {above}");
        }
    }
    let beside = users("crate::storage", &["src/documents/"]);
    assert_eq!(beside, Vec::<String>::new(), "documents know no database");
    // The rule sees what it is to see: the layers do point down.
    assert_ne!(users("crate::storage", &["src/service/"]), Vec::<String>::new());
    assert_ne!(users("crate::documents", &["src/service/"]), Vec::<String>::new());
    assert_ne!(users("crate::service", &["src/http/"]), Vec::<String>::new());
    assert_ne!(users("crate::net", &["src/cli/"]), Vec::<String>::new());
    for word in ["async ", "sqlx", "axum", "std::fs", "tokio"] {
        assert_eq!(users(word, &["src/domain/"]), Vec::<String>::new(), "{word} in the domain");
    }
}

#[test]
fn both_databases_have_the_same_tables() {
    let tables = |folder: &str| {
        let path = root().join("migrations").join(folder).join("0001_tables.sql");
        let text = std::fs::read_to_string(path).unwrap();
        let code = text.lines().filter(|line| !line.starts_with("--")).collect::<Vec<_>>();
        code.join("\n")
    };
    let sqlite = tables("sqlite");
    let translated = sqlite
        .replace(") strict;", ");")
        .replace(" integer ", " bigint ")
        .replace(" blob ", " bytea ");
    assert_ne!(translated, sqlite, "the translation does something");
    assert_eq!(translated, tables("postgres"));
    let names = |folder: &str| {
        let entries = std::fs::read_dir(root().join("migrations").join(folder)).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"), "a step is missing on one database");
}

#[test]
fn files_begin_with_what_they_are_for_and_stay_small() {
    for file in files(&[".rs"]) {
        let first = file.text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! "), "{}: the first line says what it is for", file.path);
        let lines = file.text.lines().count();
        assert!(lines <= MAX_LINES, "{}: {lines} lines, {MAX_LINES} at most", file.path);
        // Formatting keeps code short; a sentence in quotes and a macro's inside are left as they are.
        let ours = file.path.starts_with("src/") || file.path.starts_with("ballotbox/src/");
        let lines = (1..).zip(file.text.lines());
        for (number, line) in lines.filter(|(_, line)| ours && !line.contains('"')) {
            let columns = line.chars().count();
            assert!(columns <= MAX_COLUMNS, "{}:{number}: {columns} columns", file.path);
        }
    }
}

#[test]
fn the_architecture_names_every_folder() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let named = |folder: &str| text.contains(&format!("{folder}/"));
    let ours = ["src/", "ballotbox/src/", "tests/", "benches/", "static/", "templates/"];
    for file in files(&[".rs", ".mjs", ".html", ".css"]) {
        if ours.iter().any(|place| file.path.starts_with(place)) {
            let folder = Path::new(&file.path).parent().and_then(Path::file_name).unwrap();
            assert!(named(folder.to_str().unwrap()), "{}: a folder without a word", file.path);
        }
    }
    assert!(!named("no-such-folder"), "the control");
}

/// Name and version of each package of a lock file.
fn locked(path: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(root().join(path)).unwrap();
    let field = |package: &str, name: &str| {
        let lines = package.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = "));
        lines.map(|value| value.trim_matches('"').to_owned())
    };
    let packages = text.split("[[package]]").skip(1);
    packages.filter_map(|it| Some((field(it, "name")?, field(it, "version")?))).collect()
}

#[test]
fn what_is_fuzzed_has_the_versions_of_the_program() {
    let ours = locked("Cargo.lock");
    let named = |name: &str| ours.iter().any(|(known, _)| known == name);
    let theirs = locked("fuzz/Cargo.lock");
    assert!(theirs.iter().any(|(name, _)| name == "calamine"), "{theirs:?}");
    for package in theirs.iter().filter(|(name, _)| named(name)) {
        let (name, version) = package;
        assert!(
            ours.contains(package),
            "fuzz/Cargo.lock has {name} {version}: see CONTRIBUTING.md"
        );
    }
}

#[test]
fn nothing_speaks_of_machines_or_leftovers() {
    // Put together so that this file does not contain what it looks for.
    let words = [
        ["/ro", "ot/"],
        ["/ho", "me/"],
        ["../sha", "red"],
        ["todo", "!("],
        ["FIX", "ME"],
        ["dbg", "!("],
        ["#[ign", "ore]"],
    ];
    for file in files(&[
        ".rs", ".md", ".toml", ".mjs", ".css", ".html", ".ftl", ".sql", ".py", ".json", "run",
        "build",
    ]) {
        // What scripts import stands relative to them, in folders of our own.
        let imports = |line: &&str| line.contains(" from \"") || line.contains("import(");
        let text: String = file.text.lines().filter(|line| !imports(line)).collect();
        for word in words.iter().map(|parts| parts.concat()) {
            assert!(!text.contains(&word), "{} contains {word}", file.path);
        }
    }
}

#[test]
fn what_is_cited_exists() {
    let documents = files(&[".md"]);
    for file in files(&[".rs", ".md"]) {
        for (position, _) in file.text.match_indices("docs/") {
            let rest = &file.text.get(position..).unwrap_or_default();
            let name: String = rest
                .chars()
                .take_while(|&letter| letter.is_ascii_alphanumeric() || "/.-_".contains(letter))
                .collect();
            if let Some(name) = name.strip_suffix(".md").or(name.strip_suffix(".md.")) {
                let name = format!("{name}.md");
                let known = documents.iter().find(|document| document.path == name);
                assert!(known.is_some(), "{} cites {name}, which is not there", file.path);
                check_section(&file.path, rest, known.unwrap());
            }
        }
    }
}

/// A citation of section N.M: the document has a heading that begins with N.
fn check_section(citing: &str, rest: &str, document: &File) {
    let after = rest.split_once(".md").map_or("", |(_, after)| after);
    let Some(cited) = after.trim_start_matches('`').strip_prefix(" §") else { return };
    let number: String = cited.chars().take_while(char::is_ascii_digit).collect();
    let found = document.text.lines().filter(|line| line.starts_with('#')).any(|heading| {
        let title = heading.trim_start_matches('#').trim_start().trim_start_matches('§');
        title.strip_prefix(&number).is_some_and(|after| after.starts_with(['.', ' ']))
    });
    assert!(found, "{citing} cites {} §{number}, which has no such section", document.path);
}
