//! Canonical bytes: what is read is written as the same bytes, and what is written is read.

use ballotbox::canonical;
use serde_json::Value;

use super::grammar::is_canonical;
use super::mangle::{Held, require};

/// The member by which `serde_json` knows text that it is not to read. No kind of entry has it.
const RAW_MEMBER: &[u8] = b"$serde_json::private::RawValue";

/// What must hold of any bytes.
pub(crate) fn holds(bytes: &[u8]) -> Held {
    judge(bytes, &|bytes| canonical::check(bytes).ok())
}

/// What must hold of any bytes, of a reader of canonical bytes.
pub(crate) fn judge(bytes: &[u8], read: &dyn Fn(&[u8]) -> Option<Value>) -> Held {
    let value = read(bytes);
    let raw = bytes.windows(RAW_MEMBER.len()).any(|window| window == RAW_MEMBER);
    match &value {
        Some(value) => {
            require(is_canonical(bytes), "taken, and not canonical by its grammar")?;
            let again = canonical::to_bytes(value);
            require(again.as_deref() == Ok(bytes), "written again it has other bytes")?;
        }
        None => require(raw || !is_canonical(bytes), "refused, and canonical by its grammar")?,
    }
    // Any JSON that has canonical bytes at all is read from them as it was.
    let Ok(loose) = serde_json::from_slice::<Value>(bytes) else { return Ok(()) };
    let Ok(written) = canonical::to_bytes(&loose) else { return Ok(()) };
    require(raw || is_canonical(&written), "what was written is not canonical")?;
    require(raw || read(&written) == Some(loose), "what was written is not read as it was")
}

/// Texts of the vectors, and one of each kind of value.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let file = include_str!("../../vectors/rfc8785.json");
    let file: Value = serde_json::from_str(file).unwrap();
    let cases = ["accepted", "refused"].into_iter().flat_map(|part| file[part].as_array().unwrap());
    let texts = cases.map(|case| case["bytes"].as_str().unwrap().as_bytes().to_vec());
    let nested = format!("{}0{}", "[".repeat(16), "]".repeat(16)).into_bytes();
    texts.filter(|text| text.len() < 400).chain([nested]).collect()
}
