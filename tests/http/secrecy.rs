//! The secrecy game: all that is stored, sent, logged and held in memory, and a spy that
//! guesses. It does no better than chance; with the tellers' cards the same spy opens everything,
//! as `docs/PROTOCOL.md` §9 says of all tellers together.

use std::path::PathBuf;
use std::time::Instant;

use aho_corasick::AhoCorasick;
use ballotbox::codec::{base64_standard, base64url, from_crockford};
use curve25519_dalek::{RistrettoPoint, Scalar, ristretto::CompressedRistretto};
use rand_core::Rng as _;
use serde_json::{Value, json};

use crate::client::Request;
use crate::hall::{Hall, Size};
use crate::spy::{self, Loot, beats_chance, score};
use crate::support::proxy::Proxy;

/// Ballots, and options on each.
const BALLOTS: usize = 200;
const OPTIONS: usize = 12;
/// Deputies whose marks the spy has bought.
const BOUGHT: usize = 30;

/// All bytes that a spy can have, with a name for each heap.
struct Heaps(Vec<(String, Vec<u8>)>);

impl Heaps {
    fn take(hall: &Hall, proxy: &Proxy) -> Self {
        let mut heaps = Vec::new();
        for file in std::fs::read_dir(hall.server.data()).unwrap() {
            let path = file.unwrap().path();
            heaps.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
        heaps.push(("the log on the terminal".into(), hall.server.output().into_bytes()));
        for wire in proxy.wires() {
            heaps.push(("sent".into(), wire.sent));
            heaps.push(("received".into(), wire.received));
        }
        Self(heaps)
    }

    /// Where a text or bytes occur.
    fn find(&self, wanted: &[u8]) -> Vec<&str> {
        let search = AhoCorasick::new([wanted]).unwrap();
        let has = |heap: &[u8]| search.is_match(heap);
        self.0.iter().filter(|(_, heap)| has(heap)).map(|(name, _)| name.as_str()).collect()
    }
}

/// A secret in all forms in which somebody might have written it down.
fn forms(printed: &str, bytes: &[u8]) -> Vec<Vec<u8>> {
    let plain = printed.replace('-', "");
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let hex: String = halves.filter_map(|half| char::from_digit(half.into(), 16)).collect();
    let texts = [
        printed.to_owned(),
        printed.to_lowercase(),
        plain.to_lowercase(),
        plain,
        base64url(bytes),
        base64_standard(bytes),
        hex.to_uppercase(),
        hex,
    ];
    texts.into_iter().map(String::into_bytes).chain([bytes.to_vec()]).collect()
}

/// Marks drawn at random: each option is chosen or not as a coin falls.
fn draw(marks: &mut Vec<u8>) -> Value {
    let mut bytes = [0; OPTIONS];
    piaojue::clock::randomness().fill_bytes(&mut bytes);
    let bits = bytes.map(|byte| byte & 1);
    marks.extend(bits);
    json!((0..OPTIONS).filter(|&option| bits[option] == 1).collect::<Vec<_>>())
}

#[test]
fn a_spy_with_everything_but_the_cards_does_no_better_than_chance() {
    let method = json!({ "kind": "pick", "min": 0, "max": OPTIONS });
    let size = Size { options: OPTIONS, method, log: "trace,mio=info", ..Size::small(BALLOTS) };
    let hall = Hall::open(&size);
    let proxy = Proxy::start(hall.address());
    let poll = hall.fetch_poll();
    let (mut marks, mut choices, mut loot) = (Vec::new(), Vec::new(), Vec::new());
    let begun = Instant::now();
    for slip in 0..BALLOTS {
        let chosen = draw(&mut marks);
        let ballot = hall.town.sealed_for(&poll, slip, &chosen).unwrap();
        let length = hall.casting(&ballot).length(proxy.address());
        let answer = hall.casting(&ballot).send(proxy.address());
        assert_eq!(answer.status, 200, "{}", answer.text());
        let path = hall.poll_path(&format!("/slips/{}", poll.manifest().poll));
        let _asked = Request::get(&path).send(proxy.address());
        // What the wire shows: lengths, and the time between two ballots.
        let shown = [length, answer.body.len() as u64, begun.elapsed().as_micros() as u64];
        loot.push(Loot::new(ballot, shown));
        choices.push(chosen.to_string());
    }
    let heaps = Heaps::take(&hall, &proxy);
    assert!(loot.iter().all(|one| one.bytes.len() == loot[0].bytes.len()), "all are as long");
    the_heaps_hold_ballots_and_no_secret(&hall, &heaps, &loot, &choices);
    guesses_are_worth_nothing(&hall, &loot, &marks);
    cards_open_everything(&hall, &loot, &marks);
    let memory = Heaps(memory_of_server(&hall));
    let public = loot[BALLOTS - 1].ballot().slip;
    assert!(!memory.find(public.as_bytes()).is_empty(), "what is public is found there");
    no_secret(&hall, &memory, &choices);
}

fn the_heaps_hold_ballots_and_no_secret(
    hall: &Hall,
    heaps: &Heaps,
    loot: &[Loot],
    choices: &[String],
) {
    // The search works: what is known to be there is found, in the database and on the wire.
    let last = &loot[BALLOTS - 1];
    assert!(heaps.find(&last.bytes).contains(&"sent"));
    let slip = heaps.find(last.ballot().slip.to_string().as_bytes());
    assert!(slip.iter().any(|name| name.contains("piaojue.db")), "{slip:?}");
    no_secret(hall, heaps, choices);
}

/// No slip's code, no card, no marks stand anywhere, in no form.
fn no_secret(hall: &Hall, heaps: &Heaps, choices: &[String]) {
    let mut wanted = Vec::new();
    for code in &hall.town.slips {
        let printed = code.printed();
        wanted.extend(forms(&printed, &from_crockford::<10>(&printed).unwrap()));
    }
    for officer in hall.town.tellers.iter().chain(&hall.town.presidium) {
        let printed = officer.card.printed();
        wanted.extend(forms(&printed, &from_crockford::<32>(&printed).unwrap()));
        let lock = spy::lock_of(&printed, hall.town.session);
        wanted.push(lock.as_bytes().to_vec());
        wanted.push(base64url(lock.as_bytes()).into_bytes());
    }
    // Marks as they are typed: lists that are too long to stand somewhere by accident.
    let long = choices.iter().filter(|chosen| (9..25).contains(&chosen.len()));
    wanted.extend(long.map(|chosen| chosen.clone().into_bytes()));
    let search = AhoCorasick::new(&wanted).unwrap();
    for (name, heap) in &heaps.0 {
        let hit = search.find(heap).map(|hit| &heap[hit.range()]);
        assert!(hit.is_none(), "{name} holds {}", hit.unwrap_or_default().escape_ascii());
    }
}

fn guesses_are_worth_nothing(hall: &Hall, loot: &[Loot], marks: &[u8]) {
    let session = hall.town.session;
    let mut texts = Vec::new();
    let key_file = std::fs::read_to_string(hall.server.data().join("piaojue.key")).unwrap();
    texts.push(from_crockford::<32>(key_file.trim()).unwrap().to_vec());
    texts.push(session.as_bytes().to_vec());
    texts.push(hall.poll.to_string().into_bytes());
    texts.extend(loot.iter().take(8).map(|one| one.ballot().slip.as_bytes().to_vec()));
    texts.extend(hall.town.slips.iter().take(8).map(|slip| slip.printed().as_bytes().to_vec()));
    let numbers = spy::candidates(&texts, session);
    let box_key = box_key(hall);
    // A key that opens one slot opens all.
    let part = &loot[..2];
    let known = |guess: &spy::Guess| guess.iter().filter(|it| it.is_some()).count();
    assert_eq!(known(&spy::by_keys(part, &numbers)), 0, "no number at hand is a key");
    assert_eq!(known(&spy::by_nonces(loot, box_key, &numbers)), 0, "none is a nonce");
    assert_eq!(known(&spy::by_known(loot, marks, BOUGHT)), 0, "bought ballots tell of no other");
    assert_eq!(known(&spy::by_repetition(loot)), 0, "no point stands twice");
    let guesses = spy::by_features(loot);
    for (number, guess) in guesses.iter().enumerate() {
        let (named, right) = score(guess, marks);
        assert!(!beats_chance((named, right), guesses.len()), "{number}: {right} of {named}");
    }
    println!("{} guesses at {} marks, none better than chance", guesses.len(), marks.len());
    let sums = spy::sums(loot);
    for key in &numbers {
        let totals = spy::open(&sums[..1], key, BALLOTS);
        assert_eq!(totals, [None], "no running total");
    }
    let public = [hall.state(), Request::get("/api/live").send(hall.address()).json()];
    for said in &public {
        assert!(
            !said.to_string().contains(&format!(":{BALLOTS}}}")),
            "no count while open: {said}"
        );
    }
}

fn box_key(hall: &Hall) -> RistrettoPoint {
    let lock = |key: &[u8; 32]| CompressedRistretto(*key).decompress().unwrap();
    let tellers = hall.fetch_poll().manifest().tellers.clone();
    tellers.iter().map(|teller| lock(teller.lock.as_bytes())).sum()
}

/// The control: the spy's own code wins as soon as it has the keys.
fn cards_open_everything(hall: &Hall, loot: &[Loot], marks: &[u8]) {
    let locks = hall
        .town
        .tellers
        .iter()
        .map(|teller| spy::lock_of(&teller.card.printed(), hall.town.session));
    let locks: Vec<_> = locks.collect();
    let key: Scalar = locks.iter().sum();
    assert_eq!(RistrettoPoint::mul_base(&key), box_key(hall), "the tellers' locks are the box's");
    let total = |slot: usize| {
        let marks = marks.iter().skip(slot).step_by(OPTIONS);
        marks.map(|mark| usize::from(*mark)).sum::<usize>()
    };
    let totals: Vec<_> = (0..OPTIONS).map(|slot| Some(total(slot))).collect();
    assert_eq!(spy::open(&spy::sums(loot), &key, BALLOTS), totals, "all cards open the sums");
    let guess = spy::by_keys(loot, &[key]);
    assert_eq!(score(&guess, marks), (marks.len(), marks.len()), "and every ballot");
    assert!(beats_chance(score(&guess, marks), 10_000), "the bound sees it");
    // One teller fewer is as good as none.
    let most: Scalar = locks[1..].iter().sum();
    assert!(spy::by_keys(&loot[..4], &[most]).iter().all(Option::is_none));
    // Each of the other attacks wins against a program that makes its mistake.
    let (careless, truth) = careless_ballots(box_key(hall));
    for guess in [
        spy::by_nonces(&careless, box_key(hall), &spy::candidates(&[], hall.town.session)),
        spy::by_known(&careless, &truth, 4),
    ] {
        let (named, right) = score(&guess, &truth);
        assert!(named > 0 && named == right, "{right} of {named}");
    }
    assert!(spy::by_repetition(&careless).iter().any(Option::is_some));
}

/// Ballots of a program that draws every nonce from the numbers 1 to 5.
fn careless_ballots(box_key: RistrettoPoint) -> (Vec<Loot>, Vec<u8>) {
    let marks: Vec<u8> = (0..40).map(|slot| u8::from(slot % 3 == 0)).collect();
    let slot = |(number, mark): (u64, &u8)| {
        let nonce = Scalar::from(number % 5 + 1);
        let r = RistrettoPoint::mul_base(&nonce);
        spy::Slot { r, c: RistrettoPoint::mul_base(&Scalar::from(*mark)) + box_key * nonce }
    };
    let slots: Vec<_> = (0..).zip(&marks).map(slot).collect();
    let ballot = |slots: &[spy::Slot]| spy::Loot::of_slots(slots.to_vec());
    (slots.chunks(4).map(ballot).collect(), marks)
}

/// The server's memory, part by part.
fn memory_of_server(hall: &Hall) -> Vec<(String, Vec<u8>)> {
    let data = hall.server.data().to_str().unwrap().to_owned();
    let is_server = |folder: &PathBuf| {
        let line = std::fs::read_to_string(folder.join("cmdline")).unwrap_or_default();
        line.contains(&data) && line.contains("serve")
    };
    let folders = std::fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().path());
    let folder = folders.into_iter().find(is_server).unwrap();
    let memory = std::fs::File::open(folder.join("mem")).unwrap();
    let maps = std::fs::read_to_string(folder.join("maps")).unwrap();
    let part = |line: &str| {
        let (range, rest) = line.split_once(' ')?;
        let (from, to) = range.split_once('-')?;
        let number = |text| u64::from_str_radix(text, 16).ok();
        let (from, to) = (number(from)?, number(to)?);
        let mut bytes = vec![0; usize::try_from(to - from).ok()?];
        let readable = rest.starts_with("rw") && !rest.contains("/dev/");
        let read =
            readable.then(|| std::os::unix::fs::FileExt::read_exact_at(&memory, &mut bytes, from));
        read?.ok().map(|()| ("memory".to_owned(), bytes))
    };
    maps.lines().filter_map(part).collect()
}
