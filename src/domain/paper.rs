//! Paper and hands: how votes come in, when a poll may go over to paper, and how many papers there
//! must be beside sealed ballots (`docs/PROTOCOL.md` §6).
//!
//! Totals of papers are published apart from those of sealed ballots. So that nobody can be guessed
//! at, there are never fewer than five of either: a slip is *held* for paper first, and is void in
//! the log only when five are held. Fewer are cast by two tellers on a tablet before the close.

use ballotbox::manifest::{Channel, MIN_BALLOTS};
use ballotbox::method::Method;

use super::refusal::Refusal;

/// All channels, in the order in which forms offer them.
pub const CHANNELS: [Channel; 3] = [Channel::Sealed, Channel::Paper, Channel::Hands];

/// The name of a channel in JSON and in the database.
pub const fn name(channel: Channel) -> &'static str {
    match channel {
        Channel::Sealed => "sealed",
        Channel::Paper => "paper",
        Channel::Hands => "hands",
    }
}

/// The channel of a name.
pub fn parse(text: &str) -> Option<Channel> {
    CHANNELS.into_iter().find(|channel| name(*channel) == text)
}

/// Key of a channel's word on screens.
pub const fn word(channel: Channel) -> &'static str {
    match channel {
        Channel::Sealed => "channel-sealed",
        Channel::Paper => "channel-paper",
        Channel::Hands => "channel-hands",
    }
}

/// In which way a void vote is held again, and a further round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As the vote before it.
    Same,
    /// On paper, where the vote before it was on tablets: they may have failed.
    Paper,
}

impl Way {
    /// The channel that follows one.
    pub const fn after(self, before: Channel) -> Channel {
        match (self, before) {
            (Self::Paper, Channel::Sealed) => Channel::Paper,
            (Self::Same | Self::Paper, before) => before,
        }
    }
}

/// Hands can be counted for and against, one option after the other; they cannot choose, grade or
/// number, and are no secret vote.
///
/// # Errors
/// Says which method to choose, or which channel.
pub const fn check_method(channel: Channel, method: &Method) -> Result<(), Refusal> {
    match (channel, method) {
        (Channel::Sealed | Channel::Paper, _) | (Channel::Hands, Method::YesNoAbstain {}) => Ok(()),
        (Channel::Hands, _) => Err(Refusal::invalid("refusal-hands-method")),
    }
}

/// Fewest papers, and fewest sealed ballots, that are counted apart from the others; a rehearsal
/// shows nobody's choice.
pub fn fewest(rehearsal: bool) -> usize {
    if rehearsal { 1 } else { usize::try_from(MIN_BALLOTS).unwrap_or(usize::MAX) }
}

/// The papers of a sealed poll while it takes votes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaperStand {
    /// Sealed ballots in the log.
    pub ballots: usize,
    /// Slips that tellers hold against a paper and that are not void yet.
    pub held: usize,
    /// Slips that are void in this poll because their holders vote on paper.
    pub void: usize,
    /// Deputies who are present.
    pub present: usize,
    /// A rehearsal.
    pub rehearsal: bool,
}

impl PaperStand {
    /// Papers that were handed out.
    pub const fn papers(self) -> usize {
        self.held + self.void
    }

    /// Deputies who have neither cast nor been handed a paper.
    pub const fn left(self) -> usize {
        self.present.saturating_sub(self.ballots + self.papers())
    }

    /// How many papers are missing until there are enough of them.
    pub fn missing(self) -> usize {
        fewest(self.rehearsal).saturating_sub(self.papers())
    }

    /// Whether the poll may go over to paper in this round: both the sealed ballots so far and the
    /// papers that can still come must be enough to be counted apart.
    ///
    /// # Errors
    /// Says what to do instead.
    pub fn check_switch(self) -> Result<(), Refusal> {
        let fewest = fewest(self.rehearsal);
        if self.ballots < fewest {
            return Err(Refusal::conflict("refusal-paper-few-sealed")
                .with("n", self.ballots)
                .with("least", fewest));
        }
        let to_come = self.papers() + self.left();
        if (1..fewest).contains(&to_come) {
            return Err(Refusal::conflict("refusal-paper-few-left")
                .with("n", to_come)
                .with("least", fewest));
        }
        Ok(())
    }

    /// Whether the poll may be closed: no slip may still be held, and not more have voted than
    /// signed in, for the log takes no outcome of such a poll.
    ///
    /// # Errors
    /// Says what must be done before.
    pub fn check_close(self) -> Result<(), Refusal> {
        if self.held == 0 {
            return self.check_present();
        }
        let fewest = fewest(self.rehearsal);
        if self.papers() < fewest {
            return Err(Refusal::conflict("refusal-paper-few")
                .with("n", self.papers())
                .with("least", fewest));
        }
        Err(Refusal::conflict("refusal-paper-unsigned").with("n", self.held))
    }

