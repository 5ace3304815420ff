//! The printed key card (密钥卡) of an officer.

use askama::Template;
use ballotbox::card::KeyCard;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::qr;

/// Whose card it is.
pub(crate) struct Holder {
    /// The office in Chinese: 监票人 or 主席团成员.
    pub(crate) office: &'static str,
    /// The name.
    pub(crate) name: String,
    /// The session of congress.
    pub(crate) title: String,
    /// Its id.
    pub(crate) session: Uuid,
    /// The officer's id.
    pub(crate) officer: Uuid,
}

#[derive(Template)]
#[template(path = "print/card.html")]
struct Sheet<'a> {
    holder: &'a Holder,
    groups: Vec<&'a str>,
    qr: &'a str,
}

/// The page to print.
///
/// # Errors
/// Never in practice: a card's code fits a QR code.
pub(crate) fn sheet(holder: &Holder, card: &KeyCard) -> anyhow::Result<Zeroizing<String>> {
    let code = card.printed();
    let qr = qr::svg(&Zeroizing::new(code.replace('-', "")))?;
    let sheet = Sheet { holder, groups: code.split('-').collect(), qr: &qr };
    Ok(Zeroizing::new(sheet.render()?))
}
