//! Papers of a session: what stands on each is collected here, once, from the database and the log;
//! `documents` sets it. Slips and key cards hold secrets and are none of these.

mod before;
mod counted;
mod minutes;
mod notice;
mod sources;

use std::time::Duration;

use ballotbox::canonical;
use serde_json::json;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use uuid::Uuid;

use super::{Fault, Service};
use crate::documents::papers::Paper;
use crate::documents::typeset::{Print, TypesetError, coverage};
use crate::domain::papers::{Layout, PaperAsked, PaperKind, PaperSize, PaperStage, VotesShown};
use crate::domain::poll::PollState;
use crate::domain::refusal::Refusal;
use sources::Sources;

/// Documents that are set at the same time; the others wait for their turn.
const AT_ONCE: usize = 2;
/// Documents that are set or wait; a crowd that reads a notice must not fill the memory.
const PLACES: usize = 64;
/// How long a document waits for its turn.
const TURN_MAX: Duration = Duration::from_mins(2);
static PRESS: Press = Press::new(PLACES, AT_ONCE);

/// Letters of a paper's code, and how they are grouped.
const CODE_LETTERS: (usize, usize) = (20, 5);

/// A paper of a session, ready or not.
#[derive(Debug)]
pub struct Shelved {
    /// What it is.
    pub kind: PaperKind,
    /// Of which poll.
    pub poll: Option<Uuid>,
    /// The poll's question.
    pub question: String,
    /// What is missing and who must do it; nothing where it can be printed.
    pub missing: Option<Refusal>,
}

/// A paper as a file.
#[derive(Debug)]
pub struct PrintedPaper {
    /// Its name, in the order of the day, with its ending.
    pub name: String,
    /// The PDF.
    pub bytes: Vec<u8>,
}

/// The characters of a text that no typeface here has: documents cannot print them.
pub fn lacking(text: &str) -> Vec<char> {
    coverage(text)
}

/// The texts of which documents cannot print a character.
pub fn unprintable<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    texts.into_iter().filter(|text| !lacking(text).is_empty()).collect()
}

impl Service {
    /// A paper, as the data stand now.
    ///
    /// # Errors
    /// Says what is missing and who must do it.
    pub async fn paper(&self, session: Uuid, asked: &PaperAsked) -> Result<Paper, Fault> {
        self.paper_of(&self.sources(session).await?, asked)
    }

    /// The notice of a poll, for everybody once it is published.
    ///
    /// # Errors
    /// Where it is not published, as if there were no such poll.
    pub async fn public_notice(
        &self,
        session: Uuid,
        poll: Uuid,
        layout: Layout,
    ) -> Result<Paper, Fault> {
        // In public only what the congress decided to publish.
        let layout = Layout { counts: VotesShown::Rule, ..layout };
        let record = self.record(session).await?;
        record.poll(poll).ok_or_else(|| Refusal::not_found("refusal-no-poll"))?;
        let asked = PaperAsked { kind: PaperKind::Notice, poll: Some(poll), layout };
        self.paper(session, &asked).await
    }

    /// All papers of a session in the order of the day, those that are missing too.
    ///
    /// # Errors
    /// When there is no such session.
    pub async fn paper_shelf(&self, session: Uuid) -> Result<Vec<Shelved>, Fault> {
        let sources = self.sources(session).await?;
        let mut papers = Vec::new();
        for kind in PaperKind::ALL {
            for (poll, question) in sources.polls_for(kind) {
                let missing = sources.check(kind, poll).err();
                papers.push(Shelved { kind, poll, question, missing });
            }
        }
        Ok(papers)
    }

    /// All papers that a stage of the day needs and that can be printed.
    ///
    /// # Errors
    /// When none of them can.
    pub async fn papers_of_stage(
        &self,
        session: Uuid,
        stage: PaperStage,
        layout: Layout,
    ) -> Result<Vec<Paper>, Fault> {
        let sources = self.sources(session).await?;
        let papers = self.all_of(&sources, layout, |kind| kind.stage() == stage)?;
        if papers.is_empty() {
            return Err(Refusal::conflict("refusal-paper-none")
                .with_word("stage", stage.word())
                .into());
        }
        Ok(papers)
    }

    /// All papers of a session that can be printed, each as a file of its own. Ballots come in both
    /// sizes.
    ///
    /// # Errors
    /// When one of them cannot be set.
    pub async fn session_papers(&self, session: Uuid) -> Result<Vec<PrintedPaper>, Fault> {
        let sources = self.sources(session).await?;
        let plain = Layout::default();
        let large = Layout { size: PaperSize::A3, ..plain };
        let usual = self.all_of(&sources, plain, |_| true)?.into_iter().map(|it| (it, ""));
        let ballots = self.all_of(&sources, large, |kind| kind == PaperKind::Ballot)?;
        let more = ballots.into_iter().map(|paper| (paper, "-A3"));
        let mut files = Vec::new();
        for (number, (paper, mark)) in (1..).zip(usual.chain(more)) {
            let number: usize = number;
            let name = format!("{number:02}-{}{mark}.pdf", paper.name);
            let bytes = self.print(session, vec![paper]).await?;
            files.push(PrintedPaper { name, bytes });
        }
        Ok(files)
    }

