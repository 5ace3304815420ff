//! The whole voting day, played in browsers by everybody who takes part: a clerk, three tellers and
//! two presidium members each on an own device, twelve deputies on two tablets.

mod desk;
mod device;
mod entries;
mod paper;
mod tablet;

use std::process::Command;

use crate::pictures;
use crate::support::chromium::{Browser, Chromium};
use crate::support::proxy::{Fault, Proxy};
use crate::support::recount::recount;
use crate::support::server::Server;
use desk::Desk;
use device::Device;
use tablet::Tablet;

/// The password of every account of this day.
const PASSWORD: &str = "Zhang-Zhai-2026";
/// Deputies on the roll; the last of them comes late.
const DEPUTIES: usize = 12;

/// Makes sure that a thing stands in the page, scrolls it where nothing covers it, and presses it.
fn press(browser: &Browser<'_>, selector: &str) {
    browser.wait_for(selector);
    let quoted = serde_json::to_string(selector).unwrap();
    browser.run(&format!(
        "document.querySelector({quoted}).scrollIntoView({{block: 'center', behavior: 'instant'}})"
    ));
    browser.click(selector);
}

/// Signs an account in.
fn sign_in(browser: &Browser<'_>, server: &str, login: &str) {
    browser.goto(&format!("http://{server}/login"));
    browser.fill("#login", login);
    browser.fill("#password", PASSWORD);
    press(browser, "main form button[type=submit]");
    browser.wait_for(".bar-who form[action='/logout']");
}

/// The projects of the poll that has two seats.
const CHOSEN: [&str; 4] =
    ["村内道路硬化工程", "老年活动中心改造", "集镇路灯亮化工程", "农贸市场提升"];
/// The projects that are voted on one by one.
const EACH: [&str; 2] = ["校车停靠点建设", "饮水管网延伸"];

/// Options by their place, as a poll by choosing takes them.
fn choices(places: &[usize]) -> Vec<(usize, &'static str)> {
    places.iter().map(|&place| (place, "")).collect()
}

/// What deputies choose in a poll on four projects, two seats: the first is elected, the second and
/// the third have seven votes each and compete for the seat that is left.
fn tie(deputy: usize) -> &'static [usize] {
    match deputy {
        0..=4 => &[0, 1],
        5..=9 => &[0, 2],
        _ => &[1, 2],
    }
}

/// A town with its session, roll, projects, and officers who have signed who they are.
fn set_up<'c>(chromium: &'c Chromium, server: &'c Server) -> (Desk<'c>, Vec<Device<'c>>) {
    let desk = Desk::open(chromium, server);
    desk.found_town();
    desk.begin_session();
    desk.write_roll(DEPUTIES);
    desk.write_projects(&[&CHOSEN[..], &EACH[..]].concat());
    let officers = desk.appoint_officers();
    let device = |login: &String| Device::open(chromium, server.address(), desk.session(), login);
    let devices: Vec<Device<'_>> = officers.iter().map(device).collect();
    for device in &devices {
        device.make_card();
    }
    desk.propose_officers();
    for device in &devices {
        device.sign("officers");
    }
    (desk, devices)
}

#[test]
fn a_whole_day() {
    let server = Server::start(&["serve", "--second-factor", "off"], &[]);
    let chromium = Chromium::start(&pictures("day"));
    let (desk, devices) = set_up(&chromium, &server);
    let (tellers, presidium) = devices.split_at(3);
    let codes = tellers[0].make_slips(DEPUTIES + 6);
    let proxy = Proxy::start(server.address());
    let tablets = [
        Tablet::open(&chromium, server.address(), desk.session(), 1280, 800),
        Tablet::open(&chromium, proxy.address(), desk.session(), 768, 1024),
    ];
    let hall = Hall { desk: &desk, tellers, presidium, tablets: &tablets, codes: &codes };
    let first = hall.prepare("2026年度民生实事项目票决", "pick", &CHOSEN, "2");
    desk.sign_in_all_but_one();
    desk.begin_meeting();
    hall.first_round(&first, &proxy);
    let second = hall.second_round(&first);
    hall.another_method();
    desk.close_session();
    verify(&desk.download_bundle(), "day", "\"slots\":[\"");
    desk.public_pages(&second);
}

/// Everybody in the hall.
struct Hall<'a, 'c> {
    desk: &'a Desk<'c>,
    tellers: &'a [Device<'c>],
    presidium: &'a [Device<'c>],
    tablets: &'a [Tablet<'c>],
    codes: &'a [String],
}

impl Hall<'_, '_> {
    /// A poll is written and its list fixed.
    fn prepare(&self, question: &str, method: &str, titles: &[&str], seats: &str) -> String {
        self.fix(self.desk.prepare_poll(question, method, titles, seats))
    }

