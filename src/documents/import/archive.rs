//! A look through the archive that a spreadsheet is, before anything in it is believed: its names,
//! its links, and how much it is once unpacked, counted and not taken from what it says of itself.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::FileFault;

/// Most entries; a workbook with charts and pictures has some fifty.
const ENTRIES_MAX: usize = 500;
/// Most bytes of all entries once unpacked.
const UNPACKED_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// Most bytes that a byte may become, where there are many of them: a list does not pack so well.
const RATIO_MAX: u64 = 300;
const RATIO_FROM_BYTES: u64 = 4 * 1024 * 1024;
/// Longest tag of a sheet; what has a million attributes is no spreadsheet.
const TAG_BYTES_MAX: usize = 64 * 1024;

/// Refuses an archive that no spreadsheet program writes, or that grows without measure.
pub(super) fn inspect(bytes: &[u8]) -> Result<(), FileFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileFault::Damaged)?;
    if archive.len() > ENTRIES_MAX || archive.has_duplicate_names() {
        return Err(FileFault::Unsafe);
    }
    if archive.has_overlapping_entries().map_err(|_| FileFault::Damaged)? {
        return Err(FileFault::Unsafe);
    }
    let mut names: Vec<String> = Vec::new();
    let mut left = UNPACKED_BYTES_MAX;
    for place in 0..archive.len() {
        let entry = archive.by_index_raw(place).map_err(|_| FileFault::Damaged)?;
        // Spreadsheet programs do not tell large letters from small ones.
        let name = check_entry(&entry)?.to_lowercase();
        drop(entry);
        let entry = archive.by_index(place).map_err(|_| FileFault::Damaged)?;
        let content = unpack(entry, left)?;
        left -= u64::try_from(content.len()).unwrap_or(left);
        check_content(&name, &content)?;
        if names.contains(&name) {
            return Err(FileFault::Unsafe);
        }
        names.push(name);
    }
    if names.iter().any(|name| name == "xl/workbook.xml") {
        Ok(())
    } else if names.iter().any(|name| name == "mimetype" || name == "xl/workbook.bin") {
        // A spreadsheet, but of another program or of another kind.
        Err(FileFault::Kind)
    } else if names.iter().any(|name| name == "[content_types].xml") {
        // A text or slides of the same family.
        Err(FileFault::Kind)
    } else {
        Err(FileFault::Damaged)
    }
}

/// Looks at what the directory says of an entry; its name.
fn check_entry(entry: &ZipFile<'_, Cursor<&[u8]>>) -> Result<String, FileFault> {
    let name = std::str::from_utf8(entry.name_raw()).map_err(|_| FileFault::Unsafe)?;
    let climbs = name.split(['/', '\\']).any(|part| part == "..");
    let rooted = name.starts_with(['/', '\\']) || name.contains([':', '\0']);
    if climbs || rooted || entry.is_symlink() {
        return Err(FileFault::Unsafe);
    }
    // A password: spreadsheet programs wrap the whole file instead.
    if entry.encrypted() {
        return Err(FileFault::Old);
    }
    let known =
        entry.unix_mode().is_none_or(|mode| matches!(mode & 0o170_000, 0 | 0o100_000 | 0o040_000));
    if known { Ok(name.to_owned()) } else { Err(FileFault::Unsafe) }
}

/// Unpacks an entry, of which at most `left` bytes may come.
fn unpack(mut entry: ZipFile<'_, Cursor<&[u8]>>, left: u64) -> Result<Vec<u8>, FileFault> {
    let packed = entry.compressed_size().max(1);
    let mut content = Vec::new();
    let read = entry.by_ref().take(left + 1).read_to_end(&mut content);
    read.map_err(|_| FileFault::Damaged)?;
    let length = u64::try_from(content.len()).unwrap_or(u64::MAX);
    let swells = length > RATIO_FROM_BYTES && length / packed > RATIO_MAX;
    if length > left || swells { Err(FileFault::Unpacked) } else { Ok(content) }
}