    /// Whether a code is that of the data as they stand now. It says nothing else of them.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn paper_stands(
        &self,
        session: Uuid,
        asked: &PaperAsked,
        code: &str,
    ) -> Result<bool, Fault> {
        match self.paper(session, asked).await {
            Ok(paper) => Ok(ballotbox::codec::same_code(&paper.code, code)),
            Err(Fault::Refused(_)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    /// Sets papers as one PDF.
    ///
    /// # Errors
    /// When they are too long.
    pub async fn print(&self, session: Uuid, papers: Vec<Paper>) -> Result<Vec<u8>, Fault> {
        let print = self.to_print(session, &papers).await?;
        PRESS.set(move || print.pdf()).await
    }

    /// A picture of a paper's first page, as SVG.
    ///
    /// # Errors
    /// When it is too long.
    pub async fn picture(&self, session: Uuid, paper: Paper) -> Result<String, Fault> {
        let print = self.to_print(session, &[paper]).await?;
        PRESS.set(move || print.first_page()).await
    }

    async fn to_print(&self, session: Uuid, papers: &[Paper]) -> Result<Print, Fault> {
        let board = self.board(session).await?;
        let day = board.session.opens_on;
        let title = match papers {
            [one] => format!("{} {}", one.congress, one.name),
            _ => board.session.title.clone(),
        };
        let codes: Vec<_> = papers.iter().map(|paper| paper.code.as_str()).collect();
        Ok(Print {
            title,
            author: format!("{}{}", board.township.county, board.township.name),
            day: (day.year(), day.month(), day.day()),
            identity: codes.join(" "),
            papers: papers.iter().map(Paper::json).collect(),
        })
    }

    fn all_of(
        &self,
        sources: &Sources,
        layout: Layout,
        wanted: impl Fn(PaperKind) -> bool,
    ) -> Result<Vec<Paper>, Fault> {
        let mut papers = Vec::new();
        for kind in PaperKind::ALL.into_iter().filter(|kind| wanted(*kind)) {
            for (poll, _) in sources.polls_for(kind) {
                if sources.check(kind, poll).is_ok() {
                    papers.push(self.paper_of(sources, &PaperAsked { kind, poll, layout })?);
                }
            }
        }
        Ok(papers)
    }

    fn paper_of(&self, sources: &Sources, asked: &PaperAsked) -> Result<Paper, Fault> {
        let PaperAsked { kind, poll, layout } = *asked;
        sources.check(kind, poll)?;
        let session = &sources.board.session;
        // The code is that of what is said, in whatever way it is laid out.
        let plain = Layout { counts: layout.counts, ..Layout::default() };
        let data = canonical::to_bytes(&json!({
            "kind": kind.name(),
            "session": session.id,
            "congress": session.title,
            "rehearsal": session.rehearsal,
            "poll": poll.map_or_else(String::new, |poll| poll.to_string()),
            "body": sources.body(kind, poll, plain)?,
        }))?;
        let (letters, group) = CODE_LETTERS;
        let code = self.inner.keys.paper_digest(&data).code(letters, group);
        let site = self.address_of(&session.site);
        let mut address = format!("{site}/papers/{}/{}?code={code}", session.id, kind.name());
        if let Some(poll) = poll {
            address.push_str("&poll=");
            address.push_str(&poll.to_string());
        }
        if layout.counts != VotesShown::Rule && kind == PaperKind::Notice {
            address.push_str("&counts=");
            address.push_str(layout.counts.name());
        }
        Ok(Paper {
            kind,
            name: sources.name(kind, poll),
            congress: session.title.clone(),
            rehearsal: session.rehearsal,
            code,
            address,
            body: sources.body(kind, poll, layout)?,
        })
    }
}

/// Where documents are set: a few at a time, while a number of others wait.
struct Press {
    places: Semaphore,
    turns: Semaphore,
}

impl Press {
    const fn new(places: usize, at_once: usize) -> Self {
        Self { places: Semaphore::const_new(places), turns: Semaphore::const_new(at_once) }
    }

    /// Sets a document away from the threads that answer requests.
    async fn set<T: Send + 'static>(
        &'static self,
        work: impl FnOnce() -> Result<T, TypesetError> + Send + 'static,
    ) -> Result<T, Fault> {
        let busy = || Refusal::too_many("refusal-paper-busy");
        let _place = self.places.try_acquire().map_err(|_| busy())?;
        let turn = timeout(TURN_MAX, self.turns.acquire()).await.map_err(|_| busy())?;
        let turn = turn.map_err(|_| Fault::Broken("no document is set any more"))?;
        let done = tokio::task::spawn_blocking(move || {
            // Kept to the end of the work, which goes on where nobody waits for it any more.
            let _turn = turn;
            work()
        });
        let set = done.await.map_err(|_| Fault::Broken("the typesetter gave up"))?;
        set.map_err(|error| {
            tracing::error!(%error, "a document cannot be set");
            match error {
                TypesetError::Template(_) => Fault::Broken("a document cannot be set"),
                TypesetError::Pages(pages) => {
                    Refusal::invalid("refusal-paper-long").with("pages", pages).into()
                }
            }
        })
    }
}

/// Whether a poll of this state has papers of its own.
const fn has_papers(state: PollState) -> bool {
    !matches!(state, PollState::Voided)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_finds_no_place_is_told_at_once() {
        static PRESS: Press = Press::new(1, 1);
        let (release, held) = std::sync::mpsc::channel::<()>();
        let (begun, begins) = tokio::sync::oneshot::channel::<()>();
        let first = tokio::spawn(PRESS.set(move || {
            begun.send(()).unwrap();
            held.recv().unwrap();
            Ok(())
        }));
        begins.await.unwrap();
        let second = PRESS.set(|| Ok(())).await;
        assert!(matches!(second, Err(Fault::Refused(it)) if it.key() == "refusal-paper-busy"));
        release.send(()).unwrap();
        first.await.unwrap().unwrap();
        PRESS.set(|| Ok(())).await.unwrap();
    }
}
