//! Two days with paper: one without tablets and slips, and one on which the power goes in the midst
//! of a vote. Both end with the bundle that a stranger verifies.

use super::tablet::Tablet;
use super::{CHOSEN, DEPUTIES, Hall, choices, set_up, tie, verify};
use crate::pictures;
use crate::support::chromium::Chromium;
use crate::support::server::Server;

const QUESTION: &str = "2026年度民生实事项目票决";

/// Papers, at the tellers' devices.
impl Hall<'_, '_> {
    /// Two tellers sign what two have to sign.
    pub(super) fn two_sign(&self, kind: &str) {
        for teller in &self.tellers[..2] {
            teller.sign(kind);
        }
    }

    /// All tellers seal a poll from which no paper is missing; `stubs` where there are slips.
    fn seal_papers(&self, stubs: Option<usize>) {
        for teller in self.tellers {
            teller.seal_papers(stubs, Some(0));
        }
    }
}

#[test]
fn a_day_on_paper_only() {
    let server = Server::start(&["serve", "--second-factor", "off"], &[]);
    let chromium = Chromium::start(&pictures("paper"));
    let (desk, devices) = set_up(&chromium, &server);
    let (tellers, presidium) = devices.split_at(3);
    let hall = Hall { desk: &desk, tellers, presidium, tablets: &[], codes: &[] };
    let poll = hall.fix(desk.prepare_poll_on("paper", QUESTION, "pick", (&CHOSEN, "2")));
    desk.sign_in_all_but_one();
    desk.begin_meeting();
    hall.open(&poll);
    desk.wait_said(&poll, "纸质票表决进行中");
    desk.propose_close_paper(&poll, 11);
    tellers[1].confirm();
    // Eleven papers, one invalid: the second teller misreads one box and corrects it.
    let (right, misread) = ([9, 7, 3, 1], [9, 6, 3, 1]);
    tellers[0].enter_papers(11, 1, &right);
    tellers[1].enter_papers(11, 1, &misread);
    tellers[0].sees_difference(1, &right, &misread);
    tellers[1].sees_difference(1, &misread, &right);
    tellers[1].enter_papers(11, 1, &right);
    hall.two_sign("paper");
    hall.seal_papers(None);
    hall.publish(&poll);
    desk.close_session();
    desk.paper_pages(&poll);
    verify(&desk.download_bundle(), "paper", "\"totals\":[");
}

#[test]
fn the_power_goes_in_the_midst_of_a_vote() {
    let server = Server::start(&["serve", "--second-factor", "off"], &[]);
    let chromium = Chromium::start(&pictures("mixed"));
    let (desk, devices) = set_up(&chromium, &server);
    let (tellers, presidium) = devices.split_at(3);
    let codes = tellers[0].make_slips(DEPUTIES + 6);
    let tablets = [Tablet::open(&chromium, server.address(), desk.session(), 1280, 800)];
    let hall = Hall { desk: &desk, tellers, presidium, tablets: &tablets, codes: &codes };
    let poll = hall.prepare(QUESTION, "pick", &CHOSEN, "2");
    desk.sign_in_all_but_one();
    desk.begin_meeting();
    hall.open(&poll);
    for deputy in 0..6 {
        hall.vote(deputy, &choices(tie(deputy)));
    }
    tablets[0].begin(&codes[6]);
    desk.ask_for_paper(&poll, "会场停电，平板不能使用");
    presidium[0].confirm();
    desk.wait_said(&poll, "改用纸质票");
    tablets[0].sent_to_paper();
    tablets[0].sees_paper();
    for code in &codes[6..11] {
        tellers[0].hand_paper(code);
    }
    hall.two_sign("paper_slip");
    desk.propose_close(&poll);
    tellers[1].confirm();
    for teller in &tellers[..2] {
        teller.enter_papers(5, 0, &[5, 4, 1, 0]);
    }
    hall.two_sign("paper");
    hall.seal_papers(Some(6));
    for teller in tellers {
        teller.share();
    }
    hall.publish(&poll);
    desk.close_session();
    desk.apart(&poll);
    verify(&desk.download_bundle(), "mixed", "\"totals\":[");
}
