//! A spy: has all that is stored and sent, and guesses each mark of each ballot. With keys in hand
//! the same code opens sums and single ballots, which shows that it works.

use std::collections::HashMap;

use ballotbox::codec::from_crockford;
use ballotbox::seal::SealedBallot;
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::traits::Identity as _;
use curve25519_dalek::{RistrettoPoint, Scalar};
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256, Sha512};
use uuid::Uuid;

/// A slot: R = r·G and C = m·G + r·P.
#[derive(Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) r: RistrettoPoint,
    pub(crate) c: RistrettoPoint,
}

/// A ballot as the spy has it.
pub(crate) struct Loot {
    pub(crate) ballot: Option<SealedBallot>,
    pub(crate) bytes: Vec<u8>,
    /// How long its request and its answer were, and when it came, as a number.
    pub(crate) seen: [u64; 3],
    pub(crate) slots: Vec<Slot>,
}

impl Loot {
    pub(crate) fn new(bytes: Vec<u8>, seen: [u64; 3]) -> Self {
        let ballot = SealedBallot::from_bytes(&bytes).unwrap();
        let point = |half: &[u8]| CompressedRistretto::from_slice(half).unwrap().decompress();
        let slot = |bytes: &[u8; 64]| Slot {
            r: point(&bytes[..32]).unwrap(),
            c: point(&bytes[32..]).unwrap(),
        };
        let slots = ballot.slots.iter().map(|it| slot(it.as_bytes())).collect();
        Self { ballot: Some(ballot), bytes, seen, slots }
    }

    /// Slots without a ballot around them.
    pub(crate) fn of_slots(slots: Vec<Slot>) -> Self {
        Self { ballot: None, bytes: Vec::new(), seen: [0; 3], slots }
    }

    /// The ballot around the slots.
    pub(crate) fn ballot(&self) -> &SealedBallot {
        self.ballot.as_ref().unwrap()
    }
}

/// One guess for every mark: ballot by ballot, slot by slot; nothing where the spy has no idea.
pub(crate) type Guess = Vec<Option<u8>>;

/// What a guess is worth: the marks that it names, and how many of them are right.
pub(crate) fn score(guess: &Guess, marks: &[u8]) -> (usize, usize) {
    assert_eq!(guess.len(), marks.len());
    let named = guess.iter().zip(marks).filter_map(|(guess, mark)| Some((guess.as_ref()?, mark)));
    let right = named.clone().filter(|(guess, mark)| guess == mark).count();
    (named.count(), right)
}

/// Whether some right answers are more, or fewer, than chance gives even to the best of so many
/// guesses: beyond this bound (Hoeffding's) lies one honest run in a thousand million.
pub(crate) fn beats_chance((named, right): (usize, usize), guesses: usize) -> bool {
    let (named, right) = (named as f64, right as f64);
    let bound = (named / 2.0 * (2e9 * guesses as f64).ln()).sqrt();
    (right - named / 2.0).abs() > bound
}

/// The discrete logarithm of a small multiple of G.
pub(crate) fn small_log(point: RistrettoPoint, most: usize) -> Option<usize> {
    let (mut at, one) = (RistrettoPoint::identity(), RISTRETTO_BASEPOINT_POINT);
    for value in 0..=most {
        if at == point {
            return Some(value);
        }
        at += one;
    }
    None
}

/// Opens slots with a key that might be the box's.
pub(crate) fn open(slots: &[Slot], key: &Scalar, most: usize) -> Vec<Option<usize>> {
    slots.iter().map(|slot| small_log(slot.c - slot.r * key, most)).collect()
}

/// The sums of all ballots, slot by slot: anybody can add.
pub(crate) fn sums(loot: &[Loot]) -> Vec<Slot> {
    let zero = Slot { r: RistrettoPoint::identity(), c: RistrettoPoint::identity() };
    let mut sums = vec![zero; loot[0].slots.len()];
    for one in loot {
        for (sum, slot) in sums.iter_mut().zip(&one.slots) {
            *sum = Slot { r: sum.r + slot.r, c: sum.c + slot.c };
        }
    }
    sums
}

/// A teller's lock as it follows from a card, worked out without the core.
pub(crate) fn lock_of(card: &str, session: Uuid) -> Scalar {
    lock_from(&from_crockford::<32>(card).unwrap(), session)
}

fn lock_from(seed: &[u8], session: Uuid) -> Scalar {
    let mut wide = [0; 64];
    let info = [session.to_string().as_bytes(), &[0], b"lock"].concat();
    Hkdf::<Sha256>::new(Some(b"piaojue/v1/card"), seed).expand(&info, &mut wide).unwrap();
    Scalar::from_bytes_mod_order_wide(&wide)
}

/// Numbers that a careless program could have used for a key or for a nonce: small ones, and what
/// follows from texts and bytes that the spy has.
pub(crate) fn candidates(texts: &[Vec<u8>], session: Uuid) -> Vec<Scalar> {
    let small = (0..256_u64).map(Scalar::from);
    let made = texts.iter().flat_map(|text| {
        let mut start = [0; 32];
        let length = text.len().min(32);
        start[..length].copy_from_slice(&text[..length]);
        let short: [u8; 32] = Sha256::digest(text).into();
        let long: [u8; 64] = Sha512::digest(text).into();
        [
            Scalar::from_bytes_mod_order(start),
            Scalar::from_bytes_mod_order(short),
            Scalar::from_bytes_mod_order_wide(&long),
            lock_from(text, session),
        ]
    });
    small.chain(made).collect()
}

