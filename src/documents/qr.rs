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

/// Draws a QR code for a document: one path, as small as it can be. Empty where the text is too
/// long for one.
pub(crate) fn drawing(text: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M) else {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>".to_owned();
    };
    let width = code.width();
    let mut path = String::new();
    for (row, cells) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        for run in cells.chunk_by(|one, other| one == other) {
            if run.first() == Some(&qrcode::Color::Dark) {
                let length = run.len();
                let stroke = format!("M{column} {row}h{length}v1h-{length}z");
                path.push_str(&stroke);
            }
            column += run.len();
        }
    }
    // Four light modules around it, as the standard demands.
    let side = width + 8;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-4 -4 {side} {side}\">\
         <rect x=\"-4\" y=\"-4\" width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>"
    )
}