    /// The list of a poll is frozen by two persons, its 票决办法 adopted.
    fn fix(&self, poll: String) -> String {
        self.presidium[0].confirm();
        self.desk.adopt(&poll);
        poll
    }

    /// The poll opens when every teller's device has signed.
    fn open(&self, poll: &str) {
        self.desk.ask_to_open(poll);
        for teller in self.tellers {
            teller.sign("open");
        }
        self.desk.wait_state(poll, "open");
    }

    fn vote(&self, deputy: usize, chosen: &[(usize, &str)]) {
        self.tablets[deputy % self.tablets.len()].vote(&self.codes[deputy], chosen);
    }

    /// A void slip, a lost reply, a late arrival; equal votes at the cut.
    fn first_round(&self, poll: &str, proxy: &Proxy) {
        let Self { desk, tellers, tablets, codes, .. } = self;
        self.open(poll);
        desk.picture("casting");
        // A slip that nobody drew is void before anybody could use it.
        let spare = &codes[DEPUTIES + 1];
        tellers[0].void_slip(spare);
        tellers[1].sign("void_slip");
        tablets[0].refused(spare, "voided");
        for deputy in 0..DEPUTIES - 1 {
            if deputy == 3 {
                // The ballot is stored, its answer is lost: the same bytes are sent again.
                proxy.arm("/ballots", Fault::Swallow);
            }
            self.vote(deputy, &choices(tie(deputy)));
        }
        assert!(proxy.count("POST", "/ballots") > 5, "the lost reply was asked for again");
        tablets[0].refused(&codes[0], "used");
        // The twelfth deputy comes after the poll has opened, and draws a slip kept aside.
        desk.late_arrival("迟到的代表");
        tellers[0].confirm();
        self.vote(DEPUTIES - 1, &choices(tie(DEPUTIES - 1)));
        self.count(poll, DEPUTIES);
        desk.picture("tie");
    }

    /// Equal votes at the cut: the tied two again, on the same slips.
    fn second_round(&self, first: &str) -> String {
        let poll = self.desk.next_round(first);
        self.open(&poll);
        for deputy in 0..DEPUTIES {
            self.vote(deputy, &choices(if deputy < 8 { &[0] } else { &[1] }));
        }
        self.count(&poll, DEPUTIES);
        poll
    }

    /// For, against or abstain on each, on the third stub; not all deputies vote.
    fn another_method(&self) {
        let poll = self.prepare("两个续建项目逐项表决", "yes_no_abstain", &EACH, "");
        self.open(&poll);
        for deputy in 0..8 {
            self.vote(deputy, &[(0, "for"), (1, ["against", "abstain"][deputy % 2])]);
        }
        self.count(&poll, 8);
    }

    /// From the close to the bulletin.
    fn count(&self, poll: &str, ballots: usize) {
        let Self { desk, tellers, .. } = self;
        desk.propose_close(poll);
        tellers[1].confirm();
        for teller in *tellers {
            teller.seal(ballots);
        }
        for teller in *tellers {
            teller.share();
        }
        self.publish(poll);
    }

    /// A result that is opened is certified by all and published by two persons.
    fn publish(&self, poll: &str) {
        let Self { desk, tellers, presidium, .. } = self;
        desk.wait_state(poll, "opened");
        for officer in tellers.iter().chain(*presidium) {
            officer.certify();
        }
        desk.wait_state(poll, "certified");
        desk.propose_publish(poll);
        presidium[1].confirm();
        desk.wait_state(poll, "published");
    }
}

/// A stranger re-checks the file that was downloaded. `forged` is what stands before the character
/// that the negative control changes.
fn verify(bundle: &[u8], name: &str, forged: &str) {
    let path = pictures(name).join("bundle.json");
    std::fs::write(&path, bundle).unwrap();
    let run = |path: &std::path::Path| {
        Command::new(env!("CARGO_BIN_EXE_piaojue")).arg("verify").arg(path).output().unwrap()
    };
    let verified = run(&path);
    let said = String::from_utf8_lossy(&verified.stdout).into_owned();
    assert!(verified.status.success(), "{said}");
    assert!(said.contains("VERIFIED"), "{said}");
    assert_eq!(recount(bundle), Ok(()), "by the second implementation of the rules");
    let mark = forged.as_bytes();
    let at = bundle.windows(mark.len()).position(|window| window == mark).unwrap() + mark.len();
    let mut forged = bundle.to_vec();
    forged[at] = match forged[at] {
        b'A' => b'B',
        b'1'..=b'8' => forged[at] + 1,
        b'0' | b'9' => b'3',
        _ => b'A',
    };
    std::fs::write(&path, forged).unwrap();
    assert_eq!(run(&path).status.code(), Some(1), "what was changed must be refuted");
}