/// Guesses with numbers that could be keys: a slot that opens to 0 or 1 is taken at its word.
pub(crate) fn by_keys(loot: &[Loot], keys: &[Scalar]) -> Guess {
    let read = |slot: &Slot| keys.iter().find_map(|key| small_log(slot.c - slot.r * key, 1));
    loot.iter().flat_map(|one| one.slots.iter().map(read)).map(|it| it.map(|it| it as u8)).collect()
}

/// Guesses by sealing again: with a nonce that could be the one, 0 and 1 give known ciphertexts.
pub(crate) fn by_nonces(loot: &[Loot], box_key: RistrettoPoint, nonces: &[Scalar]) -> Guess {
    let known: HashMap<_, _> = nonces
        .iter()
        .map(|nonce| (RistrettoPoint::mul_base(nonce).compress().to_bytes(), box_key * nonce))
        .collect();
    let read = |slot: &Slot| {
        let hidden = known.get(&slot.r.compress().to_bytes())?;
        small_log(slot.c - hidden, 1).map(|it| it as u8)
    };
    loot.iter().flat_map(|one| one.slots.iter().map(read)).collect()
}

/// Guesses from ballots whose marks the spy knows (the first few; who cast them was bought): every
/// other slot that shares a nonce or differs by a known point is read by comparison.
pub(crate) fn by_known(loot: &[Loot], marks: &[u8], bought: usize) -> Guess {
    let width = loot[0].slots.len();
    let one = RistrettoPoint::mul_base(&Scalar::ONE);
    let slots: Vec<_> = loot.iter().flat_map(|it| &it.slots).collect();
    let known = &slots[..bought * width];
    let by_r: HashMap<_, _> = known
        .iter()
        .zip(marks)
        .map(|(it, mark)| (it.r.compress().to_bytes(), (it.c, mark)))
        .collect();
    let read = |slot: &&Slot| {
        let (c, mark) = by_r.get(&slot.r.compress().to_bytes())?;
        [0, 1].into_iter().find(|guess| {
            let other = if *guess > **mark {
                *c + one
            } else if guess < mark {
                *c - one
            } else {
                *c
            };
            other == slot.c
        })
    };
    let rest = slots[bought * width..].iter().map(read);
    std::iter::repeat_n(None, bought * width).chain(rest).collect()
}

/// Guesses by what repeats: a point that stands twice is taken for a mark, one that does not for
/// none.
pub(crate) fn by_repetition(loot: &[Loot]) -> Guess {
    let mut seen = HashMap::<[u8; 32], usize>::new();
    let slots: Vec<_> = loot.iter().flat_map(|one| &one.slots).collect();
    for slot in &slots {
        for point in [slot.r, slot.c, slot.c - slot.r, slot.c + slot.r] {
            *seen.entry(point.compress().to_bytes()).or_default() += 1;
        }
    }
    let twice = |slot: &&Slot| {
        let points = [slot.r, slot.c, slot.c - slot.r, slot.c + slot.r];
        points.iter().any(|point| seen[&point.compress().to_bytes()] > 1).then_some(1)
    };
    slots.iter().map(twice).collect()
}

/// Guesses by features: each bit of each slot and of the proof, each length, the order; one guess
/// for each feature, the same for all ballots.
pub(crate) fn by_features(loot: &[Loot]) -> Vec<Guess> {
    let width = loot[0].slots.len();
    let mut guesses = Vec::new();
    for bit in 0..512 {
        let of = |bytes: &[u8]| Some(bytes[bit / 8] >> (bit % 8) & 1);
        let all = loot.iter().flat_map(|one| &one.ballot().slots);
        guesses.push(all.map(|slot| of(slot.as_bytes())).collect());
    }
    // Of the proof: the bits of the bytes that belong to each slot, if they stand in its order.
    let stride = loot[0].ballot().proof.as_bytes().len() / width;
    for bit in 0..stride * 8 {
        let of = |one: &Loot, slot: usize| {
            one.ballot().proof.as_bytes()[slot * stride + bit / 8] >> (bit % 8) & 1
        };
        let guess = |one| (0..width).map(move |slot| Some(of(one, slot)));
        guesses.push(loot.iter().flat_map(guess).collect());
    }
    // Of the whole ballot: each number that was seen, above its median; and by twos.
    for number in 0..3 {
        let mut sorted: Vec<_> = loot.iter().map(|one| one.seen[number]).collect();
        sorted.sort_unstable();
        let median = sorted[sorted.len() / 2];
        let above = |one: &Loot| vec![Some(u8::from(one.seen[number] > median)); width];
        let odd = |one: &Loot| vec![Some((one.seen[number] % 2) as u8); width];
        guesses.push(loot.iter().flat_map(above).collect());
        guesses.push(loot.iter().flat_map(odd).collect());
    }
    guesses
}
