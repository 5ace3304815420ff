//! 票数核对: the counting identities of a poll (`docs/PROTOCOL.md` §8, check 14; `docs/RULES.md` §2
//! P10 and P11). All arithmetic of the screen, and what blocks a certificate, stands here.

use ballotbox::manifest::Channel;

use super::refusal::Refusal;

/// What was counted of a poll that is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How votes came in.
    pub channel: Channel,
    /// 发出: slips handed out, papers handed out, or hands that could be raised.
    pub issued: u64,
    /// Sealed ballots in the log.
    pub ballots: u64,
    /// Stubs in the box, once all tellers have signed for them.
    pub stubs: Option<u64>,
    /// Whether the presidium's threshold has signed for a difference between the two.
    pub answered: bool,
    /// Slips void in this poll against papers; of a vote on paper, the papers handed out.
    pub papers_issued: u64,
    /// Papers that were entered, invalid ones included; of a show of hands, those who took part.
    pub papers: u64,
    /// Papers that were handed out and are in no box, as the tellers state who signed the closing
    /// note.
    pub unreturned: Option<u64>,
    /// Present by the close.
    pub present: u64,
    /// On the sign-in list as it stands now.
    pub signed_in: u64,
    /// Whether the outcome is that the vote is void for more ballots than were issued.
    pub void: bool,
}

/// How an identity stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    Holds,
    /// It is not counted yet.
    Open,
    /// It does not hold, and the presidium has signed for it.
    Answered,
    /// It does not hold, and the vote is void for it: that is what is certified.
    Voids,
    /// It does not hold: nothing is certified.
    Breach,
}

impl Standing {
    /// Key of its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Holds => "recon-holds",
            Self::Open => "recon-open",
            Self::Answered => "recon-answered",
            Self::Voids => "recon-voids",
            Self::Breach => "recon-breach",
        }
    }

    /// Its name among the styles, each with a shape of its own.
    pub const fn style(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Voids => "voids",
            Self::Breach => "breach",
        }
    }
}

/// What must hold between figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// 发出 = 收回 + 未投.
    Issued,
    /// Stubs in the box are as many as sealed ballots.
    Stubs,
    /// Papers handed out = papers in the box + 未交.
    Papers,
    /// Sealed ballots and papers are not more than present.
    Present,
    /// Present by the close are not more than the sign-in list has.
    SignIn,
}

impl Identity {
    /// Key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Issued => "recon-issued",
            Self::Stubs => "recon-stubs",
            Self::Papers => "recon-papers",
            Self::Present => "recon-present",
            Self::SignIn => "recon-sign-in",
        }
    }

    /// Key of the sentence that says what the law or the rule says where it does not hold.
    pub const fn law(self) -> &'static str {
        match self {
            Self::Issued | Self::Papers => "recon-law-issued",
            Self::Stubs => "recon-law-stubs",
            Self::Present => "recon-law-present",
            Self::SignIn => "recon-law-sign-in",
        }
    }
}

/// A figure with the key of its word.
pub type Figure = (&'static str, u64);

/// One line of the reconciliation: `left` is or is at least `right` together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What must hold.
    pub identity: Identity,
    /// The figure on the left.
    pub left: Figure,
    /// `=` or `≥` where it holds, else what is true.
    pub sign: &'static str,
    /// The figures on the right.
    pub right: Vec<Figure>,
    /// How it stands.
    pub standing: Standing,
}

/// All lines of a poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciliation {
    /// The lines in the order in which they are read out.
    pub lines: Vec<Line>,
}

impl Counted {
    const fn returned(&self) -> u64 {
        self.ballots.saturating_add(self.papers)
    }

    /// The lines that this channel has.
    pub fn reconcile(&self) -> Reconciliation {
        let mut lines = vec![self.of_issued()];
        if self.channel == Channel::Sealed {
            lines.push(self.of_stubs());
        }
        let papers = self.papers_issued > 0 || self.papers > 0;
        if papers && self.channel != Channel::Hands {
            lines.push(self.of_papers());
        }
        lines.push(self.of_present());
        lines.push(self.of_sign_in());
        Reconciliation { lines }
    }

