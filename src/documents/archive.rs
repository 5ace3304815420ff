//! The archive of a session: all its files in one, with a digest of each, the same bytes from the
//! same files at any time.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use anyhow::ensure;
use ballotbox::codec::{Digest, Time};
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::clock::in_china;

/// What the manifest says that it is.
const KIND: &str = "piaojue/archive/1";
/// The file that lists all others with their digests, for programs.
const MANIFEST: &str = "manifest.json";
/// The same as `sha256sum` reads it.
const SUMS: &str = "SHA256SUMS";
/// What each file is and how to check it, for people.
const README: &str = "README.txt";
/// Most bytes of all files together. A session of 160 deputies and four polls has some ten million.
const BYTES_MAX: usize = 512 * 1024 * 1024;

/// A file of the archive.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// Its name, with the folders that it stands in.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// What it is, in Chinese and in English; told in the README.
    pub(crate) about: (String, String),
}

/// What the archive is of.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    /// The session.
    pub(crate) session: Uuid,
    /// Its name.
    pub(crate) title: String,
    /// The name of its log.
    pub(crate) origin: String,
    /// A rehearsal.
    pub(crate) rehearsal: bool,
    /// The time of the last thing in it.
    pub(crate) as_of: Time,
}

/// The SHA-256 of bytes, as programs that check files write it.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let digest = Digest::of(&[bytes]);
    digest.as_bytes().iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The archive of these files.
///
/// # Errors
/// When two files have one name, or all of them are too large.
pub(crate) fn pack(facts: &Facts, mut members: Vec<Member>) -> anyhow::Result<Vec<u8>> {
    members.sort_by(|one, other| one.name.cmp(&other.name));
    let mut files: Vec<(String, Vec<u8>)> = vec![(README.to_owned(), readme(facts, &members))];
    files.extend(members.into_iter().map(|member| (member.name, member.bytes)));
    files.push((MANIFEST.to_owned(), manifest(facts, &files)?));
    files.push((SUMS.to_owned(), sums(&files)));
    files.sort();
    let twice = files.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one == other));
    ensure!(!twice, "two files of an archive have one name");
    let size: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    ensure!(size <= BYTES_MAX, "an archive of {size} bytes is too large");
    zipped(&files, moment(&facts.as_of)?)
}

