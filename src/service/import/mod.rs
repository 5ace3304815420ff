//! Lists of deputies and projects from files and pasted text: read, held against what is there,
//! shown, and only then taken, all or nothing.
//!
//! Nothing of it is kept on the way. Whoever hands a list in hands the same bytes in again to have
//! it taken, together with the digest of the plan that was shown; so it does not matter which node
//! answers, or whether it was started anew in between.

pub mod columns;
mod faults;
pub mod plan;
pub mod sheet;

use std::collections::HashMap;

use ballotbox::codec::is_plain;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::projects::check_begins;
use super::work::Work;
use super::{Actor, Fault, Service};
use crate::clock::draw_id;
use crate::documents::archive::sha256;
use crate::documents::import::{Choice, FileFault, Table, pasted};
use crate::domain::account::Role;
use crate::domain::project::{Project, ProjectState};
use crate::domain::refusal::Refusal;
use crate::domain::roll::{Deputy, SeatStatus, Since};
use crate::domain::session::Session;
use crate::storage;
use crate::storage::polls::DraftState;
use columns::Subject;
use plan::{Change, Counts, Known, Plan};
use sheet::{RowFault, Sheet, cells_of, deputy, project};

pub use faults::{audited_fault, refusal_of, row_sentence, rows_sentence};

/// Most characters of a file's name that are kept.
const NAME_CHARS_MAX: usize = 255;

/// A list as somebody hands it in.
#[derive(Clone, Debug)]
pub enum List {
    /// A file, with what its sender calls it.
    File {
        /// The name.
        name: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// Pasted or typed lines.
    Lines(String),
}

impl List {
    /// What the audit trail calls it.
    fn name(&self) -> String {
        match self {
            Self::File { name, .. } => kept_name(name),
            Self::Lines(_) => String::new(),
        }
    }

    /// The digest by which anybody can tell whether a file is the one that was imported, as
    /// `sha256sum` prints it.
    pub fn digest(&self) -> String {
        let bytes = match self {
            Self::File { bytes, .. } => bytes.as_slice(),
            Self::Lines(text) => text.as_bytes(),
        };
        sha256(bytes)
    }
}

/// What the person who imports has seen and said.
#[derive(Clone, Debug, Default)]
pub struct Consent {
    /// Digest of the plan that was shown; empty for a program, which takes what there is.
    pub seen: String,
    /// Those that look like others are others.
    pub others: bool,
}

/// What came of an import.
#[derive(Debug)]
pub enum Taken {
    /// It is done.
    Done(Counts),
    /// Nothing was done: here is what would be done now, and why it was not.
    Not(Box<Look>, Refusal),
}

/// A list held against what is there.
#[derive(Clone, Debug)]
pub struct Look {
    /// The list as it was understood.
    pub sheet: Sheet,
    /// What would be done, if nothing is wrong.
    pub plan: Plan,
}

/// What the audit trail keeps of an import besides its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// SHA-256 of the file or the lines.
    pub digest: String,
    /// What was done.
    #[serde(flatten)]
    pub counts: Counts,
}

/// The last import of a session.
#[derive(Clone, Debug)]
pub struct LastImport {
    /// When, as the trail has it.
    pub at: String,
    /// Who.
    pub by: String,
    /// The file's name; empty for pasted lines.
    pub name: String,
    /// What was done.
    pub trace: Trace,
}

/// What is imported, and in which state projects begin.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// Deputies.
    Roll,
    /// Projects.
    Projects(ProjectState),
}

impl Target {
    /// What it is without where it begins.
    pub const fn subject(self) -> Subject {
        match self {
            Self::Roll => Subject::Roll,
            Self::Projects(_) => Subject::Projects,
        }
    }
}

const fn action(subject: Subject) -> &'static str {
    match subject {
        Subject::Roll => "audit-roll-imported",
        Subject::Projects => "audit-projects-imported",
    }
}

