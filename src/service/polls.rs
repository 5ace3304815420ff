//! Polls before they open: question, candidates, method, rule, the fingerprint of the list, and
//! the record that the congress adopted the 票决办法.

use ballotbox::codec::Digest;
use ballotbox::form::Form;
use ballotbox::ledger::PollLedger;
use ballotbox::manifest::{Channel, Manifest};
use ballotbox::method::Method;
use ballotbox::rule::{Rule, RuleSettings};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::board::Board;
use super::gathered;
use super::work::Work;
use super::{Actor, Fault, Service};
use crate::clock::draw_id;
use crate::domain::body::VotingBody;
use crate::domain::paper::{Way, check_method, word};
use crate::domain::poll::{PollState, Verb};
use crate::domain::project::{Project, ProjectState};
use crate::domain::refusal::Refusal;
use crate::domain::text::{TEXT_MAX, TITLE_MAX, day, required};
use crate::storage;
use crate::storage::polls::{Draft, DraftState};

/// Fewest candidates of a poll.
const OPTIONS_MIN: usize = 2;

/// What the clerk writes of a poll.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PollForm {
    /// The question on the ballot.
    pub question: String,
    /// The ballot method, as in `docs/FORMATS.md`.
    pub method: Value,
    /// The rule, a profile and changes, as in `docs/FORMATS.md`.
    pub rule: Value,
    /// The candidate projects in the order of the ballot.
    pub options: Vec<Uuid>,
    /// How votes come in; sealed ballots where nothing is said.
    #[serde(default = "sealed")]
    pub channel: Channel,
}

const fn sealed() -> Channel {
    Channel::Sealed
}

/// A poll that is prepared, read.
#[derive(Clone, Debug)]
pub struct PreparedPoll {
    /// What is kept of it.
    pub draft: Draft,
    /// The method.
    pub method: Method,
    /// The rule with every parameter explicit.
    pub rule: Rule,
    /// The candidates in the order of the ballot.
    pub candidates: Vec<Project>,
}

impl PreparedPoll {
    /// Reads what is kept of a poll.
    fn read(draft: Draft, projects: &[Project]) -> Result<Self, Fault> {
        let broken = Fault::Broken("a poll that was checked cannot be read");
        let Ok(method) = serde_json::from_str(&draft.method) else { return Err(broken) };
        let Ok(settings) = serde_json::from_str::<RuleSettings>(&draft.rule) else {
            return Err(broken);
        };
        let Ok(rule) = settings.resolve() else { return Err(broken) };
        let candidate = |(_, id): &(u32, Uuid)| projects.iter().find(|it| it.id == *id).cloned();
        let candidates = draft.options.iter().filter_map(candidate).collect();
        Ok(Self { draft, method, rule, candidates })
    }

    /// The fingerprint (清单指纹) of question, candidates with all that is written of them, method
    /// and rule.
    pub fn fingerprint(&self) -> Result<Digest, Fault> {
        let option =
            |project: &Project| Ok(json!([project.id, project.description.digest()?.to_string()]));
        let options = self.candidates.iter().map(option).collect::<Result<Vec<_>, Fault>>()?;
        let mut value = json!({
            "question": self.draft.question,
            "method": self.method,
            "rule": self.rule,
            "options": options,
        });
        // The usual channel leaves the fingerprint as it is, so that nothing that was printed
        // before changes.
        if let (Some(members), Channel::Paper | Channel::Hands) =
            (value.as_object_mut(), self.draft.channel)
        {
            members.insert("channel".to_owned(), json!(self.draft.channel));
        }
        Ok(Digest::of(&[&ballotbox::canonical::to_bytes(&value)?]))
    }

    /// Whether list and rule are to the last character what two persons fixed.
    pub fn is_as_fixed(&self) -> Result<bool, Fault> {
        Ok(self.fingerprint()?.to_string() == self.draft.list_digest)
    }

    /// How far it has come while the log knows nothing of it.
    pub const fn state_before_opening(&self) -> PollState {
        match self.draft.state {
            DraftState::Draft => PollState::Draft,
            DraftState::Ready | DraftState::Opened => PollState::Ready,
        }
    }

    /// How far it has come, by the session's board.
    pub fn state(&self, board: &Board) -> PollState {
        let logged = board.poll(self.draft.id).map(|logged| logged.state);
        logged.unwrap_or_else(|| self.state_before_opening())
    }

    /// Key of the word for how votes come in.
    pub const fn channel_word(&self) -> &'static str {
        word(self.draft.channel)
    }

    /// Whether the rule leaves fewer than a fifth more candidates than seats.
    pub fn surplus_is_small(&self) -> bool {
        let Some(seats) = self.rule.seats else { return false };
        let seats = u64::from(seats);
        let candidates = u64::try_from(self.candidates.len()).unwrap_or(u64::MAX);
        candidates.saturating_sub(seats) * 5 < seats
    }
}