fn zipped(files: &[(String, Vec<u8>)], at: DateTime) -> anyhow::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(at)
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(name, options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// The time that all files bear, as clocks in China show it.
fn moment(at: &Time) -> anyhow::Result<DateTime> {
    let at = in_china(at.as_str().parse::<Timestamp>()?);
    let part = |number: i8| u8::try_from(number);
    Ok(DateTime::from_date_and_time(
        u16::try_from(at.year())?,
        part(at.month())?,
        part(at.day())?,
        part(at.hour())?,
        part(at.minute())?,
        part(at.second())?,
    )?)
}

/// All files with size and digest, but for the two that list them.
fn manifest(facts: &Facts, files: &[(String, Vec<u8>)]) -> anyhow::Result<Vec<u8>> {
    let mut sorted: Vec<_> = files.iter().collect();
    sorted.sort();
    let listed = sorted
        .into_iter()
        .map(|(name, bytes)| json!({ "name": name, "size": bytes.len(), "sha256": sha256(bytes) }));
    let manifest = json!({
        "kind": KIND,
        "session": facts.session,
        "title": facts.title,
        "origin": facts.origin,
        "rehearsal": facts.rehearsal,
        "as_of": facts.as_of,
        "program": concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")),
        "files": listed.collect::<Vec<_>>(),
    });
    let mut bytes = serde_json::to_vec_pretty(&manifest)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn sums(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut lines: Vec<_> =
        files.iter().map(|(name, bytes)| format!("{}  {name}\n", sha256(bytes))).collect();
    lines.sort_by(|one, other| one.get(64..).cmp(&other.get(64..)));
    lines.concat().into_bytes()
}

/// What each file is and how to check it; with the line ends that every editor shows.
fn readme(facts: &Facts, members: &[Member]) -> Vec<u8> {
    let rehearsal =
        if facts.rehearsal { "（演练，不计入结果 rehearsal, not counted）" } else { "" };
    let list = |pick: fn(&Member) -> &str| {
        members.iter().map(move |member| format!("  {}\n      {}\n", member.name, pick(member)))
    };
    let chinese: String = list(|member| &member.about.0).collect();
    let english: String = list(|member| &member.about.1).collect();
    let Facts { title, session, origin, as_of, .. } = facts;
    let text = format!(
        "{title}{rehearsal}\n\
         会议档案 archive of the session\n\
         会议编号 session  {session}\n\
         日志名称 log      {origin}\n\
         截至 as of        {as_of}\n\
         \n\
         一、文件\n\
         \n{chinese}  {MANIFEST}\n      以上各文件的大小和 SHA-256 校验值，供程序读取\n\
         \x20 {SUMS}\n      各文件的 SHA-256 校验值，供 sha256sum 核对\n\
         \n\
         二、怎样核对\n\
         \n\
         \x20 1. 文件没有改动：在解压后的文件夹里运行 sha256sum -c {SUMS}\n\
         \x20 2. 结果正确：运行 piaojue verify bundle.json，或在公开网站的“在线核验”页打开 bundle.json\n\
         \x20 3. 就是会场上的那一次：核对屏幕上的题面码、封箱码与纸质记录是否一致\n\
         \x20 整个压缩包的校验值由提请人和确认人双人确认，记在操作日志中。\n\
         \n\
         I. Files\n\
         \n{english}  {MANIFEST}\n      size and SHA-256 of the files above, for programs\n\
         \x20 {SUMS}\n      SHA-256 of each file, for sha256sum\n\
         \n\
         II. How to check\n\
         \n\
         \x20 1. Nothing was changed: run sha256sum -c {SUMS} in the unpacked folder\n\
         \x20 2. The result is right: run piaojue verify bundle.json, or open bundle.json\n\
         \x20    on the page “Verify” of the public site\n\
         \x20 3. It is the vote of the hall: compare question code and closing code\n\
         \x20    with the paper record\n\
         \x20 The digest of the whole archive stands in the audit trail with two persons' names.\n",
        as_of = as_of.as_str(),
    );
    format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn facts() -> Facts {
        Facts {
            session: Uuid::nil(),
            title: "会议".into(),
            origin: "site/1/2".into(),
            rehearsal: false,
            as_of: Time::parse("2026-01-31T16:00:01Z").unwrap(),
        }
    }

    fn member(name: &str, bytes: &[u8]) -> Member {
        let about = (String::from("文件"), String::from("file"));
        Member { name: name.into(), bytes: bytes.to_vec(), about }
    }

    #[test]
    fn the_order_of_files_does_not_matter_and_names_stand_once() {
        let (one, two) = (member("b.txt", b"1"), member("a/c.txt", b"2"));
        let packed = pack(&facts(), vec![one.clone(), two.clone()]).unwrap();
        assert_eq!(packed, pack(&facts(), vec![two, one.clone()]).unwrap());
        let other = pack(&facts(), vec![one.clone(), member("a/c.txt", b"3")]).unwrap();
        assert_ne!(packed, other, "the control");
        assert!(pack(&facts(), vec![one.clone(), one]).is_err());
        assert!(pack(&facts(), vec![member(MANIFEST, b"")]).is_err(), "a name of our own");
    }

    #[test]
    fn files_bear_the_time_of_the_data() {
        let packed = pack(&facts(), vec![member("a", b"x")]).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(packed)).unwrap();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).unwrap();
            let time = file.last_modified().unwrap();
            assert_eq!((time.year(), time.month(), time.day(), time.hour()), (2026, 2, 1, 0));
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            assert!(!bytes.is_empty());
        }
    }

    #[test]
    fn digests_are_those_of_other_programs() {
        // The first vector of FIPS 180-2.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), abc);
    }
}
