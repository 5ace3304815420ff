//! Notes that officers sign apart, put together.

use ballotbox::note::{NoteError, NoteKey, SignedNote};
use ballotbox::statement::Statement;
use uuid::Uuid;

use crate::fixture::published;

#[test]
fn single_signatures_are_joined_in_the_order_of_the_officers() {
    let day = published();
    let ledger = ballotbox::ledger::Ledger::read(day.hall.entries()).unwrap();
    let (officers, origin) = (ledger.officers().unwrap(), day.hall.origin());
    let statement = Statement::Officers { list: officers.digest().unwrap() };
    let text = statement.text(origin);
    let keys = officers.keys(origin);
    let teller = |at: usize| day.hall.signed(&statement, at..at + 1, 0..0);
    let member = |at: usize| day.hall.signed(&statement, 0..0, at..at + 1);
    let whole = day.hall.signed(&statement, 0..3, 0..3);
    let parts = [member(2), teller(1), member(0), teller(2), teller(0), member(1)];
    assert_eq!(SignedNote::join(&text, &parts, &keys), Ok(whole.clone()));
    let two = SignedNote::join(&text, &[teller(1), teller(0)], &keys).unwrap();
    assert_eq!(two, day.hall.signed(&statement, 0..2, 0..0));
    assert_eq!(SignedNote::join(&text, &[two, teller(2)], &keys[..3]).unwrap(), {
        day.hall.signed(&statement, 0..3, 0..0)
    });
    assert_eq!(SignedNote::join(&text, &[], &keys), Ok(SignedNote::new(&*text)));

    let refused =
        |parts: &[SignedNote], keys: &[NoteKey]| SignedNote::join(&text, parts, keys).unwrap_err();
    let twice = refused(&[teller(0), teller(1), teller(0)], &keys);
    assert!(matches!(twice, NoteError::Twice(_)), "{twice}");
    let stranger = refused(&[teller(0), member(0)], &keys[..3]);
    assert!(matches!(stranger, NoteError::Stranger(_)), "{stranger}");
    let other = Statement::Officers { list: ballotbox::codec::Digest::of(&[b"other"]) };
    let other_note = day.hall.signed(&other, 1..2, 0..0);
    assert_eq!(refused(&[teller(0), other_note.clone()], &keys), NoteError::Text);
    // The signature of another text under this one.
    let signature = other_note.to_string().lines().last().unwrap().to_owned();
    let wrong: SignedNote = format!("{text}\n{signature}\n").parse().unwrap();
    assert!(matches!(refused(&[wrong], &keys), NoteError::Signature(_)));
}

#[test]
fn one_officers_signature_is_checked_as_it_comes_in() {
    let day = published();
    let ledger = ballotbox::ledger::Ledger::read(day.hall.entries()).unwrap();
    let (officers, origin) = (ledger.officers().unwrap(), day.hall.origin());
    let statement = Statement::Officers { list: officers.digest().unwrap() };
    let text = statement.text(origin);
    let key = |officer| officers.key(origin, officer);
    let (first, second) = (officers.tellers[0].id, officers.tellers[1].id);
    let note = day.hall.signed(&statement, 0..1, 0..0);
    assert_eq!(note.check_all(&text, &[key(first).unwrap()]), Ok(()));
    assert!(note.check_all(&text, &[key(second).unwrap()]).is_err(), "another's");
    let both = day.hall.signed(&statement, 0..2, 0..0);
    assert!(both.check_all(&text, &[key(first).unwrap()]).is_err(), "two in one");
    let unsigned = SignedNote::new(&*text);
    assert!(matches!(
        unsigned.check_all(&text, &[key(first).unwrap()]),
        Err(NoteError::Missing(_))
    ));
    let member = officers.presidium[2].id;
    let signed = day.hall.signed(&statement, 0..0, 2..3);
    assert_eq!(signed.check_all(&text, &[key(member).unwrap()]), Ok(()));
    assert_eq!(key(Uuid::nil()), None);
}
