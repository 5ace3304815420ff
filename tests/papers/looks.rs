//! Every paper looks as it did: its first page, small and grey, against the picture in
//! `docs/papers/`. `PIAOJUE_PICTURES=write` stores new pictures; look at them before they are
//! committed.

use std::io::Cursor;
use std::path::PathBuf;

use piaojue::documents::papers::Paper;
use piaojue::documents::typeset::Print;

use crate::samples;
use crate::town::piped;

/// Most that pixels may differ on the average, of 255: another version of the renderer smooths
/// letters a little otherwise.
const DIFFERENCE_MAX: f64 = 2.0;

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

    /// How much two pictures differ on the average; of another size, all.
    fn difference(&self, other: &Self) -> f64 {
        if (self.width, self.height) != (other.width, other.height) {
            return 255.0;
        }
        let pairs = self.grey.iter().zip(&other.grey);
        let sum: u64 = pairs.map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
        let (sum, count) = (u32::try_from(sum).unwrap(), u32::try_from(self.grey.len()).unwrap());
        f64::from(sum) / f64::from(count)
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
        papers: vec![paper.json("https")],
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
            different.push(format!("{name}: {difference:.2}, see {}", place.display()));
        }
    }
    assert!(different.is_empty(), "{different:#?}");
}

#[test]
fn a_page_that_looks_otherwise_is_found() {
    let (_, paper) = samples::all().remove(0);
    let page = Picture::decode(&picture(&print(&paper)));
    assert!(page.difference(&page) < f64::EPSILON);
    assert!(page.difference(&page.shifted(3)) > DIFFERENCE_MAX, "shifted by 1.5 mm");
    let other = Paper { rehearsal: true, ..paper };
    let other = Picture::decode(&picture(&print(&other)));
    assert!(page.difference(&other) > DIFFERENCE_MAX / 2.0, "a watermark");
}