fn check_content(name: &str, content: &[u8]) -> Result<(), FileFault> {
    let macros = ["vbaproject", "xl/macrosheets/", "xl/dialogsheets/", "xl/activex/"];
    if macros.iter().any(|part| name.contains(part)) {
        return Err(FileFault::Macros);
    }
    if name.contains("xl/externallinks/") || name == "xl/connections.xml" {
        return Err(FileFault::Unsafe);
    }
    let ending = name.rsplit('.').next().unwrap_or_default();
    if !["xml", "rels", "vml"].contains(&ending) {
        return Ok(());
    }
    // In UTF-16 every other byte is zero: without them it reads the same here.
    let text: Vec<u8> = content.iter().copied().filter(|byte| *byte != 0).collect();
    if !is_plain_markup(&text) {
        return Err(FileFault::Unsafe);
    }
    if name.starts_with("xl/worksheets/") && !are_places_possible(&text) {
        return Err(FileFault::Unsafe);
    }
    if !is_count_possible(&text) {
        return Err(FileFault::Unsafe);
    }
    if name == "[content_types].xml" && (has(&text, b"macroEnabled") || has(&text, b"vbaProject")) {
        return Err(FileFault::Macros);
    }
    if ending == "rels" && !are_links_harmless(&text) {
        return Err(FileFault::Unsafe);
    }
    Ok(())
}

/// Whether all that points out of the file are addresses that a person may click on.
fn are_links_harmless(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let links = text.split('<').filter(|tag| tag.contains("External"));
    links.into_iter().all(|tag| tag.contains("/relationships/hyperlink"))
}

/// Whether there is no declaration of entities in it, and no tag without measure.
fn is_plain_markup(text: &[u8]) -> bool {
    let tags = text.split(|byte| *byte == b'<').skip(1);
    tags.into_iter().all(|tag| {
        let end = tag.iter().position(|byte| *byte == b'>').unwrap_or(tag.len());
        let declares = tag.starts_with(b"!DOCTYPE") || tag.starts_with(b"!ENTITY");
        end <= TAG_BYTES_MAX && !declares
    })
}

/// Whether every cell and row says a place that a sheet has. Behind `XFD1048576`, and where a sheet
/// ends before it begins, the reader of spreadsheets counts over its numbers, and a cell would
/// stand where it was not put.
fn are_places_possible(text: &[u8]) -> bool {
    values(text, &[b"c", b"row", b"dimension"])
        .filter(|(before, _)| is_place(before))
        .all(|(_, value)| !counts_over(value) && goes_on(value))
}

/// Whether the list of texts has not more of them than it has bytes. The reader of spreadsheets
/// makes room for as many as the list says, before it has seen one. How often they are used
/// (`count`) is another number.
fn is_count_possible(text: &[u8]) -> bool {
    let mut counts =
        values(text, &[b"sst"]).filter(|(before, _)| name(before).ends_with("uniqueCount"));
    counts.all(|(_, value)| {
        let count = std::str::from_utf8(value).ok().and_then(|value| value.parse::<u64>().ok());
        count.is_none_or(|count| usize::try_from(count).is_ok_and(|count| count <= text.len()))
    })
}

/// The values in tags of these names, under any prefix, each with what stands before it.
fn values<'a>(text: &'a [u8], tagged: &[&[u8]]) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    let named = |tag: &&[u8]| {
        let end = tag.iter().position(u8::is_ascii_whitespace).unwrap_or(tag.len());
        let name = tag.get(..end).unwrap_or_default();
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        tagged.contains(&local)
    };
    let tags = text.split(|byte| *byte == b'<').skip(1).filter(named);
    tags.flat_map(|tag| {
        let end = tag.iter().position(|byte| *byte == b'>').unwrap_or(tag.len());
        let parts = tag.get(..end).unwrap_or_default().split(|byte| b"\"'".contains(byte));
        let parts: Vec<&[u8]> = parts.collect();
        let pairs = parts.chunks_exact(2).filter_map(|pair| match pair {
            [before, value] => Some((*before, *value)),
            _ => None,
        });
        pairs.collect::<Vec<_>>()
    })
}

