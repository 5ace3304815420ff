//! Slips and key cards made offline: what is printed fits what leaves, and no secret leaves.

use std::path::Path;

use ballotbox::card::{Lock, box_key};
use ballotbox::codec::PublicKey;
use ballotbox::entry::SlipsMade;
use ballotbox::note::{NoteKey, Origin};
use ballotbox::officers::{PresidiumMember, Teller};
use ballotbox::slip::{SlipCode, SlipRoll};
use ballotbox::statement::Statement;
use uuid::{Uuid, uuid};

use crate::program::{Done, piaojue, piaojue_with, scratch};

const SESSION: Uuid = uuid!("0f2a3c1e-5b7d-4e8f-9a0b-1c2d3e4f5a6b");
const TELLERS: [Uuid; 2] =
    [uuid!("1b7d5a52-6c0e-4a57-8f2e-3d0a4b5c6d7e"), uuid!("2c8e6b63-7d1f-4b68-9a3f-4e1b5c6d7e8f")];

/// A folder that is empty.
fn fresh(name: &str) -> String {
    let folder = scratch(name);
    std::fs::remove_dir_all(&folder).unwrap();
    folder.to_str().unwrap().to_owned()
}

fn card(officer: Uuid, role: &str, out: &str) -> Done {
    let (session, officer) = (SESSION.to_string(), officer.to_string());
    piaojue(&[
        "card",
        "--session",
        &session,
        "--title",
        "会议<b>",
        "--officer",
        &officer,
        "--name",
        "张三",
        "--role",
        role,
        "--out",
        out,
    ])
}

fn slips(count: &str, code: &str, out: &str, more: &[&str]) -> Done {
    slips_of("vote.example", count, code, out, more)
}

fn slips_of(site: &str, count: &str, code: &str, out: &str, more: &[&str]) -> Done {
    let (session, maker) = (SESSION.to_string(), TELLERS[0].to_string());
    let mut arguments = vec!["slips", "--session", &session, "--title", "第四次会议"];
    arguments.extend(["--site", site, "--township", "500229203", "--count", count]);
    arguments.extend(["--maker", &maker, "--card", "-", "--out", out]);
    arguments.extend(more);
    piaojue_with(&arguments, code)
}

fn read(folder: &str, name: &str) -> String {
    std::fs::read_to_string(Path::new(folder).join(name)).unwrap()
}

/// The groups of four characters in a printed page, in order.
fn groups(page: &str) -> Vec<String> {
    let spans = page.split("<span>").skip(1);
    spans.map(|span| span.split("</span>").next().unwrap().to_owned()).collect()
}

#[test]
fn cards_of_two_tellers_make_a_box_key() {
    let folders = ["offline/card1", "offline/card2"].map(fresh);
    for (teller, folder) in TELLERS.into_iter().zip(&folders) {
        let done = card(teller, "teller", folder);
        assert_eq!(done.code, 0, "{}", done.err);
    }
    let tellers: Vec<Teller> = folders
        .iter()
        .map(|folder| serde_json::from_str(&read(folder, "card.json")).unwrap())
        .collect();
    let lock = |teller: &'_ Teller| (teller.id, teller.lock, teller.proof.clone());
    let halves: Vec<_> = tellers.iter().map(lock).collect();
    let locks: Vec<Lock<'_>> = halves
        .iter()
        .map(|(teller, key, proof)| Lock { teller: *teller, key: *key, proof })
        .collect();
    assert!(box_key(SESSION, &locks).is_ok());

    let page = read(&folders[0], "card.html");
    assert_eq!(groups(&page).len(), 13);
    assert!(page.contains("会议&#60;b&#62;"), "a title is text, never markup");
    assert!(!read(&folders[0], "card.json").contains(&groups(&page).concat()));
    let code = groups(&page).join("-");
    let restored = ballotbox::card::KeyCard::parse(&code).unwrap();
    assert_eq!(restored.lock_key(SESSION).public(), tellers[0].lock);
}