impl Service {
    /// Reads a list into rows; a file in a process of its own.
    ///
    /// # Errors
    /// Says what is wrong with the file.
    pub async fn read_list(
        &self,
        subject: Subject,
        list: &List,
        choice: Choice,
    ) -> Result<Table, FileFault> {
        match list {
            List::Lines(text) => pasted::read(text, subject == Subject::Roll),
            List::File { name, bytes } => {
                // What a file is shows in its bytes; its name must not promise something else.
                let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
                match ending.as_deref() {
                    Some("xlsx" | "csv" | "txt" | "tsv") | None => {}
                    Some("xls" | "et") => return Err(FileFault::Old),
                    Some("xlsm" | "xlsb" | "xltm") => return Err(FileFault::Macros),
                    Some(_) => return Err(FileFault::Kind),
                }
                self.inner.reader.read(bytes.clone(), choice).await
            }
        }
    }

    /// Holds a list against what is there.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn look_at_list(
        &self,
        session: Uuid,
        subject: Subject,
        table: &Table,
    ) -> Result<Look, Fault> {
        let known = self.session(session).await?;
        let mut connection = self.storage().read().await?;
        let there = There::load(&mut connection, &known, subject).await?;
        Ok(there.look(subject, table, &known))
    }

    /// Imports a list, all of it or nothing.
    ///
    /// # Errors
    /// When the account may not, or the session's stage does not allow it.
    pub async fn import(
        &self,
        actor: &Actor,
        session: Uuid,
        target: Target,
        list: (&List, &Table),
        consent: &Consent,
    ) -> Result<Taken, Fault> {
        let work = self.work_for(actor, session, target.subject()).await?;
        take(work, Some(actor), target, list, consent).await
    }

    /// As [`Self::import`], by whoever administers the machine, at the machine itself. The audit
    /// trail tells of it.
    ///
    /// # Errors
    /// When there is no such session, or its stage does not allow it.
    pub async fn import_at_machine(
        &self,
        session: Uuid,
        target: Target,
        list: (&List, &Table),
        consent: &Consent,
    ) -> Result<Taken, Fault> {
        let work = self.work(session).await?;
        work.session.stage.check_running()?;
        check_stage(&work, target.subject())?;
        take(work, None, target, list, consent).await
    }

    async fn work_for(
        &self,
        actor: &Actor,
        session: Uuid,
        subject: Subject,
    ) -> Result<Work, Fault> {
        let verb = match subject {
            Subject::Roll => "verb-roll",
            Subject::Projects => "verb-projects",
        };
        actor.must_be(&[Role::Clerk], verb)?;
        let work = self.work_of(session, actor).await?;
        check_stage(&work, subject)?;
        Ok(work)
    }

    /// Records that a file was not taken.
    ///
    /// # Errors
    /// When the account may not, or the database refuses.
    pub async fn note_refused_file(
        &self,
        actor: &Actor,
        session: Uuid,
        name: &str,
        fault: &FileFault,
    ) -> Result<(), Fault> {
        actor.must_be(&[Role::Clerk], "verb-roll")?;
        let mut work = self.work_after(session, actor).await?;
        let details = serde_json::to_string(fault).unwrap_or_default();
        work.audit(actor, "audit-upload-refused", kept_name(name), details).await?;
        work.commit().await?;
        Ok(())
    }

    /// The last import of a session, as the audit trail has it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn last_import(
        &self,
        session: Uuid,
        subject: Subject,
    ) -> Result<Option<LastImport>, Fault> {
        let mut connection = self.storage().read().await?;
        let found = storage::audit::last(&mut connection, session, action(subject)).await?;
        Ok(found.and_then(|kept| {
            let line = kept.line;
            let trace = serde_json::from_str(&line.details).ok()?;
            Some(LastImport { at: line.at, by: line.actor, name: line.object, trace })
        }))
    }
}

