//! The sheet of slips (票签): four on a page, each with its code inside the fold and stubs without.

use askama::Template;
use ballotbox::slip::SlipCode;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::qr;

/// Most stubs on a slip: polls of one session.
pub(crate) const MAX_STUBS: u32 = 4;
/// Slips on a page.
const PER_PAGE: usize = 4;

/// What stands on every slip.
pub(crate) struct Heading {
    /// The session of congress.
    pub(crate) title: String,
    /// Where the link of the QR code leads, without a path: that of the site.
    pub(crate) address: String,
    /// Stubs to tear off, one for each poll.
    pub(crate) stubs: u32,
    /// A rehearsal (演练).
    pub(crate) rehearsal: bool,
}

#[derive(Template)]
#[template(path = "print/slips.html")]
struct Sheet<'a> {
    heading: &'a Heading,
    pages: Vec<Vec<Slip>>,
}

/// One slip as printed. Wiped when dropped.
#[derive(ZeroizeOnDrop)]
struct Slip {
    groups: Vec<String>,
    qr: Zeroizing<String>,
}

impl Slip {
    fn new(code: &SlipCode, address: &str) -> anyhow::Result<Self> {
        let groups = code.printed().split('-').map(str::to_owned).collect();
        Ok(Self { groups, qr: qr::svg(&code.link(address))? })
    }
}

/// The sheet to print, in the order in which the slips were drawn.
///
/// # Errors
/// When the site is too long for a QR code.
pub(crate) fn sheet(heading: &Heading, codes: &[SlipCode]) -> anyhow::Result<Zeroizing<String>> {
    let page = |codes: &[SlipCode]| {
        codes
            .iter()
            .map(|code| Slip::new(code, &heading.address))
            .collect::<anyhow::Result<Vec<_>>>()
    };
    let pages = codes.chunks(PER_PAGE).map(page).collect::<anyhow::Result<Vec<_>>>()?;
    Ok(Zeroizing::new(Sheet { heading, pages }.render()?))
}