#[test]
fn a_presidium_members_card_has_no_lock() {
    let folder = fresh("offline/member");
    assert_eq!(card(TELLERS[1], "presidium", &folder).code, 0);
    let json = read(&folder, "card.json");
    assert!(serde_json::from_str::<PresidiumMember>(&json).is_ok());
    assert!(!json.contains("lock"));
}

#[test]
fn every_printed_slip_is_on_the_signed_roll_and_no_code_leaves() {
    let folder = fresh("offline/slips");
    assert_eq!(card(TELLERS[0], "teller", &folder).code, 0);
    let code = groups(&read(&folder, "card.html")).join("-");
    let done = slips("6", &code, &folder, &["--stubs", "2"]);
    assert_eq!(done.code, 0, "{}", done.err);

    let page = read(&folder, "slips.html");
    let json = read(&folder, "slips.json");
    let made: SlipsMade = serde_json::from_str(&json).unwrap();
    let roll = SlipRoll::from_sorted(&made.keys).unwrap();
    let printed = groups(&page);
    assert_eq!(printed.len(), 6 * 4);
    let mut keys: Vec<PublicKey> = printed
        .chunks(4)
        .map(|code| SlipCode::parse(&code.join("-")).unwrap().key(SESSION).public())
        .collect();
    keys.sort_unstable();
    assert_eq!(keys, made.keys);
    for code in printed.chunks(4) {
        assert!(!json.contains(&code.concat()));
    }
    assert_eq!(page.matches("第 2 联").count(), 6);
    assert_eq!(page.matches("第 3 联").count(), 0);
    assert!(!page.contains("演练"));

    let teller: Teller = serde_json::from_str(&read(&folder, "card.json")).unwrap();
    let origin = Origin::new("vote.example", "500229203", SESSION).unwrap();
    let statement = Statement::Slips { count: 6, roll: roll.digest() };
    let name = NoteKey::officer(&origin, TELLERS[0], teller.sign);
    assert_eq!(made.note.check_all(&statement.text(&origin), &[name]), Ok(()));
}

#[cfg(unix)]
#[test]
fn secrets_are_for_their_owner_alone_and_never_overwritten() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = fresh("offline/secret");
    assert_eq!(card(TELLERS[0], "teller", &folder).code, 0);
    let path = Path::new(&folder).join("card.html");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let before = read(&folder, "card.html");
    let again = card(TELLERS[0], "teller", &folder);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("card.html"), "{}", again.err);
    assert_eq!(read(&folder, "card.html"), before);

    // Printed and deleted: a new page beside the old halves would print keys nobody registered.
    std::fs::remove_file(&path).unwrap();
    assert_eq!(card(TELLERS[0], "teller", &folder).code, 2);
    assert!(!path.exists(), "no page without its halves");
}

#[test]
fn a_rehearsals_slips_say_so_and_bad_input_is_refused() {
    let folder = fresh("offline/rehearsal");
    let code = "0".repeat(52);
    assert_eq!(slips("5", &code, &folder, &["--rehearsal"]).code, 0);
    assert_eq!(read(&folder, "slips.html").matches(">演练<").count(), 5);

    let nowhere = fresh("offline/refused");
    let bad = slips("5", "not a card", &nowhere, &[]);
    assert_eq!(bad.code, 2);
    assert!(bad.err.contains("no key card"), "{}", bad.err);
    for site in ["https://vote.example", "vote.example/x", "a b", ""] {
        let refused = slips_of(site, "5", &code, &nowhere, &[]);
        assert_eq!(refused.code, 2, "{site:?}");
        assert!(refused.err.contains("`--site` is a host"), "{}", refused.err);
    }
    assert_eq!(slips("0", &code, &nowhere, &[]).code, 2);
    assert_eq!(slips("20001", &code, &nowhere, &[]).code, 2);
    assert!(!Path::new(&nowhere).exists());
}
