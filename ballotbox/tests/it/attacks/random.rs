//! An insider who changes anything anywhere and signs the head again: never verified, no panic.
//!
//! What officers sign covers every entry up to the closing note and what follows from it. Only the
//! times of the entries after it are the log's own word, and are left alone here.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::forge::{Forge, failing, report};
use crate::fixture::published;

/// Numbers at which arithmetic breaks.
const NUMBERS: [u64; 8] =
    [0, 1, 2, 255, 4_294_967_295, 4_294_967_296, 9_007_199_254_740_990, 9_007_199_254_740_991];

/// The values inside a value that can be changed, deepest last.
fn places(value: &mut Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter_mut().map(places).sum::<usize>(),
        Value::Object(members) => members.values_mut().map(places).sum(),
        _ => 0,
    }
}

/// The value at a place, counted as [`places`] does.
fn at(value: &mut Value, place: usize) -> Option<&mut Value> {
    if place == 0 {
        return Some(value);
    }
    let mut left = place - 1;
    let inner: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(members) => members.values_mut().collect(),
        _ => return None,
    };
    for item in inner {
        let count = places(item);
        if left < count {
            return at(item, left);
        }
        left -= count;
    }
    None
}

/// Changes a value in one of several ways; the same value may come out.
fn change(value: &mut Value, way: usize) {
    match value {
        Value::Number(number) => {
            let one = number.as_u64().unwrap_or_default();
            let choices = [one.wrapping_add(1), one.saturating_sub(1)];
            *value = json!(*choices.iter().chain(&NUMBERS).cycle().nth(way).unwrap());
        }
        Value::String(text) => {
            let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |it| it.0);
            match way % 4 {
                0 => text.clear(),
                1 => text.push('A'),
                2 => text.insert(middle, '\u{202e}'),
                _ => text.truncate(middle),
            }
        }
        Value::Array(items) => match way % 4 {
            0 => items.clear(),
            1 => items.reverse(),
            2 => drop(items.pop()),
            _ => items.extend(items.first().cloned()),
        },
        Value::Object(members) => {
            let key = members.keys().nth(way % members.len().max(1)).cloned();
            match (key, way % 2) {
                (Some(key), 0) => drop(members.remove(&key)),
                (Some(key), _) => drop(members.insert(key, json!([]))),
                (None, _) => drop(members.insert("more".to_owned(), json!(1))),
            }
        }
        Value::Bool(flag) => *flag = !*flag,
        Value::Null => *value = json!(0),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn no_change_of_any_value_is_verified(
        entry in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        way in 0_usize..40,
    ) {
        let mut forge = Forge::new(published(), 9, 1);
        let before = forge.entries.clone();
        let entry = entry.index(forge.entries.len());
        let body = &mut forge.entries[entry]["body"];
        let count = places(body);
        change(at(body, place.index(count)).unwrap(), way);
        prop_assume!(forge.entries != before);
        let failing = failing(&forge.seal());
        prop_assert!(!failing.is_empty(), "entry {entry}: {}", forge.entries[entry]);
    }

    #[test]
    fn no_other_order_of_entries_is_verified(
        one in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        way in 0_u8..3,
    ) {
        let mut forge = Forge::new(published(), 9, 1);
        let count = forge.entries.len();
        let (one, other) = (one.index(count), other.index(count));
        let kind = |at: usize| forge.entries[at]["kind"].as_str().unwrap().to_owned();
        // Shares may stand in any order, and who is present may be entered again afterwards.
        let harmless = match way {
            0 => one == other || (kind(one) == "share" && kind(other) == "share"),
            1 => false,
            _ => kind(one) == "attendance" && other >= forge.at("closing", 0),
        };
        match way {
            0 => forge.entries.swap(one, other),
            1 => drop(forge.entries.remove(one)),
            _ => forge.entries.insert(other, forge.entries[one].clone()),
        }
        prop_assume!(!harmless);
        prop_assert!(!report(&forge.seal()).verified, "{way}: {one} and {other} of {count}");
    }
}
