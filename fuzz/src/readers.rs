//! The properties of the readers of lists, from the program's tests.

pub(crate) use crate::documents::import;
pub(crate) use crate::inputs::mangle;

#[path = "../../tests/it/readers/bounds.rs"]
pub(crate) mod bounds;
#[path = "../../tests/it/readers/text.rs"]
pub(crate) mod text;
#[path = "../../tests/it/readers/workbook.rs"]
pub(crate) mod workbook;
