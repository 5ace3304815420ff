//! From a spreadsheet to paper: the candidate lists of real votes are imported, put into a poll, and
//! printed; the ballot and the booklet say what stood in the file.

use std::io::Write as _;
use std::process::{Command, Stdio};

use ballotbox::manifest::Channel;
use piaojue::service::polls::PollForm;
use serde_json::json;

use crate::hall::{Hall, Size};
use crate::imports::{candidates, projects};
use crate::lists::{Clerk, examples, xlsx};

/// The text of a PDF in the order in which it was set, without spaces and line ends.
fn text(pdf: &[u8]) -> String {
    let mut command = Command::new("pdftotext");
    command.args(["-raw", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("poppler-utils is installed by tests/run");
    let mut input = child.stdin.take().unwrap();
    let bytes = pdf.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    packed(&String::from_utf8(output.stdout).unwrap())
}

fn packed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn the_candidates_of_real_votes_go_from_a_spreadsheet_to_paper() {
    let hall = Hall::prepared(&Size::small(6));
    let clerk = Clerk::of(&hall);
    let (town, session) = (&hall.town, hall.town.session);
    for (name, titles) in examples() {
        let known = projects(&hall).len();
        let (rows, wanted) = candidates(&name, &titles);
        let answer = clerk.import("projects", &format!("{name}.xlsx"), &xlsx(&rows));
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
        let options: Vec<_> = projects(&hall).iter().skip(known).map(|it| it.id).collect();
        let form = PollForm {
            channel: Channel::Paper,
            question: format!("票决{name}"),
            method: json!({ "kind": "pick", "min": 0, "max": 1 }),
            rule: json!({ "seats": 1 }),
            options,
        };
        let poll =
            hall.runtime.block_on(town.service.add_poll(&town.clerk, session, form)).unwrap();
        let paper = |kind: &str| {
            let answer = clerk.get(&format!("/desk/{session}/print/{kind}?poll={poll}"));
            assert_eq!(answer.status, 200, "{name}: {}", answer.text());
            text(&answer.body)
        };
        let (ballot, booklet) = (paper("ballot"), paper("booklet"));
        for (number, (title, amount, due)) in (1..).zip(&wanted) {
            let line = packed(&format!("{number}{title}{amount}{due}"));
            assert!(ballot.contains(&line), "{name}: {line} is not in {ballot}");
            for part in [title, amount, due] {
                assert!(booklet.contains(&packed(part)), "{name}: {part} is not in {booklet}");
            }
        }
        // The control: a line with another amount is nowhere.
        let (title, _, due) = &wanted[0];
        assert!(!ballot.contains(&packed(&format!("1{title}335.1546{due}"))));
        hall.runtime.block_on(town.service.discard_poll(&town.clerk, session, poll)).unwrap();
    }
}
