//! QR codes as SVG, to stand in a page that is printed.

use qrcode::render::svg;
use qrcode::types::QrError;
use qrcode::{EcLevel, QrCode};
use zeroize::Zeroizing;

/// Size of a module in the drawing; the page scales it.
const MODULE_PIXELS: u32 = 4;

/// Draws a QR code that still reads with a quarter of it damaged, as a folded slip may be.
///
/// # Errors
/// When the text is too long for a QR code.
pub(crate) fn svg(text: &str) -> Result<Zeroizing<String>, QrError> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::Q)?;
    let drawn = Zeroizing::new(
        code.render::<svg::Color<'_>>()
            .module_dimensions(MODULE_PIXELS, MODULE_PIXELS)
            .quiet_zone(true)
            .build(),
    );
    // The declaration belongs to a file of its own, not into a page.
    let start = drawn.find("<svg").unwrap_or_default();
    Ok(Zeroizing::new(drawn.get(start..).unwrap_or_default().to_owned()))
}
