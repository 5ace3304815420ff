//! Every paper looks as it did: its first page, small and grey, against the picture in
//! `docs/papers/`. `PIAOJUE_PICTURES=write` stores new pictures; look at them before they are
//! committed.

use std::io::Cursor;
use std::path::PathBuf;

use piaojue::documents::papers::Paper;
use piaojue::documents::typeset::Print;

use crate::poppler::piped;
use crate::samples;

/// Side of the squares that are compared, in pixels.
const SQUARE: usize = 12;
/// Most that a square may differ on the average, of 255: another version of the renderer smooths
/// letters a little otherwise, and what is missing or moved differs by far more.
const DIFFERENCE_MAX: u32 = 20;

/// A grey picture.
struct Picture {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

impl Picture {
    fn decode(bytes: &[u8]) -> Self {
        let mut decoder = png::Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut grey = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut grey).unwrap();
        // Other renderers write grey as three equal channels.
        let channels = info.color_type.samples();
        let grey = grey.into_iter().step_by(channels).collect();
        let size = |it: u32| usize::try_from(it).unwrap();
        Self { width: size(info.width), height: size(info.height), grey }
    }

    /// How much two pictures differ in the square where they differ most; of another size, all.
    fn difference(&self, other: &Self) -> u32 {
        if (self.width, self.height) != (other.width, other.height) {
            return 255;
        }
        let mut worst = 0;
        for top in (0..self.height).step_by(SQUARE) {
            for left in (0..self.width).step_by(SQUARE) {
                let rows = top..(top + SQUARE).min(self.height);
                let columns = left..(left + SQUARE).min(self.width);
                let pixel = |row: usize, column: usize| {
                    let at = row * self.width + column;
                    u32::from(self.grey[at].abs_diff(other.grey[at]))
                };
                let in_row = |row: usize| columns.clone().map(|it| pixel(row, it)).sum::<u32>();
                let count = u32::try_from(rows.len() * columns.len()).unwrap();
                worst = worst.max(rows.map(in_row).sum::<u32>() / count);
            }
        }
        worst
    }

    /// The same, shifted down.
    fn shifted(&self, rows: usize) -> Self {
        let mut grey = vec![255; rows * self.width];
        grey.extend(&self.grey[..self.grey.len() - rows * self.width]);
        Self { grey, ..*self }
    }
}

fn print(paper: &Paper) -> Vec<u8> {
    let print = Print {
        title: paper.name.clone(),
        author: "沛县张寨镇".to_owned(),
        day: (2026, 3, 1),
        identity: paper.code.clone(),
        papers: vec![paper.json()],
    };
    print.pdf().unwrap()
}

fn picture(pdf: &[u8]) -> Vec<u8> {
    piped("pdftoppm", &["-r", "50", "-gray", "-png", "-singlefile", "-"], pdf)
}

fn stored(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/papers");
    folder.join(format!("{name}.png"))
}

#[test]
fn every_paper_looks_as_it_did() {
    let mut different = Vec::new();
    for (name, paper) in samples::all() {
        let bytes = picture(&print(&paper));
        if std::env::var("PIAOJUE_PICTURES").is_ok_and(|it| it == "write") {
            std::fs::write(stored(name), &bytes).unwrap();
        }
        let known = std::fs::read(stored(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let (now, before) = (Picture::decode(&bytes), Picture::decode(&known));
        let difference = now.difference(&before);
        if difference > DIFFERENCE_MAX {
            let place = std::env::temp_dir().join(format!("piaojue-paper-{name}.png"));
            std::fs::write(&place, &bytes).unwrap();
            different.push(format!("{name}: {difference}, see {}", place.display()));
        }
    }
    assert!(different.is_empty(), "{different:#?}");
}

#[test]
fn a_page_that_looks_otherwise_is_found() {
    let (_, paper) = samples::all().remove(0);
    let page = Picture::decode(&picture(&print(&paper)));
    assert_eq!(page.difference(&page), 0);
    assert!(page.difference(&page.shifted(3)) > DIFFERENCE_MAX, "shifted by 1.5 mm");
    let other = Paper { rehearsal: true, ..paper };
    let other = Picture::decode(&picture(&print(&other)));
    assert!(page.difference(&other) > DIFFERENCE_MAX, "a watermark");
}
