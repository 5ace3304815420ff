//! Ballots that were not taken, for the audit trail: a few lines in a minute, the rest as a number.
//!
//! Casting never waits for it. What is to be written stands in memory until a task of its own
//! writes it, in a transaction of its own and never in that of a ballot. A line says when, from
//! which address, in which poll and why; nothing of the ballot, of the slip or of the tablet stands
//! in it. A ballot that comes too early, too late or a second time leaves none: that happens to
//! honest deputies, and who tried when is nobody's business.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError, Weak};
use std::time::Duration;

use ballotbox::seal::BallotError;
use jiff::Timestamp;
use uuid::Uuid;

use super::casting::CastRefusal;
use super::{Fault, Inner, Service};
use crate::domain::source::Source;
use crate::storage;
use crate::storage::audit::Line;

/// Lines of one address in a minute.
const OF_ADDRESS_MAX: u32 = 10;
/// Lines in a minute, from wherever: whoever has many addresses fills no disk either.
const LINES_MAX: u32 = 40;
/// How often what waits is written.
const WRITE_EVERY: Duration = Duration::from_secs(1);

/// Why a ballot was not taken, where that is more than bad luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Not the bytes of a sealed ballot of this form.
    Form,
    /// Longer than any ballot.
    TooLong,
    /// Sealed for another poll or question.
    OtherPoll,
    /// The slip did not sign it.
    Signature,
    /// The proof fails: unlawful marks, or a copy.
    Proof,
    /// The slip is not on the session's roll.
    SlipUnknown,
    /// The slip is void.
    SlipVoided,
}

impl Why {
    const ALL: [Self; 7] = [
        Self::Form,
        Self::TooLong,
        Self::OtherPoll,
        Self::Signature,
        Self::Proof,
        Self::SlipUnknown,
        Self::SlipVoided,
    ];

    /// What is written down of a refusal; nothing of what happens to honest deputies, and nothing
    /// where the program itself failed.
    pub const fn of(refusal: &CastRefusal) -> Option<Self> {
        match refusal {
            CastRefusal::Ballot(error) => Some(match error {
                BallotError::Canonical(_)
                | BallotError::Kind(_)
                | BallotError::Length
                | BallotError::Slot(_)
                | BallotError::Marks => Self::Form,
                BallotError::OtherPoll => Self::OtherPoll,
                BallotError::Signature => Self::Signature,
                BallotError::Proof(_) => Self::Proof,
            }),
            CastRefusal::SlipUnknown => Some(Self::SlipUnknown),
            CastRefusal::SlipVoided => Some(Self::SlipVoided),
            CastRefusal::NoPoll
            | CastRefusal::AlreadyVoted(_)
            | CastRefusal::NotOpen(_)
            | CastRefusal::Fault(_) => None,
        }
    }

    /// Its name in the trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::TooLong => "too_long",
            Self::OtherPoll => "other_poll",
            Self::Signature => "signature",
            Self::Proof => "proof",
            Self::SlipUnknown => "slip_unknown",
            Self::SlipVoided => "slip_voided",
        }
    }

    /// Key of its words on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Form => "audit-cast-form",
            Self::TooLong => "audit-cast-too-long",
            Self::OtherPoll => "audit-cast-other-poll",
            Self::Signature => "audit-cast-signature",
            Self::Proof => "audit-cast-proof",
            Self::SlipUnknown => "audit-cast-slip-unknown",
            Self::SlipVoided => "audit-cast-slip-voided",
        }
    }

    /// Reads its name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// Lines that wait, and how much of the minute's room is taken.
#[derive(Debug, Default)]
pub(super) struct Refused(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    minute: i64,
    lines: u32,
    of_address: BTreeMap<String, u32>,
    waiting: Vec<Line>,
    /// Ballots of the minute that are not written down one by one, by session.
    rest: BTreeMap<String, u64>,
    /// Those of the minutes before.
    past: BTreeMap<String, u64>,
}

impl Kept {
    /// Goes on to another minute, where it is one.
    fn turn(&mut self, now: Timestamp) {
        let minute = now.as_second().div_euclid(60);
        if self.minute != minute {
            (self.minute, self.lines) = (minute, 0);
            self.of_address.clear();
            self.end();
        }
    }

    /// Ends the counts of the minute.
    fn end(&mut self) {
        for (session, count) in std::mem::take(&mut self.rest) {
            *self.past.entry(session).or_default() += count;
        }
    }

    fn note(&mut self, line: Line) {
        let of_address = self.of_address.get(&line.source).copied().unwrap_or_default();
        // What waits has its bound too: a database that is away takes nothing in.
        let waiting = u32::try_from(self.waiting.len()).unwrap_or(u32::MAX);
        if of_address >= OF_ADDRESS_MAX || self.lines >= LINES_MAX || waiting >= LINES_MAX {
            *self.rest.entry(line.session).or_default() += 1;
            return;
        }
        self.lines += 1;
        self.of_address.insert(line.source.clone(), of_address + 1);
        self.waiting.push(line);
    }
}

/// What is to be written: lines, and by session how many ballots have none.
type Due = (Vec<Line>, BTreeMap<String, u64>);

impl Refused {
    fn note(&self, line: Line, now: Timestamp) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.turn(now);
        kept.note(line);
    }

    /// Takes what waits; the numbers of a minute when it is over, or when all is to end.
    fn take(&self, now: Timestamp, ends: bool) -> Due {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.turn(now);
        if ends {
            kept.end();
        }
        (std::mem::take(&mut kept.waiting), std::mem::take(&mut kept.past))
    }
}

