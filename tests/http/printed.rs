//! From a spreadsheet to paper: the candidate lists of real votes are imported, put into a poll, and
//! printed; the ballot and the booklet say what stood in the file.

use ballotbox::manifest::Channel;
use piaojue::service::polls::PollForm;
use serde_json::json;

use crate::hall::{Hall, Size};
use crate::imports::{candidates, projects};
use crate::lists::{Clerk, examples, xlsx};
use crate::poppler::{squeezed, text};

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
            squeezed(&text(&answer.body))
        };
        let (ballot, booklet) = (paper("ballot"), paper("booklet"));
        for (number, (title, amount, due)) in (1..).zip(&wanted) {
            let line = squeezed(&format!("{number}{title}{amount}{due}"));
            assert!(ballot.contains(&line), "{name}: {line} is not in {ballot}");
            for part in [title, amount, due] {
                assert!(booklet.contains(&squeezed(part)), "{name}: {part} is not in {booklet}");
            }
        }
        // The control: a line with another amount is nowhere.
        let (title, _, due) = &wanted[0];
        assert!(!ballot.contains(&squeezed(&format!("1{title}335.1546{due}"))));
        hall.runtime.block_on(town.service.discard_poll(&town.clerk, session, poll)).unwrap();
    }
}