impl Service {
    /// The polls of a session as they were prepared, in order.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn prepared_polls(&self, session: Uuid) -> Result<Vec<PreparedPoll>, Fault> {
        let mut connection = self.storage().read().await?;
        let projects = storage::projects::all(&mut connection, session).await?;
        let drafts = storage::polls::all(&mut connection, session).await?;
        drafts.into_iter().map(|draft| PreparedPoll::read(draft, &projects)).collect()
    }

    /// One poll as it was prepared.
    ///
    /// # Errors
    /// When there is no such poll.
    pub async fn prepared_poll(&self, session: Uuid, poll: Uuid) -> Result<PreparedPoll, Fault> {
        let polls = self.prepared_polls(session).await?;
        let found = polls.into_iter().find(|prepared| prepared.draft.id == poll);
        Ok(found.ok_or_else(|| Refusal::not_found("refusal-no-poll"))?)
    }

    /// The 票决办法 that a poll is opened under, written from its manifest, and when the congress
    /// adopted it.
    ///
    /// # Errors
    /// When there is no such poll.
    pub async fn adopted_rule(
        &self,
        body: &VotingBody,
        manifest: &Manifest,
    ) -> Result<String, Fault> {
        let prepared = self.prepared_poll(manifest.session, manifest.poll).await?;
        Ok(gathered::regulation(body, manifest, Some(&prepared.draft)))
    }

    /// Adds a poll.
    ///
    /// # Errors
    /// When something in it does not fit.
    pub async fn add_poll(
        &self,
        actor: &Actor,
        session: Uuid,
        form: PollForm,
    ) -> Result<Uuid, Fault> {
        Verb::Edit.check(PollState::Draft, actor.account.role)?;
        let mut work = self.work_of(session, actor).await?;
        let polls = storage::polls::all(work.connection(), session).await?;
        let position = free_place(&polls, work.session.stubs, form.channel)?;
        let mut draft = Draft {
            id: draw_id(),
            position,
            question: String::new(),
            channel: form.channel,
            method: String::new(),
            rule: String::new(),
            state: DraftState::Draft,
            previous: None,
            options: Vec::new(),
            list_digest: String::new(),
            adopted_on: String::new(),
            adopted_record: String::new(),
            paper_since: String::new(),
            paper_reason: String::new(),
            version: 0,
        };
        work.fill(&mut draft, form).await?;
        storage::polls::insert(work.connection(), session, &draft).await?;
        work.audit(actor, "audit-poll-added", &draft.question, draft.id.to_string()).await?;
        work.commit().await?;
        Ok(draft.id)
    }

    /// Changes a poll that is a draft. `version` is the one that the clerk saw.
    ///
    /// # Errors
    /// When list and rule are fixed, somebody else changed it, or something does not fit.
    pub async fn edit_poll(
        &self,
        actor: &Actor,
        session: Uuid,
        poll: Uuid,
        version: u64,
        form: PollForm,
    ) -> Result<(), Fault> {
        let mut work = self.work_of(session, actor).await?;
        let mut draft = work.draft(poll).await?;
        Verb::Edit.check(work.state_of(&draft), actor.account.role)?;
        draft.version = version;
        // What was adopted was another text.
        draft.adopted_on = String::new();
        draft.adopted_record = String::new();
        // A vote on paper gives its stub back, and one on tablets needs one.
        let has_stub = draft.position <= work.session.stubs;
        if has_stub != (form.channel == Channel::Sealed) {
            let polls = storage::polls::all(work.connection(), session).await?;
            draft.position = free_place(&polls, work.session.stubs, form.channel)?;
        }
        work.fill(&mut draft, form).await?;
        storage::polls::update(work.connection(), session, &draft).await?;
        work.withdraw_proposals("freeze", &poll.to_string()).await?;
        work.audit(actor, "audit-poll-edited", &draft.question, poll.to_string()).await?;
        work.commit().await?;
        Ok(())
    }

    /// Discards a poll that is a draft.
    ///
    /// # Errors
    /// When it is not a draft any more.
    pub async fn discard_poll(
        &self,
        actor: &Actor,
        session: Uuid,
        poll: Uuid,
    ) -> Result<(), Fault> {
        let mut work = self.work_of(session, actor).await?;
        let draft = work.draft(poll).await?;
        Verb::Edit.check(work.state_of(&draft), actor.account.role)?;
        work.withdraw_proposals("freeze", &poll.to_string()).await?;
        storage::polls::delete(work.connection(), session, poll).await?;
        work.audit(actor, "audit-poll-discarded", draft.question, poll.to_string()).await?;
        work.commit().await?;
        Ok(())
    }

    /// Records that the congress adopted the 票决办法 that the rule generates. Without it the poll
    /// cannot open.
    ///
    /// # Errors
    /// When it is too late, or the record is empty.
    pub async fn adopt(
        &self,
        actor: &Actor,
        session: Uuid,
        poll: Uuid,
        on: &str,
        record: &str,
    ) -> Result<(), Fault> {
        let on = day("field-adopted-on", on)?;
        let record = required("field-adoption", record, TEXT_MAX)?;
        let mut work = self.work_of(session, actor).await?;
        let mut draft = work.draft(poll).await?;
        Verb::Adopt.check(work.state_of(&draft), actor.account.role)?;
        draft.adopted_on = on.to_string();
        draft.adopted_record = record;
        storage::polls::update(work.connection(), session, &draft).await?;
        work.audit(actor, "audit-adopted", draft.question, draft.adopted_record).await?;
        work.commit().await?;
        Ok(())
    }

    /// Prepares the round that the outcome of a poll asks for: its options, seats and rule follow
    /// from the outcome, its slips and keys are the same. Where tablets have failed since, it can
    /// be held on paper, for which the 票决办法 that was adopted provides.
    ///
    /// # Errors
    /// When the outcome asks for none, or the round is prepared already.
    pub async fn prepare_next_round(
        &self,
        actor: &Actor,
        session: Uuid,
        poll: Uuid,
        way: Way,
    ) -> Result<Uuid, Fault> {
        let mut work = self.work_of(session, actor).await?;
        Verb::NextRound.check(work.poll_state(poll).await?, actor.account.role)?;
        let drafts = storage::polls::all(work.connection(), session).await?;
        let continues = |draft: &&Draft| draft.previous == Some(poll);
        for earlier in drafts.iter().filter(continues) {
            if work.state_of(earlier) != PollState::Voided {
                return Err(Refusal::conflict("refusal-round-prepared").into());
            }
        }
        let before = drafts.iter().find(|draft| draft.id == poll);
        let before = before.ok_or_else(|| Refusal::not_found("refusal-no-poll"))?;
        let channel = way.after(before.channel);
        let position = free_place(&drafts, work.session.stubs, channel)?;
        let id = draw_id();
        let now = work.now.clone();
        let manifest = work.ledger().next_round(poll, (id, channel), now);
        let manifest = manifest.map_err(|_| Refusal::conflict("refusal-no-round"))?;
        let written = |value: Result<String, serde_json::Error>| {
            value.map_err(|_| Fault::Broken("a round cannot be written"))
        };
        let mut draft = Draft {
            id,
            position,
            question: manifest.question.clone(),
            channel: manifest.channel,
            method: written(serde_json::to_string(&manifest.method))?,
            rule: written(serde_json::to_string(&manifest.rule))?,
            state: DraftState::Ready,
            previous: Some(poll),
            options: manifest.options.iter().map(|it| (it.number, it.id)).collect(),
            list_digest: String::new(),
            adopted_on: before.adopted_on.clone(),
            adopted_record: before.adopted_record.clone(),
            paper_since: String::new(),
            paper_reason: String::new(),
            version: 1,
        };
        draft.list_digest = work.prepared(&draft).await?.fingerprint()?.to_string();
        storage::polls::insert(work.connection(), session, &draft).await?;
        work.audit(actor, "audit-round", &draft.question, id.to_string()).await?;
        work.commit().await?;
        Ok(id)
    }
}

