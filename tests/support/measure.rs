//! The page measured as an eye and a finger meet it, since style sheets only state intentions.
//!
//! What cannot be measured here: text over its neighbour rather than over what it stands in, and
//! text over a picture, which is reported so that a person looks at it.

use serde::Deserialize;

use super::chromium::Browser;

/// Browsers compute in fractions of a pixel.
const TOLERANCE_PX: f64 = 0.1;

/// An element, so that a person finds it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Place {
    pub(crate) selector: String,
    pub(crate) text: String,
}

/// Something that is pressed.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Target {
    pub(crate) at: Place,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// Two things that are pressed, and how far they are from each other; 0 if they overlap.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Gap {
    pub(crate) one: Place,
    pub(crate) other: Place,
    pub(crate) px: f64,
}

/// A text that is read.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Text {
    pub(crate) at: Place,
    pub(crate) font_px: f64,
    /// By the formula of WCAG, at the worst place of a gradient; none over a picture.
    pub(crate) contrast: Option<f64>,
}

/// Something that reaches beyond the right edge of a page that can be moved sideways.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Wide {
    pub(crate) at: Place,
    pub(crate) px: f64,
}

/// All that was measured.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Measures {
    pub(crate) targets: Vec<Target>,
    pub(crate) gaps: Vec<Gap>,
    pub(crate) texts: Vec<Text>,
    pub(crate) wide: Vec<Wide>,
}

/// What a page has to keep.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The least width and height of what is pressed.
    pub(crate) target_px: f64,
    /// The least distance between two things that are pressed.
    pub(crate) gap_px: f64,
    /// The smallest letters.
    pub(crate) font_px: f64,
    /// The least contrast of text.
    pub(crate) contrast: f64,
}

/// Measures what is inside the first element for this selector; `body` is all.
#[track_caller]
pub(crate) fn measure(browser: &Browser<'_>, selector: &str) -> Measures {
    let script = format!(
        "return (function () {{ {} }})({})",
        include_str!("measure.js"),
        serde_json::Value::from(selector)
    );
    let found = browser.run(&script);
    assert!(!found.is_null(), "nothing to measure: the page has no {selector}");
    serde_json::from_value(found).unwrap()
}

impl Measures {
    /// Every fault in one sentence; none, if the page keeps these limits.
    pub(crate) fn faults(&self, limits: &Limits) -> Vec<String> {
        let small = self
            .targets
            .iter()
            .filter(|target| target.width.min(target.height) + TOLERANCE_PX < limits.target_px);
        let small = small.map(|Target { at, width, height }| {
            format!("{at} is {width:.1} × {height:.1} px, not {} px", limits.target_px)
        });
        let close = self.gaps.iter().filter(|gap| gap.px + TOLERANCE_PX < limits.gap_px);
        let close = close.map(|Gap { one, other, px }| {
            format!("{one} and {other} are {px:.1} px apart, not {} px", limits.gap_px)
        });
        let tiny = self.texts.iter().filter(|text| text.font_px + TOLERANCE_PX < limits.font_px);
        let tiny = tiny.map(|Text { at, font_px, .. }| {
            format!("{at} has letters of {font_px:.1} px, not {} px", limits.font_px)
        });
        let pale = self.texts.iter().filter_map(|Text { at, contrast, .. }| match *contrast {
            None => Some(format!("{at} is over a picture: its contrast cannot be measured")),
            Some(ratio) if ratio < limits.contrast => {
                Some(format!("{at} has a contrast of {ratio:.2}, not {}", limits.contrast))
            }
            Some(_) => None,
        });
        let wide = self
            .wide
            .iter()
            .map(|Wide { at, px }| format!("{at} reaches {px:.1} px beyond the right edge"));
        small.chain(close).chain(tiny).chain(pale).chain(wide).collect()
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {:?}", self.selector, self.text)
    }
}