impl Service {
    /// Takes note of a ballot that was not taken: at once, and nobody waits for it.
    pub fn note_refused(&self, (session, poll): (Uuid, Uuid), source: &Source, why: Option<Why>) {
        let Some(why) = why else { return };
        // A stranger invents sessions as he likes. What concerns none that is at hand stands among
        // the lines of the installation.
        let known = self.inner.live.known(session).is_some();
        let session = if known { session.to_string() } else { String::new() };
        let (action, object) = ("audit-cast-refused", poll.to_string());
        match self.line(None, source, action, &object, why.name()) {
            Ok(line) => {
                // Of a device that staff signs in with nothing is said here.
                let line = Line { session, device: String::new(), ..line };
                self.inner.refused.note(line, self.clock().timestamp());
            }
            Err(fault) => tracing::error!(%fault, "a refused ballot was not written down"),
        }
    }

    /// Writes what waits.
    pub(super) async fn write_refused(&self, ends: bool) {
        let (lines, more) = self.inner.refused.take(self.clock().timestamp(), ends);
        if lines.is_empty() && more.is_empty() {
            return;
        }
        if !self.has_room_for_ballots() {
            tracing::warn!("refused ballots are not written down: the disk is nearly full");
            return;
        }
        if let Err(fault) = self.append_refused(lines, more).await {
            self.mind(&fault);
            tracing::error!(%fault, "refused ballots were not written down");
        }
    }

    async fn append_refused(
        &self,
        mut lines: Vec<Line>,
        more: BTreeMap<String, u64>,
    ) -> Result<(), Fault> {
        self.check_unbroken()?;
        for (session, count) in more {
            let (nobody, count) = (Source::default(), count.to_string());
            let line = self.line(None, &nobody, "audit-cast-refused-more", "", &count)?;
            lines.push(Line { session, ..line });
        }
        let mut tx = self.storage().begin().await?;
        for line in &lines {
            storage::audit::append(tx.connection(), line).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// Writes again and again what waits. It ends with the service.
pub(super) async fn write(service: Weak<Inner>) {
    loop {
        tokio::time::sleep(WRITE_EVERY).await;
        let Some(inner) = service.upgrade() else { return };
        Service { inner }.write_refused(false).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(session: &str, source: &str) -> Line {
        let text = str::to_owned;
        Line {
            at: text("2026-01-31T01:00:00Z"),
            session: text(session),
            actor: String::new(),
            role: String::new(),
            source: text(source),
            device: String::new(),
            action: text("audit-cast-refused"),
            object: text("poll"),
            details: text("proof"),
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// Notes so many; how many lines are taken then, and the numbers beside them.
    fn noted(refused: &Refused, count: u32, source: &str, second: i64) -> (usize, Vec<u64>) {
        for _ in 0..count {
            refused.note(line("a", source), at(second));
        }
        let (lines, more) = refused.take(at(second), false);
        (lines.len(), more.into_values().collect())
    }

    #[test]
    fn an_address_has_few_lines_in_a_minute_and_the_rest_is_a_number() {
        let refused = Refused::default();
        assert_eq!(noted(&refused, 500, "192.0.2.1", 60), (10, vec![]));
        assert_eq!(noted(&refused, 3, "192.0.2.1", 119), (0, vec![]), "the minute has its lines");
        assert_eq!(
            noted(&refused, 3, "192.0.2.2", 119),
            (3, vec![]),
            "another address has its own"
        );
        assert_eq!(noted(&refused, 3, "192.0.2.1", 120), (3, vec![493]), "the next minute");
        let (lines, more) = refused.take(at(180), false);
        assert!(lines.is_empty() && more.is_empty(), "nothing is told twice: {more:?}");
    }

    #[test]
    fn many_addresses_share_the_lines_of_a_minute() {
        let refused = Refused::default();
        let lines: usize =
            (0..200).map(|it| noted(&refused, 5, &format!("2001:db8::{it:x}"), 60).0).sum();
        assert_eq!(lines, usize::try_from(LINES_MAX).unwrap());
        assert!(refused.0.lock().unwrap().of_address.len() <= lines, "nor is memory filled");
        let (_, more) = refused.take(at(120), false);
        assert_eq!(more, BTreeMap::from([("a".to_owned(), 960)]));
    }

    #[test]
    fn each_session_has_its_number_and_the_end_of_the_program_tells_it() {
        let refused = Refused::default();
        for session in ["a", "b", "b"] {
            for _ in 0..20 {
                refused.note(line(session, "192.0.2.1"), at(60));
            }
        }
        let (lines, more) = refused.take(at(60), true);
        assert_eq!(lines.len(), 10);
        assert_eq!(more, BTreeMap::from([("a".to_owned(), 10), ("b".to_owned(), 40)]));
    }

    #[test]
    fn what_nobody_takes_away_waits_within_its_bound() {
        let refused = Refused::default();
        for minute in 0..50 {
            for address in 0..20 {
                refused.note(line("a", &format!("192.0.2.{address}")), at(minute * 60));
            }
        }
        let (lines, more) = refused.take(at(50 * 60), false);
        assert_eq!(lines.len(), usize::try_from(LINES_MAX).unwrap());
        assert_eq!(more.into_values().sum::<u64>(), 1_000 - u64::from(LINES_MAX));
    }

    #[test]
    fn what_happens_to_honest_deputies_is_not_written_down() {
        use crate::domain::poll::PollState;
        let late = CastRefusal::NotOpen(PollState::Closed);
        assert_eq!([Why::of(&late), Why::of(&CastRefusal::NoPoll)], [None, None]);
        let forged = CastRefusal::Ballot(BallotError::Signature);
        assert_eq!(Why::of(&forged), Some(Why::Signature));
        for why in Why::ALL {
            assert_eq!(Why::parse(why.name()), Some(why));
        }
        assert_eq!(Why::parse("late"), None);
    }
}
