//! Files that want to do harm, handed to the running program while its memory is watched (abuse 27
//! to 31, 33, 36): each is refused with a sentence, in time, and the service does not notice.

use std::io::{Cursor, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::json;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::client::Request;
use crate::hall::{Hall, Size};
use crate::lists::{Clerk, Rows, Writing, row, text, xlsx};
use crate::watch::Watch;

const MIB: u64 = 1024 * 1024;
/// Most memory of the process that reads.
const CHILD_MAX: u64 = 512 * MIB;
/// Most by which the server may grow while files are refused.
const GROWTH_MAX: u64 = 96 * MIB;
/// Within this time a file is taken or refused. The process that reads it is given twenty seconds;
/// what is left is for the way there and back.
const TIME_MAX: Duration = Duration::from_secs(30);

/// The parts of a spreadsheet, by name.
struct Book(Vec<(String, Vec<u8>)>);

impl Book {
    /// A lawful list of one deputy.
    fn lawful() -> Self {
        let bytes = xlsx(&vec![row(&["姓名", "代表团"]), row(&["李秀英", "一团"])]);
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = Vec::new();
        for place in 0..archive.len() {
            let mut part = archive.by_index(place).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            parts.push((part.name().unwrap().into_owned(), content));
        }
        Self(parts)
    }

    /// Puts something in place of a text in a part.
    fn with(mut self, name: &str, text: &str, instead: &str) -> Self {
        let (_, content) = self.0.iter_mut().find(|(known, _)| known == name).unwrap();
        let old = String::from_utf8(content.clone()).unwrap();
        assert!(old.contains(text), "{name} has {text}: {old}");
        *content = old.replacen(text, instead, 1).into_bytes();
        self
    }

    /// Adds a part.
    fn and(mut self, name: &str, content: &[u8]) -> Self {
        self.0.push((name.to_owned(), content.to_vec()));
        self
    }

    fn zip(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.0 {
            zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";
const TYPES: &str = "[Content_Types].xml";
const RELS: &str = "xl/_rels/workbook.xml.rels";

/// A file, what is wrong with it, and the code by which programs know that.
type Hostile = (&'static str, Vec<u8>, &'static str);

/// Spreadsheets with parts that do more than hold a list.
fn poisoned() -> Vec<Hostile> {
    let link = "<Relationship Id=\"rId99\" Type=\"http://schemas.openxmlformats.org/\
        officeDocument/2006/relationships/externalLink\" Target=\"http://evil.example/x\" \
        TargetMode=\"External\"/></Relationships>";
    let entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><worksheet";
    let laughs = "<!DOCTYPE x [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><sst";
    let unsafe_file = "import-file-unsafe";
    let macros = "import-file-macros";
    let with = |part, text, instead| Book::lawful().with(part, text, instead).zip();
    let and = |name, content| Book::lawful().and(name, content).zip();
    vec![
        ("an entity from elsewhere", with(SHEET, "<worksheet", entity), unsafe_file),
        ("entities that grow", with(STRINGS, "<sst", laughs), unsafe_file),
        ("an external link", with(RELS, "</Relationships>", link), unsafe_file),
        ("a link's cache", and("xl/externalLinks/externalLink1.xml", b"<a/>"), unsafe_file),
        ("a connection", and("xl/connections.xml", b"<a/>"), unsafe_file),
        ("macros", and("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"), macros),
        ("a sheet of macros", and("xl/macrosheets/sheet1.xml", b"<a/>"), macros),
        (
            "macros by their own word",
            with(TYPES, "spreadsheetml.sheet.main", "macroEnabled.main"),
            macros,
        ),
    ]
}

/// Archives that no spreadsheet program writes.
fn archives() -> Vec<Hostile> {
    let lawful = Book::lawful().zip();
    let mut linked = ZipWriter::new_append(Cursor::new(lawful.clone())).unwrap();
    linked.add_symlink("xl/link.xml", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let linked = linked.finish().unwrap().into_inner();
    let twice = Book::lawful().and("xl/aaaa.xml", b"<a/>").and("xl/bbbb.xml", b"<b/>").zip();
    let twice = replace_all(twice, b"xl/bbbb.xml", b"xl/aaaa.xml");
    let other = Book(vec![("a.txt".to_owned(), b"hello".to_vec())]).zip();
    let unsafe_file = "import-file-unsafe";
    let and = |name| Book::lawful().and(name, b"<a/>").zip();
    vec![
        ("a name that climbs", and("../../etc/cron.d/x"), unsafe_file),
        ("a name from the root", and("/etc/x"), unsafe_file),
        ("a name of another system", and("..\\..\\x"), unsafe_file),
        ("a drive of another system", and("C:/x"), unsafe_file),
        ("a link in the archive", linked, unsafe_file),
        ("a name twice", twice, unsafe_file),
        ("a name in two cases", and("XL/Workbook.xml"), unsafe_file),
        ("a thousand entries", thousand(), unsafe_file),
        ("a password on an entry", encrypted(lawful.clone()), "import-file-old"),
        ("half of it", lawful[..lawful.len() / 2].to_vec(), "import-file-damaged"),
        ("its beginning", lawful[..40].to_vec(), "import-file-damaged"),
        ("an archive of something", other, "import-file-damaged"),
    ]
}

fn thousand() -> Vec<u8> {
    let more = (0..1_000).map(|number| (format!("xl/media/{number}.png"), Vec::new()));
    let mut book = Book::lawful();
    book.0.extend(more);
    book.zip()
}

/// Files that are no archives, under a name that promises one.
fn strangers() -> Vec<Hostile> {
    vec![
        ("nothing", Vec::new(), "import-nothing"),
        ("spaces", b"  \r\n \r\n".to_vec(), "import-file-empty"),
        ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old".to_vec(), "import-file-old"),
        ("a page", "<html><table><tr><td>姓名</td></tr></table>".into(), "import-file-kind"),
        ("a picture", b"\x89PNG\r\n\x1a\n....".to_vec(), "import-file-kind"),
        ("bytes", (0_u8..=255).cycle().take(4_096).collect(), "import-file-kind"),
    ]
}

/// Files that are small and want to become large.
fn growing() -> Vec<Hostile> {
    let cell = |place: &str| {
        format!(
            "<row r=\"2\"><c r=\"{place}\" t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData>"
        )
    };
    let attributes: Vec<_> = (0..400_000).map(|number| format!(" a{number}=\"\"")).collect();
    let spaces: Vec<_> = (0..200_000).map(|number| format!(" xmlns:n{number}=\"u\"")).collect();
    let (attributes, spaces) = (attributes.concat(), spaces.concat());
    let strings = "<si><t>a</t></si>".repeat(1_500_000);
    vec![
        ("half a gigabyte of zeros", bomb(512), "import-file-unpacked"),
        ("zeros that say they are few", lying(bomb(64)), "import-file-"),
        (
            "many cells far away",
            Book::lawful().with(SHEET, "</sheetData>", &cell("XFD1048576")).zip(),
            "import-file-far",
        ),
        (
            "a count of four thousand million",
            Book::lawful().with(STRINGS, "uniqueCount=\"4\"", "uniqueCount=\"4294967295\"").zip(),
            "",
        ),
        (
            "hundreds of thousands of attributes",
            Book::lawful().with(SHEET, "<worksheet", &format!("<worksheet{attributes}")).zip(),
            "import-file-unsafe",
        ),
        (
            "many name spaces",
            Book::lawful().with(SHEET, "<worksheet", &format!("<worksheet{spaces}")).zip(),
            "import-file-unsafe",
        ),
        (
            "a million strings",
            Book::lawful().with(STRINGS, "</sst>", &format!("{strings}</sst>")).zip(),
            "",
        ),
        (
            "depth",
            Book::lawful().with(SHEET, "<sheetData>", &"<a>".repeat(2_000_000)).zip(),
            "import-file-damaged",
        ),
        (
            "rows without end",
            xlsx(&(0..2_500).map(|_| row(&["李"])).collect::<Rows>()),
            "import-file-rows",
        ),
        (
            "a cell without end",
            xlsx(&vec![row(&["姓名"]), row(&[&"长".repeat(9_000)])]),
            "import-file-cell",
        ),
    ]
}

/// A sheet of so many megabytes of zeros.
fn bomb(mebibytes: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in Book::lawful().0 {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(&content).unwrap();
    }
    zip.start_file("xl/media/image1.png", SimpleFileOptions::default()).unwrap();
    let zeros = vec![0; MIB as usize];
    for _ in 0..mebibytes {
        zip.write_all(&zeros).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The same with a directory that says each entry has a hundred bytes.
fn lying(mut zip: Vec<u8>) -> Vec<u8> {
    for place in places(&zip, b"PK\x01\x02") {
        zip[place + 24..place + 28].copy_from_slice(&100_u32.to_le_bytes());
    }
    for place in places(&zip, b"PK\x03\x04") {
        zip[place + 22..place + 26].copy_from_slice(&100_u32.to_le_bytes());
    }
    zip
}

/// The same with the mark of a password on each entry.
fn encrypted(mut zip: Vec<u8>) -> Vec<u8> {
    for place in places(&zip, b"PK\x01\x02") {
        zip[place + 8] |= 1;
    }
    for place in places(&zip, b"PK\x03\x04") {
        zip[place + 6] |= 1;
    }
    zip
}

fn places(bytes: &[u8], wanted: &[u8]) -> Vec<usize> {
    let windows = bytes.windows(wanted.len()).enumerate();
    windows.filter(|(_, window)| *window == wanted).map(|(place, _)| place).collect()
}

fn replace_all(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    for place in places(&bytes, from) {
        bytes[place..place + to.len()].copy_from_slice(to);
    }
    bytes
}

fn count(hall: &Hall) -> usize {
    hall.runtime.block_on(hall.town.service.roll(hall.town.session)).unwrap().len()
}

/// Hands each in, and sees to it that it is refused as it should be, in time and in its place.
fn refuse(hall: &Hall, files: Vec<Hostile>) {
    let clerk = Clerk::of(hall);
    let before = count(hall);
    // The control: what they are made of is taken for what it is.
    let lawful = clerk.send("roll", "名册.xlsx", &Book::lawful().zip());
    assert_eq!(lawful.status, 200, "{}", lawful.text());
    let resting = hall.server.rss_bytes();
    for (what, file, code) in files {
        assert!(file.len() <= 2 * MIB as usize, "{what} is {} bytes: another limit", file.len());
        let watch = Watch::over(hall.server.id());
        let begun = Instant::now();
        let answer = clerk.import("roll", "名册.xlsx", &file);
        let (took, peaks) = (begun.elapsed(), watch.end());
        println!(
            "{what}: {} bytes, {} {}, {took:?}, child {} MiB, server {} MiB",
            file.len(),
            answer.status,
            answer.text(),
            peaks.child / MIB,
            peaks.server / MIB
        );
        assert_eq!(answer.status, 422, "{what}: {}", answer.text());
        let error = answer.json()["error"].as_str().unwrap().to_owned();
        assert!(error.starts_with(code) && error.starts_with("import-"), "{what}: {error}");
        assert!(took < TIME_MAX, "{what}: {took:?}");
        assert!(peaks.child < CHILD_MAX, "{what}: {peaks:?}");
        assert!(peaks.server < resting + GROWTH_MAX, "{what}: {resting} then {peaks:?}");
        let page = clerk.send("roll", "名册.xlsx", &file);
        assert_eq!(page.status, 422, "{what}");
        assert!(page.text().contains("error-summary"), "{what}: a person is told why");
    }
    assert_eq!(count(hall), before, "nothing was imported");
    let lines = hall.runtime.block_on(hall.town.service.audit_trail(hall.town.session)).unwrap();
    assert!(lines.iter().any(|kept| kept.line.action == "audit-upload-refused"));
    assert_eq!(clerk.send("roll", "名册.xlsx", &Book::lawful().zip()).status, 200, "and after");
}

#[test]
fn archives_that_no_spreadsheet_program_writes_are_refused() {
    let hall = Hall::prepared(&Size::small(6));
    refuse(&hall, poisoned());
    refuse(&hall, archives());
}

#[test]
fn other_files_under_the_name_of_a_spreadsheet_are_refused() {
    let hall = Hall::prepared(&Size::small(6));
    refuse(&hall, strangers());
    let clerk = Clerk::of(&hall);
    for (name, code) in [
        ("名册.xlsm", "import-file-macros"),
        ("名册.xls", "import-file-old"),
        ("名册.exe", "import-file-kind"),
        ("名册.html", "import-file-kind"),
    ] {
        let answer = clerk.import("roll", name, &Book::lawful().zip());
        assert_eq!((answer.status, answer.json()["error"].clone()), (422, json!(code)), "{name}");
    }
}

#[test]
fn small_files_that_grow_stay_within_their_process() {
    refuse(&Hall::prepared(&Size::small(6)), growing());
}

#[test]
fn two_thousand_rows_are_taken_in_time_and_no_more_of_them() {
    let hall = Hall::prepared(&Size::small(6));
    let clerk = Clerk::of(&hall);
    let mut rows = vec![row(&["姓名", "代表团", "座位"])];
    rows.extend(
        (0..1_994)
            .map(|number| row(&[&format!("代表{number}"), "第一代表团", &format!("{number}号")])),
    );
    let watch = Watch::over(hall.server.id());
    let begun = Instant::now();
    let answer = clerk.import("roll", "名册.xlsx", &xlsx(&rows));
    let (took, peaks) = (begun.elapsed(), watch.end());
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["new"], 1_994);
    println!("2,000 rows: {took:?}, child {} MiB at most", peaks.child / MIB);
    assert!(took < TIME_MAX, "{took:?}");
    assert!(!peaks.children.is_empty(), "a process of its own read it");
    assert!(peaks.child < CHILD_MAX);
    assert_eq!(count(&hall), 2_000);
    let more = vec![row(&["姓名"]), row(&["还有一人"])];
    assert_eq!(clerk.import("roll", "名册.xlsx", &xlsx(&more)).status, 422);
}

#[test]
fn two_files_are_read_at_a_time() {
    let hall = Hall::prepared(&Size::small(6));
    let clerk = Clerk::of(&hall);
    // It takes a while to be refused: its strings have to be unpacked first.
    let file = Book::lawful()
        .with(STRINGS, "</sst>", &format!("{}</sst>", "<si><t>a</t></si>".repeat(1_500_000)))
        .zip();
    let watch = Watch::over(hall.server.id());
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|_| scope.spawn(|| clerk.import("roll", "名册.xlsx", &file).status))
            .collect();
        for thread in threads {
            let status = thread.join().unwrap();
            assert!([422, 429].contains(&status), "{status}");
        }
    });
    let peaks = watch.end();
    println!("six at once: {peaks:?}");
    assert_eq!(peaks.at_once, 2, "two, and never more: {peaks:?}");
}

#[test]
fn text_that_is_no_list_is_refused_with_its_row() {
    let hall = Hall::prepared(&Size::small(6));
    let clerk = Clerk::of(&hall);
    let lawful = vec![row(&["姓名", "代表团"]), row(&["李秀英", "一团"])];
    let file = text(&lawful, ",", "\n", Writing::Utf8);
    let long = [file.as_slice(), "长".repeat(600_000).as_bytes(), b",x\n"].concat();
    let open = [file.as_slice(), "王芳,\"二团\n赵敏,三团\n".as_bytes()].concat();
    for (file, wanted) in [(long, "第 3 行 A 列"), (open, "第 3 行的引号")] {
        let answer = clerk.import("roll", "名册.csv", &file);
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert!(answer.text().contains(wanted), "{}", answer.text());
    }
    let huge = vec![b'x'; 10 * MIB as usize];
    let answer = clerk.send("roll", "名册.csv", &huge);
    assert_eq!(answer.status, 413, "10 MB");
    assert!(answer.text().contains("文件超过 2 MB"), "{}", answer.text());
    assert_eq!(count(&hall), 6);
    assert_eq!(clerk.import("roll", "名册.csv", &file).status, 200);
}

#[test]
fn a_form_with_a_file_is_a_form_like_others() {
    let hall = Hall::prepared(&Size::small(6));
    let clerk = Clerk::of(&hall);
    let file = Book::lawful().zip();
    let send = |parts: &[(&str, Option<&str>, &[u8])]| {
        clerk.parts("roll", parts).send(hall.address()).status
    };
    let part = ("file", Some("名册.xlsx"), file.as_slice());
    assert_eq!(send(&[part]), 403, "no token");
    assert_eq!(send(&[("csrf", None, b"x"), part]), 403, "another token");
    let more = ("encoding", None, &b""[..]);
    assert_eq!(send(&[part, more, more, more, more, more]), 422, "six parts");
    let address = hall.address();
    let lawful = clerk.upload("roll", "名册.xlsx", &file);
    assert_eq!(lawful.clone().send(address).status, 200);
    assert_eq!(lawful.clone().with("origin", "http://evil.example").send(address).status, 403);
    assert_eq!(lawful.with("sec-fetch-site", "cross-site").send(address).status, 403);
    let broken = Request::post(&clerk.path("roll")).with("cookie", &clerk.cookie);
    let broken = broken.with("content-type", "multipart/form-data").body(b"x").send(address);
    assert_eq!(broken.status, 422, "no boundary");
    assert_eq!(count(&hall), 6);
}

#[test]
fn uploads_that_are_too_long_or_too_slow_end() {
    let hall = Hall::prepared(&Size::small(6));
    let clerk = Clerk::of(&hall);
    let head = |length: u64| {
        format!(
            "POST {} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nContent-Type: multipart/form-data; \
             boundary=wall\r\nContent-Length: {length}\r\n\r\n",
            clerk.path("roll"),
            hall.address(),
            clerk.cookie
        )
    };
    let begun = Instant::now();
    let refused = crate::client::raw(hall.address(), head(2 * 1024 * MIB).as_bytes()).unwrap();
    assert_eq!(refused.status, 413, "two gigabytes are refused by their announcement");
    assert!(begun.elapsed() < Duration::from_secs(5));
    let mut stream = TcpStream::connect(hall.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    stream.write_all(head(100_000).as_bytes()).unwrap();
    let begun = Instant::now();
    // A byte a second, for as long as anybody listens; the read waits that second.
    let answer = loop {
        let mut bytes = [0; 1_024];
        let sent = stream.write_all(b"-");
        match stream.read(&mut bytes) {
            Ok(length) => break String::from_utf8_lossy(&bytes[..length]).into_owned(),
            Err(_) => assert!(sent.is_ok() && begun.elapsed() < Duration::from_mins(1)),
        }
    };
    let took = begun.elapsed();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!((25..45).contains(&took.as_secs()), "{took:?}");
    assert_eq!(clerk.send("roll", "名册.xlsx", &Book::lawful().zip()).status, 200);
}
