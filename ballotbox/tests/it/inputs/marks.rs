//! Marks as a tablet reads them: what is read is lawful for the form and can be sealed.

use ballotbox::form::Form;
use ballotbox::method::{Marks, Method};
use ballotbox::rule::Blank;
use ballotbox::seal::check;
use serde_json::Value;

use super::ballot::{Sealed, sealed};
use super::mangle::{Held, require};
use crate::fixture::rng;

/// Options of every poll here.
const OPTIONS: usize = 3;

/// What must hold of any text.
pub(crate) fn holds(bytes: &[u8]) -> Held {
    judge(bytes, &|min, max, json| {
        let marks = Marks::parse(&Method::Pick { min, max }, OPTIONS, Blank::Abstain, json);
        marks.ok().map(|marks| marks.bits().to_vec())
    })
}

/// A reader of "choose `min` to `max`" that gives slots.
type Reader = dyn Fn(u32, u32, &Value) -> Option<Vec<u8>>;

/// What must hold of any text, of such a reader.
pub(crate) fn judge(bytes: &[u8], pick: &Reader) -> Held {
    let Ok(json) = serde_json::from_slice::<Value>(bytes) else { return Ok(()) };
    for (min, max) in [(0, 1), (1, 2), (3, 3)] {
        let wanted = slots_meant(min, max, &json);
        require(pick(min, max, &json) == wanted, "a choice is read as another")?;
    }
    let grades = ["满意", "基本满意", "不满意"].map(str::to_owned).to_vec();
    for method in [
        Method::Pick { min: 1, max: 2 },
        Method::YesNoAbstain {},
        Method::Capped { max: 2 },
        Method::Grade { grades },
        Method::Rank { max: 2 },
    ] {
        let form = Form::compile(&method, OPTIONS).unwrap();
        for blank in [Blank::Abstain, Blank::Yes] {
            let Ok(marks) = Marks::parse(&method, OPTIONS, blank, &json) else { continue };
            require(form.accepts(marks.bits()), "marks that the form does not accept")?;
            let again = Marks::from_bits(&form, marks.bits());
            require(again.is_ok_and(|it| it.bits() == marks.bits()), "their slots are refused")?;
        }
    }
    can_be_sealed(&json)
}

/// What a poll's own tablet reads is sealed, and passes the check.
fn can_be_sealed(json: &Value) -> Held {
    let Sealed { day, .. } = sealed();
    let manifest = day.poll.poll().manifest();
    let marks = Marks::parse(&manifest.method, manifest.options.len(), Blank::Abstain, json);
    let Ok(marks) = marks else { return Ok(()) };
    let ballot = day.hall.seal(&day.poll, 3, &marks, &mut rng(5));
    let ballot = ballot.map_err(|error| format!("lawful marks are not sealed: {error}"))?;
    require(check(day.poll.poll(), &ballot).is_ok(), "what was sealed does not pass")
}

/// The slots of a choice, read a second time: numbers of options, none twice, as many as may be.
fn slots_meant(min: u32, max: u32, json: &Value) -> Option<Vec<u8>> {
    let chosen: Option<Vec<usize>> =
        json.as_array()?.iter().map(|it| usize::try_from(it.as_u64()?).ok()).collect();
    let chosen = chosen?;
    let slots: Vec<bool> = (0..OPTIONS).map(|option| chosen.contains(&option)).collect();
    let marked = slots.iter().filter(|slot| **slot).count();
    let lawful = marked == chosen.len() && (min..=max).contains(&u32::try_from(marked).ok()?);
    lawful.then(|| slots.into_iter().map(u8::from).collect())
}

/// A reader with a fault: an option that is marked twice counts as marked.
#[cfg(test)]
pub(crate) fn twice_is_once(min: u32, max: u32, json: &Value) -> Option<Vec<u8>> {
    let mut chosen = json.as_array()?.clone();
    chosen.dedup();
    slots_meant(min, max, &Value::from(chosen))
}

/// Ballots of every method.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    [
        "[]",
        "[0]",
        "[1,2]",
        "[2,0,1]",
        r#"["yes","no","abstain"]"#,
        r#"["no",null,"yes"]"#,
        r#"["满意","基本满意","不满意"]"#,
        r#"{"2":1,"0":2}"#,
        r#"{"1":1}"#,
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}
