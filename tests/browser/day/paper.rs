//! Two days with paper: one without tablets and slips, and one on which the power goes in the midst
//! of a vote. Both end with the bundle that a stranger verifies.

use super::device::Device;
use super::tablet::Tablet;
use super::{CHOSEN, DEPUTIES, choices, set_up, tie, verify};
use crate::pictures;
use crate::support::chromium::Chromium;
use crate::support::server::Server;

use super::desk::Desk;

/// The poll is certified and published.
fn finish(desk: &Desk<'_>, devices: &[Device<'_>], poll: &str) {
    desk.wait_state(poll, "opened");
    for officer in devices {
        officer.certify();
    }
    desk.wait_state(poll, "certified");
    desk.propose_publish(poll);
    devices[4].confirm();
    desk.wait_state(poll, "published");
    desk.close_session();
}

#[test]
fn a_day_on_paper_only() {
    let server = Server::start(&["serve"], &[]);
    let chromium = Chromium::start(&pictures("paper"));
    let (desk, devices) = set_up(&chromium, &server);
    let (tellers, presidium) = devices.split_at(3);
    let question = "2026年度民生实事项目票决";
    let poll = desk.prepare_poll_on("paper", question, "pick", (&CHOSEN, "2"));
    presidium[0].confirm();
    desk.adopt(&poll);
    desk.sign_in_all_but_one();
    desk.begin_meeting();
    desk.ask_to_open(&poll);
    for teller in tellers {
        teller.sign("open");
    }
    desk.wait_said(&poll, "纸质票表决进行中");
    desk.propose_close_paper(&poll, 11);
    tellers[1].confirm();
    // Eleven papers, one invalid: the second teller misreads one box and corrects it.
    let right = [9, 7, 3, 1];
    tellers[0].enter_papers(11, 1, &right);
    tellers[1].enter_papers(11, 1, &[9, 6, 3, 1]);
    tellers[0].sees_difference(1);
    tellers[1].sees_difference(1);
    tellers[1].enter_papers(11, 1, &right);
    for teller in &tellers[..2] {
        teller.sign("paper");
    }
    for teller in tellers {
        teller.seal_papers(None, Some(0));
    }
    finish(&desk, &devices, &poll);
    desk.paper_pages(&poll);
    verify(&desk.download_bundle(), "paper", "\"totals\":[");
}

#[test]
fn the_power_goes_in_the_midst_of_a_vote() {
    let server = Server::start(&["serve"], &[]);
    let chromium = Chromium::start(&pictures("mixed"));
    let (desk, devices) = set_up(&chromium, &server);
    let (tellers, presidium) = devices.split_at(3);
    let codes = tellers[0].make_slips(DEPUTIES + 6);
    let tablet = Tablet::open(&chromium, server.address(), desk.session(), 1280, 800);
    let poll = desk.prepare_poll("2026年度民生实事项目票决", "pick", &CHOSEN, "2");
    presidium[0].confirm();
    desk.adopt(&poll);
    desk.sign_in_all_but_one();
    desk.begin_meeting();
    desk.ask_to_open(&poll);
    for teller in tellers {
        teller.sign("open");
    }
    desk.wait_state(&poll, "open");
    for (deputy, code) in codes.iter().enumerate().take(6) {
        tablet.vote(code, &choices(tie(deputy)));
    }
    tablet.begin(&codes[6]);
    desk.ask_for_paper(&poll, "会场停电，平板不能使用");
    presidium[0].confirm();
    desk.wait_said(&poll, "改用纸质票");
    tablet.sent_to_paper();
    tablet.sees_paper();
    for code in &codes[6..11] {
        tellers[0].hand_paper(code);
    }
    for teller in &tellers[..2] {
        teller.sign("paper_slip");
    }
    desk.propose_close(&poll);
    tellers[1].confirm();
    for teller in &tellers[..2] {
        teller.enter_papers(5, 0, &[5, 4, 1, 0]);
    }
    for teller in &tellers[..2] {
        teller.sign("paper");
    }
    for teller in tellers {
        teller.seal_papers(Some(6), Some(0));
    }
    for teller in tellers {
        teller.share();
    }
    finish(&desk, &devices, &poll);
    desk.apart(&poll);
    verify(&desk.download_bundle(), "mixed", "\"totals\":[");
}
