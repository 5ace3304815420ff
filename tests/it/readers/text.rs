//! Text files: what is read is the same when it is written as text and read again.

use super::bounds::{bounded, texts};
use super::import::{Choice, Encoding, FILE_BYTES_MAX, FileFault, Separator, Table, pasted, read};
use super::mangle::{Held, require};

/// What must hold of any file; the first byte is what a person chose.
pub(crate) fn holds(bytes: &[u8]) -> Held {
    judge(bytes, &read)?;
    let Some((choice, text)) = bytes.split_first() else { return Ok(()) };
    let Ok(text) = std::str::from_utf8(text) else { return Ok(()) };
    let Ok(table) = pasted::read(text, choice % 2 == 0) else { return Ok(()) };
    let kept = texts(&table).concat().iter().all(|cell| text.contains(cell));
    require(kept, "pasted, a cell has what was not there")?;
    let cut = texts(&table).concat().iter().all(|cell| cell.trim() == *cell);
    require(cut, "pasted, a cell has spaces at an end")
}

/// A reader of text.
type Reader<'a> = dyn Fn(&[u8], Choice) -> Result<Table, FileFault> + 'a;

/// What must hold of any file, of such a reader.
pub(crate) fn judge(bytes: &[u8], read: &Reader<'_>) -> Held {
    let Some((&choice, file)) = bytes.split_first() else { return Ok(()) };
    let choice = chosen(choice);
    if file.starts_with(b"PK") {
        return Ok(());
    }
    let Ok(table) = read(file, choice) else { return Ok(()) };
    bounded(&table)?;
    let obeys = choice.encoding.is_none_or(|encoding| table.encoding == Some(encoding))
        && choice.separator.is_none_or(|separator| table.separator == Some(separator));
    require(obeys, "read otherwise than was chosen")?;
    let guess = Choice { encoding: table.encoding, separator: table.separator };
    require(read(file, guess).as_ref() == Ok(&table), "the guess, chosen, gives another list")?;
    let written = written(&table);
    if written.len() > FILE_BYTES_MAX {
        return Ok(());
    }
    let plain = Choice { encoding: Some(Encoding::Utf8), separator: Some(Separator::Comma) };
    let again = read(&written, plain).map_err(|fault| format!("written again: {fault:?}"))?;
    require(texts(&again) == texts(&table), "written and read again it is another list")
}

/// What a person chose: nothing, or any of the encodings and separators.
fn chosen(byte: u8) -> Choice {
    let place = usize::from(byte);
    let encoding = Encoding::ALL.get(place % 5).copied();
    Choice { encoding, separator: Separator::ALL.get(place / 5 % 4).copied() }
}

/// The byte by which nothing is chosen.
const GUESS: u8 = 4 + 5 * 3;

/// The list as comma-separated text, as `documents::tables` writes it.
fn written(table: &Table) -> Vec<u8> {
    let field = |text: &&str| {
        let computed = text
            .trim_start_matches('\'')
            .starts_with(|letter| "=+-@\t\r".contains(letter) || "＝＋－＠".contains(letter));
        let apostrophe = if computed { "'" } else { "" };
        format!("\"{apostrophe}{}\"", text.replace('"', "\"\""))
    };
    let line = |row: &Vec<&str>| row.iter().map(field).collect::<Vec<_>>().join(",") + "\r\n";
    texts(table).iter().map(line).collect::<String>().into_bytes()
}

/// Lists in every encoding and with every separator, and one that is almost too long.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let list =
        "姓名,代表团,座位\n𠮷田·买买提,第一代表团,3排5座\n\n\"李\n秀英\",'=1+1,\"5\"\" 管\"\n";
    let example = include_str!("../../../examples/siping-2023.json");
    let titles: Vec<&str> = example.split('"').filter(|part| part.chars().count() > 3).collect();
    let mut seeds = vec![
        list.as_bytes().to_vec(),
        list.replace(',', ";").into_bytes(),
        list.replace(',', "\t").replace('\n', "\r").into_bytes(),
        utf16(list, u16::to_le_bytes),
        utf16(list, u16::to_be_bytes),
        // 姓名,一团 in GBK.
        b"\xd0\xd5\xc3\xfb,\xd2\xbb\xcd\xc5\r\n".to_vec(),
        titles.join("\r\n").into_bytes(),
        "\n\n行\n".repeat(2_019).into_bytes(),
    ];
    for seed in &mut seeds {
        seed.insert(0, GUESS);
    }
    seeds
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect()
}
