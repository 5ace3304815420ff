//! Votes that are counted by hand and entered as figures: a show of hands, and numbers by priority
//! on paper. Both entry screens in both languages and at all widths.

use super::{CHOSEN, EACH, Hall, set_up, verify};
use crate::pictures;
use crate::support::chromium::Chromium;
use crate::support::server::Server;

#[test]
fn hands_and_priorities_are_entered_by_two_tellers() {
    let server = Server::start(&["serve", "--second-factor", "off"], &[]);
    let chromium = Chromium::start(&pictures("entries"));
    let (desk, devices) = set_up(&chromium, &server);
    let (tellers, presidium) = devices.split_at(3);
    let hall = Hall { desk: &desk, tellers, presidium, tablets: &[], codes: &[] };
    let question = "两个续建项目逐项表决";
    let hands = hall.fix(desk.prepare_poll_on("hands", question, "yes_no_abstain", (&EACH, "")));
    let ranks = "2026年度民生实事项目排序";
    let ranks = hall.fix(desk.prepare_poll_on("paper", ranks, "rank", (&CHOSEN, "2")));
    desk.sign_in_all_but_one();
    desk.begin_meeting();

    // For and against, option by option; the second teller counts one hand less at first.
    hall.open(&hands);
    desk.wait_said(&hands, "举手");
    desk.propose_close(&hands);
    tellers[1].confirm();
    let (right, misread) = ([9, 1, 4, 6], [8, 1, 4, 6]);
    tellers[0].look_at_entry("hands-entry");
    tellers[0].enter_hands(11, &right);
    tellers[1].enter_hands(11, &misread);
    tellers[1].sees_difference(0, &misread, &right);
    tellers[1].enter_hands(11, &right);
    hall.two_sign("paper");
    for teller in tellers {
        teller.seal_papers(None, None);
    }
    hall.publish(&hands);

    // Of ten valid papers: how many gave a project number 1, how many number 2.
    hall.open(&ranks);
    desk.wait_said(&ranks, "纸质票表决进行中");
    desk.propose_close_paper(&ranks, 11);
    tellers[1].confirm();
    tellers[0].look_at_entry("rank-entry");
    for teller in &tellers[..2] {
        teller.enter_papers(11, 1, &[5, 2, 3, 3, 2, 3, 0, 2]);
    }
    hall.two_sign("paper");
    for teller in tellers {
        teller.seal_papers(None, Some(0));
    }
    hall.publish(&ranks);
    desk.close_session();
    verify(&desk.download_bundle(), "entries", "\"totals\":[");
}