/// The place of one more poll. Of sealed ballots that is a stub of the slips; votes on paper or by
/// hands use none and stand behind all that do.
pub(super) fn free_place(polls: &[Draft], stubs: u32, channel: Channel) -> Result<u32, Refusal> {
    match channel {
        Channel::Sealed => free_stub(polls, stubs),
        Channel::Paper | Channel::Hands => {
            let last = polls.iter().map(|poll| poll.position).max().unwrap_or(0);
            Ok(last.max(stubs).saturating_add(1))
        }
    }
}

/// The stub of a slip for one more poll: the one after the last, and where there is none, one that
/// a discarded poll has given back.
fn free_stub(polls: &[Draft], stubs: u32) -> Result<u32, Refusal> {
    let places = polls.iter().map(|poll| poll.position);
    let taken: Vec<u32> = places.filter(|place| *place <= stubs).collect();
    let last = taken.iter().copied().max().unwrap_or(0);
    let free = (last + 1..=stubs).chain(1..=last).find(|stub| !taken.contains(stub));
    free.ok_or_else(|| Refusal::conflict("refusal-stubs").with("stubs", stubs))
}

impl Work {
    /// A poll as it was prepared.
    pub(super) async fn draft(&mut self, poll: Uuid) -> Result<Draft, Fault> {
        let session = self.session.id;
        let drafts = storage::polls::all(self.connection(), session).await?;
        let found = drafts.into_iter().find(|draft| draft.id == poll);
        Ok(found.ok_or_else(|| Refusal::not_found("refusal-no-poll"))?)
    }

