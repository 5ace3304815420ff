//! The typefaces of the documents, as bytes inside the program (`README.md` says whose they are).
//!
//! They have a crate of their own because they change once in years: the program is built again and
//! again without reading them. Nothing here is parsed; the bytes are pages of the program's file
//! that nobody loads before the first document is set.

/// Noto Serif CJK SC, Regular: the text of documents, and every text that another face lacks a
/// character of. It has all hanzi of its source.
pub static SERIF: &[u8] = include_bytes!("NotoSerifSC-Regular.otf");
/// Noto Serif CJK SC, Bold: stands for 小标宋.
pub static SERIF_BOLD: &[u8] = include_bytes!("NotoSerifSC-Bold.otf");
/// Noto Sans CJK SC, Bold: stands for 黑体.
pub static SANS_BOLD: &[u8] = include_bytes!("NotoSansSC-Bold.otf");
/// Piaojue Kai, which is `LXGW WenKai` in part: stands for 楷体.
pub static KAI: &[u8] = include_bytes!("PiaojueKai-Regular.ttf");