/// Takes a list as far as it goes, for an account or, without one, at the machine.
async fn take(
    mut work: Work,
    actor: Option<&Actor>,
    target: Target,
    (list, table): (&List, &Table),
    consent: &Consent,
) -> Result<Taken, Fault> {
    let subject = target.subject();
    if let Target::Projects(state) = target {
        check_begins(state)?;
    }
    let known = work.session.clone();
    let there = There::load(work.connection(), &known, subject).await?;
    let look = there.look(subject, table, &known);
    if let Some(why) = objection(&look, consent) {
        return Ok(Taken::Not(Box::new(look), why));
    }
    let counts = look.plan.counts();
    if counts.new + counts.changed == 0 {
        return Ok(Taken::Done(counts));
    }
    match target {
        Target::Roll => work.take_deputies(actor, &there, &look.plan).await?,
        Target::Projects(state) => {
            work.take_projects(actor, &there, &look.plan, state).await?;
        }
    }
    let trace = Trace { digest: list.digest(), counts };
    let details = serde_json::to_string(&trace).unwrap_or_default();
    work.audit(actor, action(subject), list.name(), details).await?;
    work.commit().await?;
    Ok(Taken::Done(counts))
}

/// A roll is imported as long as the session is prepared.
fn check_stage(work: &Work, subject: Subject) -> Result<(), Refusal> {
    match subject {
        Subject::Roll => work.session.stage.check_preparing(),
        Subject::Projects => Ok(()),
    }
}

/// A file's name as the audit trail keeps it, where it stays for ever: no longer than names of
/// files are, and without characters that hide or reorder what stands beside them.
fn kept_name(name: &str) -> String {
    let shown = |letter: &char| is_plain(letter.encode_utf8(&mut [0; 4]));
    name.chars().filter(shown).take(NAME_CHARS_MAX).collect()
}

/// Why a list is not taken as it is.
fn objection(look: &Look, consent: &Consent) -> Option<Refusal> {
    if let Some(fault) = look.sheet.faults.first() {
        return Some(fault.why.clone());
    }
    if !consent.seen.is_empty() && consent.seen != look.plan.digest() {
        return Some(Refusal::conflict("import-changed"));
    }
    if consent.others {
        return None;
    }
    look.plan.questions().next().map(|(_, question)| question.clone())
}

/// What is there before an import.
struct There {
    deputies: Vec<Deputy>,
    projects: Vec<Project>,
    /// Projects whose list is fixed, with the question of their poll.
    fixed: HashMap<Uuid, String>,
}

impl There {
    async fn load(
        connection: &mut sqlx::AnyConnection,
        session: &Session,
        subject: Subject,
    ) -> Result<Self, Fault> {
        let mut there = Self { deputies: Vec::new(), projects: Vec::new(), fixed: HashMap::new() };
        match subject {
            Subject::Roll => there.deputies = storage::roll::all(connection, session.id).await?,
            Subject::Projects => {
                there.projects = storage::projects::all(connection, session.id).await?;
                let polls = storage::polls::all(connection, session.id).await?;
                for poll in polls.iter().filter(|poll| poll.state != DraftState::Draft) {
                    let listed = poll.options.iter().map(|(_, id)| (*id, poll.question.clone()));
                    there.fixed.extend(listed);
                }
            }
        }
        Ok(there)
    }

    fn known(&self, subject: Subject) -> Vec<Known> {
        match subject {
            Subject::Roll => self
                .deputies
                .iter()
                .map(|it| Known {
                    id: it.id,
                    cells: vec![it.name.clone(), it.delegation.clone(), it.seat.clone()],
                })
                .collect(),
            Subject::Projects => {
                let known = |it: &Project| Known { id: it.id, cells: cells_of(&it.description) };
                self.projects.iter().map(known).collect()
            }
        }
    }