    /// What was issued came back or was not cast.
    fn of_issued(&self) -> Line {
        let returned = self.returned();
        let not_cast = self.issued.saturating_sub(returned);
        let mut right = vec![("recon-returned", returned), ("recon-not-cast", not_cast)];
        if self.ballots > 0 && self.papers > 0 {
            right.splice(..1, [("recon-ballots", self.ballots), ("recon-paper", self.papers)]);
        }
        Line {
            identity: Identity::Issued,
            left: ("recon-handed-out", self.issued),
            sign: if returned <= self.issued { "=" } else { "<" },
            right,
            standing: self.at_most(returned, self.issued),
        }
    }

    fn of_stubs(&self) -> Line {
        let (stubs, ballots) = (self.stubs.unwrap_or_default(), self.ballots);
        let (sign, standing) = match self.stubs {
            None => ("?", Standing::Open),
            Some(_) if stubs == ballots => ("=", Standing::Holds),
            Some(_) if self.answered => ("≠", Standing::Answered),
            Some(_) => ("≠", Standing::Breach),
        };
        let right = vec![("recon-ballots", ballots)];
        Line {
            identity: Identity::Stubs,
            left: ("recon-stubs-counted", stubs),
            sign,
            right,
            standing,
        }
    }

    /// Papers in the box and those that tellers say are missing.
    fn of_papers(&self) -> Line {
        let missing = self.papers_issued.saturating_sub(self.papers);
        let unreturned = self.unreturned.unwrap_or(missing);
        let (sign, standing) = if self.papers > self.papers_issued {
            ("<", self.at_most(self.papers, self.papers_issued))
        } else if self.unreturned.is_none() {
            ("=", Standing::Open)
        } else if unreturned == missing {
            ("=", Standing::Holds)
        } else {
            ("≠", Standing::Breach)
        };
        Line {
            identity: Identity::Papers,
            left: ("recon-papers-issued", self.papers_issued),
            sign,
            right: vec![("recon-papers-in", self.papers), ("recon-unreturned", unreturned)],
            standing,
        }
    }

    fn of_present(&self) -> Line {
        let returned = self.returned();
        Line {
            identity: Identity::Present,
            left: ("recon-present-figure", self.present),
            sign: if returned <= self.present { "≥" } else { "<" },
            right: vec![("recon-returned", returned)],
            standing: self.at_most(returned, self.present),
        }
    }

    /// The list that people signed still has everybody who was counted.
    fn of_sign_in(&self) -> Line {
        let holds = self.signed_in >= self.present;
        Line {
            identity: Identity::SignIn,
            left: ("recon-signed-in", self.signed_in),
            sign: if holds { "≥" } else { "<" },
            right: vec![("recon-present-figure", self.present)],
            standing: if holds { Standing::Holds } else { Standing::Breach },
        }
    }

    const fn at_most(&self, returned: u64, most: u64) -> Standing {
        if returned <= most {
            Standing::Holds
        } else if self.void {
            Standing::Voids
        } else {
            Standing::Breach
        }
    }
}

impl Reconciliation {
    /// The first line that does not hold.
    pub fn breach(&self) -> Option<&Line> {
        self.lines.iter().find(|line| line.standing == Standing::Breach)
    }

    /// Lines of which the law has something to say.
    pub fn laws(&self) -> impl Iterator<Item = &'static str> {
        let speaks = |line: &&Line| {
            matches!(line.standing, Standing::Answered | Standing::Voids | Standing::Breach)
        };
        self.lines.iter().filter(speaks).map(|line| line.identity.law())
    }

    /// Whether the poll may be certified.
    ///
    /// # Errors
    /// Names the line, what it says and what to do.
    pub fn check(&self) -> Result<(), Refusal> {
        match self.breach() {
            None => Ok(()),
            Some(line) => {
                let right: u64 = line.right.iter().map(|(_, figure)| figure).sum();
                Err(Refusal::conflict("refusal-recon")
                    .with_word("identity", line.identity.word())
                    .with("left", line.left.1)
                    .with("sign", line.sign)
                    .with("right", right)
                    .with_word("law", line.identity.law()))
            }
        }
    }
}

#[cfg(test)]
#[path = "reconciliation_tests.rs"]
mod tests;
