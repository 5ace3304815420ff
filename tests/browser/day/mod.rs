//! The whole voting day, played in browsers by everybody who takes part: a clerk, three tellers and
//! two presidium members each on an own device, twelve deputies on two tablets.

mod desk;
mod device;
mod tablet;

use std::process::Command;

use crate::pictures;
use crate::support::chromium::{Browser, Chromium};
use crate::support::proxy::{Fault, Proxy};
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

#[test]
fn a_whole_day() {
    let server = Server::start(&["serve"], &[]);
    let chromium = Chromium::start(&pictures("day"));
    let desk = Desk::open(&chromium, &server);
    desk.found_town();
    desk.begin_session();
    desk.write_roll(DEPUTIES);
    desk.write_projects(&[&CHOSEN[..], &EACH[..]].concat());
    let officers = desk.appoint_officers();
    let address = server.address().to_owned();
    let devices: Vec<Device<'_>> = officers
        .iter()
        .map(|login| Device::open(&chromium, &address, desk.session(), login))
        .collect();
    for device in &devices {
        device.make_card();
    }
    desk.propose_officers();
    for device in &devices {
        device.sign("officers");
    }
    let (tellers, presidium) = devices.split_at(3);
    let codes = tellers[0].make_slips(DEPUTIES + 6);
    let first = desk.prepare_poll("2026年度民生实事项目票决", "pick", &CHOSEN, "2");
    presidium[0].confirm();
    desk.adopt(&first);
    desk.sign_in_all_but_one();
    desk.begin_meeting();

    // The poll opens when every teller's device has signed.
    desk.ask_to_open(&first);
    for teller in tellers {
        teller.sign("open");
    }
    desk.wait_state(&first, "open");
    desk.picture("casting");

    // A slip that nobody drew is void before anybody could use it.
    tellers[0].void_slip(&codes[DEPUTIES + 1]);
    tellers[1].sign("void_slip");

    let proxy = Proxy::start(server.address());
    let tablets = [
        Tablet::open(&chromium, &address, desk.session(), 1280, 800),
        Tablet::open(&chromium, proxy.address(), desk.session(), 768, 1024),
    ];
    tablets[0].refused(&codes[DEPUTIES + 1], "voided");
    for deputy in 0..DEPUTIES - 1 {
        let tablet = &tablets[deputy % 2];
        if deputy == 3 {
            // The ballot is stored, its answer is lost: the same bytes are sent again.
            proxy.arm("/ballots", Fault::Swallow);
        }
        tablet.vote(&codes[deputy], &choices(tie(deputy)));
    }
    assert!(proxy.count("POST", "/ballots") > 5, "the lost reply was asked for again");
    tablets[0].refused(&codes[0], "used");

    // The twelfth deputy comes after the poll has opened, and draws a slip that was kept aside.
    desk.late_arrival("迟到的代表");
    tellers[0].confirm();
    tablets[0].vote(&codes[DEPUTIES - 1], &choices(tie(DEPUTIES - 1)));

    count(&desk, tellers, presidium, &first, DEPUTIES);
    desk.picture("tie");

    // Equal votes at the cut: the tied two again, on the same slips.
    let second = desk.next_round(&first);
    desk.ask_to_open(&second);
    for teller in tellers {
        teller.sign("open");
    }
    for deputy in 0..DEPUTIES {
        tablets[deputy % 2].vote(&codes[deputy], &choices(if deputy < 8 { &[0] } else { &[1] }));
    }
    count(&desk, tellers, presidium, &second, DEPUTIES);

    // Another method on the third stub: for, against or abstain on each; not all deputies vote.
    let third = desk.prepare_poll("两个续建项目逐项表决", "yes_no_abstain", &EACH, "");
    presidium[0].confirm();
    desk.adopt(&third);
    desk.ask_to_open(&third);
    for teller in tellers {
        teller.sign("open");
    }
    for deputy in 0..8 {
        let second = ["against", "abstain"][deputy % 2];
        tablets[deputy % 2].vote(&codes[deputy], &[(0, "for"), (1, second)]);
    }
    count(&desk, tellers, presidium, &third, 8);

    desk.close_session();
    let bundle = desk.download_bundle();
    verify(&bundle);
    desk.public_pages(&second);
}

/// From the close to the bulletin.
fn count(
    desk: &Desk<'_>,
    tellers: &[Device<'_>],
    presidium: &[Device<'_>],
    poll: &str,
    ballots: usize,
) {
    desk.propose_close(poll);
    tellers[1].confirm();
    for teller in tellers {
        teller.seal(ballots);
    }
    for teller in tellers {
        teller.share();
    }
    desk.wait_state(poll, "opened");
    for officer in tellers.iter().chain(presidium) {
        officer.certify();
    }
    desk.wait_state(poll, "certified");
    desk.propose_publish(poll);
    presidium[1].confirm();
    desk.wait_state(poll, "published");
}

/// A stranger re-checks the file that was downloaded.
fn verify(bundle: &[u8]) {
    let path = pictures("day").join("bundle.json");
    std::fs::write(&path, bundle).unwrap();
    let run = |path: &std::path::Path| {
        Command::new(env!("CARGO_BIN_EXE_piaojue")).arg("verify").arg(path).output().unwrap()
    };
    let verified = run(&path);
    let said = String::from_utf8_lossy(&verified.stdout).into_owned();
    assert!(verified.status.success(), "{said}");
    assert!(said.contains("VERIFIED"), "{said}");
    // The negative control: one digit of one ballot.
    let mut forged = bundle.to_vec();
    let at = bundle.windows(7).position(|window| window == b"\"slots\"").unwrap() + 12;
    forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
    std::fs::write(&path, forged).unwrap();
    assert_eq!(run(&path).status.code(), Some(1), "a forged ballot must be refuted");
}