    fn look(&self, subject: Subject, table: &Table, session: &Session) -> Look {
        let mut sheet = Sheet::read(subject, table, session.opens_on.year());
        let known = self.known(subject);
        let plan = Plan::of(subject, &sheet.items, &known);
        for line in &plan.lines {
            let Change::Changed(id) = line.change else { continue };
            if let Some(question) = self.fixed.get(&id) {
                let why = Refusal::conflict("refusal-listed").with("question", question);
                sheet.faults.push(RowFault { row: line.row, column: None, why });
            }
        }
        if sheet.items.is_empty() && sheet.faults.is_empty() {
            let why = Refusal::invalid("import-file-empty");
            sheet.faults.push(RowFault { row: 1, column: None, why });
        }
        let (added, max) = (plan.counts().new, crate::documents::import::ROWS_MAX);
        if known.len() + added > max && sheet.faults.is_empty() {
            let why = match subject {
                Subject::Roll => Refusal::invalid("refusal-roll-long").with("max", max),
                Subject::Projects => Refusal::invalid("refusal-projects-many").with("max", max),
            };
            sheet.faults.push(RowFault { row: 1, column: None, why });
        }
        Look { sheet, plan }
    }
}

impl Work {
    /// Puts deputies on the roll and changes what is written of those who are on it.
    async fn take_deputies(
        &mut self,
        actor: Option<&Actor>,
        there: &There,
        plan: &Plan,
    ) -> Result<(), Fault> {
        let session = self.session.id;
        let mut new: Vec<Deputy> = Vec::new();
        for line in &plan.lines {
            let cells: Vec<Option<String>> = line.now.iter().cloned().map(Some).collect();
            let (name, delegation, seat) = deputy(&cells).read()?;
            match line.change {
                Change::Unchanged => {}
                Change::New => {
                    let (day, status) = (self.session.opens_on, SeatStatus::InOffice);
                    let statuses = vec![Since { day, status, reason: String::new() }];
                    let id = draw_id();
                    new.push(Deputy { id, name, delegation, seat, statuses, mark: None });
                }
                Change::Changed(id) => {
                    let found = there.deputies.iter().find(|known| known.id == id);
                    let Some(known) = found else { continue };
                    let before = format!("{} {} {}", known.name, known.delegation, known.seat);
                    let it = Deputy { name, delegation, seat, ..known.clone() };
                    storage::roll::update(self.connection(), session, &it).await?;
                    self.audit(actor, "audit-deputy-edited", it.name, before).await?;
                }
            }
        }
        Ok(storage::roll::insert_all(self.connection(), session, &new).await?)
    }

    /// Adds projects and changes what is written of those that are there.
    async fn take_projects(
        &mut self,
        actor: Option<&Actor>,
        there: &There,
        plan: &Plan,
        state: ProjectState,
    ) -> Result<(), Fault> {
        let session = self.session.id;
        let mut new: Vec<Project> = Vec::new();
        for line in &plan.lines {
            let cells: Vec<Option<String>> = line.now.iter().cloned().map(Some).collect();
            let description = project(&cells).read()?;
            match line.change {
                Change::Unchanged => {}
                Change::New => {
                    let (id, position, reason) = (draw_id(), 0, String::new());
                    new.push(Project { id, position, description, state, reason, version: 0 });
                }
                Change::Changed(id) => {
                    let found = there.projects.iter().find(|known| known.id == id);
                    let Some(known) = found else { continue };
                    let before = serde_json::to_string(&known.description).unwrap_or_default();
                    let it = Project { description, ..known.clone() };
                    storage::projects::update(self.connection(), session, &it).await?;
                    self.withdraw_freezes_of(id).await?;
                    let title = it.description.title;
                    self.audit(actor, "audit-project-edited", title, before).await?;
                }
            }
        }
        Ok(storage::projects::insert_all(self.connection(), session, &new).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_as_it_can_be_read() {
        assert_eq!(kept_name("代表名册 (2).xlsx"), "代表名册 (2).xlsx");
        assert_eq!(kept_name("名册\u{202e}xslx.\0\u{200b}exe\r\n"), "名册xslx.exe");
        assert_eq!(kept_name(&"长".repeat(3_000)).chars().count(), NAME_CHARS_MAX);
    }
}