    /// A poll as it was prepared, read.
    pub(super) async fn prepared(&mut self, draft: &Draft) -> Result<PreparedPoll, Fault> {
        let session = self.session.id;
        let projects = storage::projects::all(self.connection(), session).await?;
        PreparedPoll::read(draft.clone(), &projects)
    }

    /// How far a poll has come.
    pub(super) fn state_of(&self, draft: &Draft) -> PollState {
        match (draft.state, self.ledger().poll(draft.id)) {
            (_, Some(logged)) => logged.phase().into(),
            (DraftState::Draft, None) => PollState::Draft,
            (DraftState::Ready | DraftState::Opened, None) => PollState::Ready,
        }
    }

    /// A poll as the log tells it.
    pub(super) fn logged(&self, poll: Uuid) -> Result<PollLedger<'_>, Refusal> {
        self.ledger().poll(poll).ok_or_else(|| Refusal::not_found("refusal-no-poll"))
    }

    /// How far a poll has come, whether it stands in the log or is still prepared.
    pub(super) async fn poll_state(&mut self, poll: Uuid) -> Result<PollState, Fault> {
        if let Some(logged) = self.ledger().poll(poll) {
            return Ok(logged.phase().into());
        }
        let draft = self.draft(poll).await?;
        Ok(self.state_of(&draft))
    }

    /// Checks what the clerk wrote and puts it into a draft.
    async fn fill(&mut self, draft: &mut Draft, form: PollForm) -> Result<(), Fault> {
        let session = self.session.id;
        let invalid = |key: &'static str, why: String| Refusal::invalid(key).because(why);
        draft.question = required("field-question", &form.question, TITLE_MAX)?;
        let method: Method = serde_json::from_value(form.method.clone())
            .map_err(|error| invalid("refusal-method", error.to_string()))?;
        let settings: RuleSettings = serde_json::from_value(form.rule.clone())
            .map_err(|error| invalid("refusal-rule", error.to_string()))?;
        let rule =
            settings.resolve().map_err(|error| invalid("refusal-rule", error.to_string()))?;
        let count = form.options.len();
        if !(OPTIONS_MIN..=ballotbox::manifest::MAX_OPTIONS).contains(&count) {
            return Err(Refusal::invalid("refusal-candidates").with("count", count).into());
        }
        check_method(form.channel, &method)?;
        Form::compile(&method, count)
            .map_err(|error| invalid("refusal-method", error.to_string()))?;
        // Papers and hands are entered as totals too, which do not count deputies apart.
        rule.check(&method, count, true)
            .map_err(|error| invalid("refusal-rule", error.to_string()))?;
        let projects = storage::projects::all(self.connection(), session).await?;
        for (place, id) in form.options.iter().enumerate() {
            let project = projects.iter().find(|project| project.id == *id);
            let project = project.ok_or_else(|| Refusal::not_found("refusal-no-project"))?;
            if project.state != ProjectState::Candidate {
                return Err(Refusal::conflict("refusal-not-candidate")
                    .with("title", &project.description.title)
                    .into());
            }
            if form.options.iter().take(place).any(|other| other == id) {
                return Err(Refusal::invalid("refusal-candidate-twice")
                    .with("title", &project.description.title)
                    .into());
            }
        }
        draft.channel = form.channel;
        draft.method = form.method.to_string();
        draft.rule = form.rule.to_string();
        draft.options = (1..).zip(form.options).collect();
        Ok(())
    }

    /// Candidates of a void poll stay candidates, for the vote is held again.
    pub(super) async fn release_candidates(&mut self, poll: Uuid) -> Result<(), Fault> {
        let session = self.session.id;
        let held: Vec<Uuid> =
            self.logged(poll)?.poll().manifest().options.iter().map(|option| option.id).collect();
        let projects = storage::projects::all(self.connection(), session).await?;
        for mut project in projects.into_iter().filter(|project| held.contains(&project.id)) {
            if project.state != ProjectState::Candidate {
                project.state = ProjectState::Candidate;
                storage::projects::update(self.connection(), session, &project).await?;
            }
        }
        Ok(())
    }
}
