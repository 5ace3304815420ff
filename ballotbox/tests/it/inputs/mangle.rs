//! Seeds with changes in them, from dice that a number repeats, and the run that tries a property
//! on so many of them.
//!
//! `PIAOJUE_SEED` gives other inputs and repeats a run; `PIAOJUE_LONG=1` tries twenty times as many.

use std::panic::{AssertUnwindSafe, catch_unwind};

#[path = "dice.rs"]
mod dice;

use dice::Dice;

/// Nothing, or what does not hold.
pub(crate) type Held = Result<(), String>;

/// Says what does not hold where it does not.
pub(crate) fn require(holds: bool, otherwise: &str) -> Held {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}

/// Numbers at which arithmetic and bounds break.
const NUMBERS: [&str; 9] = [
    "0",
    "1",
    "65535",
    "4294967295",
    "4294967296",
    "9007199254740991",
    "9007199254740992",
    "18446744073709551615",
    "-1",
];
/// Most bytes of a span that is left out, doubled or brought in.
const SPAN_MAX: usize = 64;
/// How much of an input a failure shows.
const SHOWN_BYTES: usize = 600;

/// Tries a property on the seeds, and on `count` of them with changes; it must hold of all.
pub(crate) fn holds(name: &str, seeds: &[Vec<u8>], count: usize, property: &dyn Fn(&[u8]) -> Held) {
    let broken = first_broken(name, seeds, count, property);
    assert!(broken.is_none(), "{}", broken.unwrap_or_default());
}

/// The control: the same run must find an input of which the property does not hold.
pub(crate) fn found(name: &str, seeds: &[Vec<u8>], count: usize, property: &dyn Fn(&[u8]) -> Held) {
    let broken = first_broken(name, seeds, count, property);
    assert!(broken.is_some(), "{name}: {count} inputs do not find the fault");
}

/// The first input of which it does not hold, and why.
fn first_broken(
    name: &str,
    seeds: &[Vec<u8>],
    count: usize,
    property: &dyn Fn(&[u8]) -> Held,
) -> Option<String> {
    let given = std::env::var("PIAOJUE_SEED").ok();
    let seed = given.map_or(1, |seed| seed.parse().expect("PIAOJUE_SEED is a number"));
    let long = std::env::var_os("PIAOJUE_LONG").is_some();
    let count = if long { count * 20 } else { count };
    eprintln!("inputs of {name}: PIAOJUE_SEED={seed}, {count}");
    let mut dice = Dice(seed);
    let changed = (0..count).map(|_| mangled(&mut dice, seeds));
    seeds.iter().cloned().chain(changed).find_map(|input| {
        let held = catch_unwind(AssertUnwindSafe(|| property(&input)));
        let why = held.unwrap_or_else(|_| Err("a panic".to_owned())).err()?;
        let shown = input.get(..SHOWN_BYTES).unwrap_or(&input).escape_ascii();
        Some(format!("{name}, PIAOJUE_SEED={seed}: {why}: {} bytes, {shown}", input.len()))
    })
}

/// A byte, of any value.
fn byte(dice: &mut Dice) -> u8 {
    u8::try_from(dice.below(256)).unwrap()
}

/// A place in something of this length, and a length from there.
fn span(dice: &mut Dice, length: usize) -> std::ops::Range<usize> {
    let from = dice.below(length);
    let most = (length - from).min(SPAN_MAX);
    from..from + dice.below(most + 1)
}

/// One of the seeds with one to four changes.
fn mangled(dice: &mut Dice, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut input = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(4) {
        change(dice, &mut input, seeds);
    }
    input
}

fn change(dice: &mut Dice, input: &mut Vec<u8>, seeds: &[Vec<u8>]) {
    if input.is_empty() {
        input.push(byte(dice));
    }
    let place = dice.below(input.len());
    match dice.below(10) {
        0 => input[place] ^= 1 << dice.below(8),
        1 => input[place] = byte(dice),
        // What stands elsewhere in it is more often lawful than any byte.
        2 => input[place] = input[dice.below(input.len())],
        3 => input.insert(place, byte(dice)),
        4 => drop(input.drain(span(dice, input.len()))),
        5 => {
            let span = input[span(dice, input.len())].to_vec();
            drop(input.splice(place..place, span));
        }
        6 => input.truncate(place),
        7 => {
            let other = &seeds[dice.below(seeds.len())];
            let span = other[span(dice, other.len())].to_vec();
            let over = input.len().min(place + span.len());
            drop(input.splice(place..over, span));
        }
        8 => {
            let other = dice.below(input.len());
            input.swap(place, other);
        }
        _ => number(dice, input, place),
    }
}

/// Puts another number in place of the next one.
fn number(dice: &mut Dice, input: &mut Vec<u8>, place: usize) {
    let digit = |byte: &u8| byte.is_ascii_digit();
    let Some(from) = input[place..].iter().position(digit).map(|found| place + found) else {
        return;
    };
    let length = input[from..].iter().take_while(|byte| digit(byte)).count();
    let number = NUMBERS[dice.below(NUMBERS.len())];
    drop(input.splice(from..from + length, number.bytes()));
}

#[cfg(test)]
mod tests {
    use super::{Dice, mangled};

    #[test]
    fn a_seed_gives_the_same_inputs_again() {
        let seeds = [b"{\"a\":12}".to_vec(), Vec::new()];
        let draw = |seed| {
            let mut dice = Dice(seed);
            (0..200).map(|_| mangled(&mut dice, &seeds)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        let changed = draw(7).iter().filter(|input| !seeds.contains(input)).count();
        assert!(changed > 150, "{changed} of 200 are changed");
    }
}