/// Whether what stands before a value names the place of a cell or row, or those of a sheet.
fn is_place(before: &[u8]) -> bool {
    let name = name(before);
    [" r", "\tr", "\nr", "\rr", "ref"].iter().any(|ending| name.ends_with(ending))
}

/// What stands before a value, without its equals sign: it ends with the attribute's name.
fn name(before: &[u8]) -> String {
    let before = String::from_utf8_lossy(before);
    before.trim_end().trim_end_matches('=').trim_end().to_owned()
}

/// Whether an area ends where it begins or after that, in rows and in columns.
fn goes_on(value: &[u8]) -> bool {
    let value = String::from_utf8_lossy(value).to_ascii_uppercase();
    let Some((first, last)) = value.split_once(':') else { return true };
    let ends = (place(first), place(last));
    let (Some((column, row)), Some((last_column, last_row))) = ends else { return false };
    column <= last_column && row <= last_row
}

/// The column's letters, by their number and order, and the row of a cell as `B9` names it.
fn place(cell: &str) -> Option<((usize, &str), u32)> {
    let letters = cell.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let row = cell.strip_prefix(letters)?.parse().ok()?;
    let named = !letters.is_empty() && letters.chars().all(|it| it.is_ascii_uppercase());
    named.then_some(((letters.len(), letters), row))
}

/// Whether a row has more digits or a column more letters than any of a sheet.
fn counts_over(value: &[u8]) -> bool {
    value.windows(8).any(|window| window.iter().all(u8::is_ascii_digit))
        || value.windows(4).any(|window| window.iter().all(u8::is_ascii_alphabetic))
}

fn has(text: &[u8], wanted: &[u8]) -> bool {
    text.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_no_sheet_has_is_seen() {
        for lawful in [
            "<row r=\"1\"><c r=\"XFD1048576\" s=\"1\"><v>99999999999</v></c></row>",
            "<dimension ref=\"A1:XFD1048576\"/><c><v>1</v></c>",
            "<dimension ref=\"Z9:AA9\"/>",
            "<hyperlink ref=\"A1\" display=\"13800000000\"/>",
        ] {
            assert!(are_places_possible(lawful.as_bytes()), "{lawful}");
        }
        for far in [
            "<c r=\"A4294967297\"/>",
            "<x:c s='1' r = 'A4294967297'/>",
            "<row r=\"4294967297\">",
            "<c r=\"AAAAAAAA1\"/>",
            "<row r=\"aaaaaaaa1\">",
            "<dimension ref=\"A1:B18446744073709551616\"/>",
            "<dimension ref=\"B9:B8\"/>",
            "<dimension ref=\"AA1:Z1\"/>",
            "<dimension ref=\"A1:9\"/>",
        ] {
            assert!(!are_places_possible(far.as_bytes()), "{far}");
        }
    }

    #[test]
    fn a_list_of_more_texts_than_it_has_bytes_is_seen() {
        for lawful in [
            "<sst count=\"4\" uniqueCount=\"2\"><si><t>4294967296</t></si><si/></sst>",
            "<sst xmlns=\"http://a.example/2006/main\" uniqueCount='many'/>",
            "<sst count=\"4000\" uniqueCount=\"1\"/>",
            "<sst/>",
        ] {
            assert!(is_count_possible(lawful.as_bytes()), "{lawful}");
        }
        for many in [
            "<sst uniqueCount=\"4294967296\"><si/></sst>",
            "<x:sst uniqueCount = '18446744073709551615'/>",
            "<sst uniqueCount=\"99\"/>",
        ] {
            assert!(!is_count_possible(many.as_bytes()), "{many}");
        }
    }
}