    fn check_present(self) -> Result<(), Refusal> {
        let voted = self.ballots + self.void;
        if voted <= self.present {
            return Ok(());
        }
        Err(Refusal::conflict("refusal-close-more").with("n", voted).with("present", self.present))
    }
}

/// How many papers tellers hand out must be said when a vote on paper is closed.
///
/// # Errors
/// When it is not said, or is more than there are deputies in the hall.
pub fn check_issued(
    channel: Channel,
    issued: Option<u32>,
    present: u32,
) -> Result<Option<u32>, Refusal> {
    match (channel, issued) {
        (Channel::Sealed | Channel::Hands, _) => Ok(None),
        (Channel::Paper, None) => Err(Refusal::invalid("refusal-issued-missing")),
        (Channel::Paper, Some(issued)) if issued > present => {
            Err(Refusal::invalid("refusal-issued-many")
                .with("issued", issued)
                .with("present", present))
        }
        (Channel::Paper, Some(issued)) => Ok(Some(issued)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(result: Result<(), Refusal>) -> &'static str {
        result.map_or_else(|refusal| refusal.key(), |()| "")
    }

    fn stand(ballots: usize, held: usize, void: usize, present: usize) -> PaperStand {
        PaperStand { ballots, held, void, present, rehearsal: false }
    }

    #[test]
    fn a_poll_goes_over_to_paper_where_both_parts_are_enough() {
        let (sealed, left) = ("refusal-paper-few-sealed", "refusal-paper-few-left");
        let table = [
            (stand(4, 0, 0, 40), sealed),
            (stand(5, 0, 0, 40), ""),
            (stand(35, 0, 0, 40), ""),
            (stand(36, 0, 0, 40), left),
            (stand(39, 0, 0, 40), left),
            // Whoever comes late can still be handed a paper, or the poll is closed.
            (stand(40, 0, 0, 40), ""),
            (stand(33, 3, 4, 40), ""),
            (stand(36, 3, 1, 40), left),
        ];
        for (stand, expected) in table {
            assert_eq!(key(stand.check_switch()), expected, "{stand:?}");
        }
        for (ballots, expected) in [(0, sealed), (1, ""), (39, "")] {
            let stand = PaperStand { rehearsal: true, ..stand(ballots, 0, 0, 40) };
            assert_eq!(key(stand.check_switch()), expected, "{stand:?}");
        }
    }

    #[test]
    fn a_poll_closes_when_no_slip_is_held_and_all_who_voted_signed_in() {
        let table = [
            (stand(40, 0, 0, 40), ""),
            (stand(35, 0, 5, 40), ""),
            (stand(41, 0, 0, 40), "refusal-close-more"),
            (stand(35, 0, 6, 40), "refusal-close-more"),
            (stand(36, 1, 0, 40), "refusal-paper-few"),
            (stand(36, 4, 0, 40), "refusal-paper-few"),
            (stand(35, 5, 0, 40), "refusal-paper-unsigned"),
            (stand(34, 1, 5, 40), "refusal-paper-unsigned"),
        ];
        for (stand, expected) in table {
            assert_eq!(key(stand.check_close()), expected, "{stand:?}");
        }
        assert_eq!((stand(30, 2, 1, 40).left(), stand(30, 2, 1, 40).missing()), (7, 2));
    }

    #[test]
    fn papers_handed_out_are_said_and_not_more_than_deputies() {
        let issued = |channel, said| check_issued(channel, said, 40).map_err(|it| it.key());
        assert_eq!(issued(Channel::Paper, None), Err("refusal-issued-missing"));
        assert_eq!(issued(Channel::Paper, Some(41)), Err("refusal-issued-many"));
        assert_eq!(issued(Channel::Paper, Some(40)), Ok(Some(40)));
        assert_eq!(issued(Channel::Sealed, Some(7)), Ok(None));
        assert_eq!(issued(Channel::Hands, None), Ok(None));
    }

    #[test]
    fn hands_are_for_or_against() {
        assert_eq!(key(check_method(Channel::Hands, &Method::YesNoAbstain {})), "");
        let pick = Method::Pick { min: 0, max: 2 };
        assert_eq!(key(check_method(Channel::Hands, &pick)), "refusal-hands-method");
        assert_eq!(key(check_method(Channel::Paper, &pick)), "");
        for channel in CHANNELS {
            assert_eq!(parse(name(channel)), Some(channel));
        }
        assert_eq!(parse("post"), None);
    }
}
