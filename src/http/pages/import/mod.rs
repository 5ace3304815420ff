//! Many deputies or projects at once, from a file or from pasted lines: 检查, 预览, 导入.
//!
//! Nothing is kept between the steps: the page of the preview carries the list itself, and hands it
//! in again to have it taken (`service::import`).

pub(in crate::http) mod template;
mod view;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use ballotbox::codec::from_base64url;
use serde::Deserialize;
use uuid::Uuid;

use super::projects::begin_state;
use crate::documents::import::{Choice, Encoding, FileFault, Separator};
use crate::domain::project::ProjectState;
use crate::domain::refusal::Refusal;
use crate::http::address::{Path, Query};
use crate::http::desk::Refused;
use crate::http::failure::Failure;
use crate::http::input::Upload;
use crate::http::reply::done_with;
use crate::http::visitor::{Face, Visitor};
use crate::http::{App, LIST_FORM_BYTES_MAX};
use crate::service::import::columns::Subject;
use crate::service::import::{Consent, List, Look, Taken, Target, refusal_of, rows_sentence};
use view::{Kept, Step};

/// A list that is handed in, and what is to be done with it.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::http) struct Handed {
    /// Pasted lines; or else the file.
    text: String,
    /// The file, in base64url.
    file: String,
    /// What its sender calls it.
    name: String,
    /// How its text is decoded; empty: as it seems.
    encoding: String,
    /// What parts its cells; empty: as it seems.
    separator: String,
    /// Where projects begin; empty: as candidates.
    state: String,
    /// Digest of the plan that was shown.
    seen: String,
    /// Those that look like others are others.
    others: bool,
    /// It is to be taken, not shown. A program wants it taken.
    take: bool,
}

/// Whether the visitor comes from an import that is done.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct Came {
    done: bool,
}

impl Came {
    const fn step(&self) -> Step {
        if self.done { Step::Done } else { Step::Hand }
    }
}

/// A list as a form, a form with a file, or JSON.
type HandedIn = Result<Upload<Handed, LIST_FORM_BYTES_MAX>, Failure>;

/// `GET /desk/{session}/roll/import`.
pub(in crate::http) async fn roll_form(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    Query(came): Query<Came>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let desk = Desk { app, visitor, session, subject: Subject::Roll };
    desk.show(&Handed::default(), came.step(), None).await
}

/// `POST /desk/{session}/roll/import`.
pub(in crate::http) async fn roll(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    handed: HandedIn,
) -> Result<Response, Failure> {
    Desk { app, visitor, session, subject: Subject::Roll }.take(handed).await
}

/// `GET /desk/{session}/projects/import`.
pub(in crate::http) async fn projects_form(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    Query(came): Query<Came>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let desk = Desk { app, visitor, session, subject: Subject::Projects };
    desk.show(&Handed::default(), came.step(), None).await
}

/// `POST /desk/{session}/projects/import`.
pub(in crate::http) async fn projects(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    handed: HandedIn,
) -> Result<Response, Failure> {
    Desk { app, visitor, session, subject: Subject::Projects }.take(handed).await
}

/// Where a list is handed in, and by whom.
struct Desk {
    app: App,
    visitor: Visitor,
    session: Uuid,
    subject: Subject,
}

impl Desk {
    /// Takes a list as far as it goes: to what is wrong, to the preview, or to its end.
    async fn take(&self, handed: HandedIn) -> Result<Response, Failure> {
        let handed = match handed {
            Ok(Upload(handed)) => handed,
            // A file that does not fit is told so on the form itself.
            Err(Failure::TooLarge) => {
                return self.refuse(&Handed::default(), FileFault::Long).await;
            }
            Err(failure) => return Err(failure),
        };
        let Some(list) = list_of(&handed)? else {
            let refused = Refused::of(&self.visitor, Refusal::invalid("import-nothing"))?;
            return self.show(&handed, Step::Hand, Some(refused)).await;
        };
        let (target, choice) = (self.target(&handed)?, choice_of(&handed)?);
        let service = &self.app.service;
        let table = match service.read_list(self.subject, &list, choice).await {
            Ok(table) => table,
            Err(fault) => return self.refuse(&handed, fault).await,
        };
        let kept = Kept::of(self.visitor.words, &handed, &list, &table);
        if !handed.take && self.visitor.face == Face::Page {
            let look = service.look_at_list(self.session, self.subject, &table).await?;
            return self.look(&handed, kept, &look, None).await;
        }
        let consent = Consent { seen: handed.seen.clone(), others: handed.others };
        let (actor, list) = (self.visitor.actor()?, (&list, &table));
        match service.import(actor, self.session, target, list, &consent).await {
            Ok(Taken::Done(counts)) => Ok(done_with(&self.visitor, &self.place(), &counts)),
            Ok(Taken::Not(look, why)) => {
                let faults = &look.sheet.faults;
                if self.visitor.face == Face::Json && !faults.is_empty() {
                    return Err(Failure::Rows(faults.clone()));
                }
                let refused = Refused::of(&self.visitor, why)?;
                self.look(&handed, kept, &look, Some(refused)).await
            }
            Err(fault) => {
                let refused = Refused::of(&self.visitor, fault)?;
                self.show(&handed, Step::Hand, Some(refused)).await
            }
        }
    }

    /// Shows what was found: what is wrong, or else what would be done.
    async fn look(
        &self,
        handed: &Handed,
        kept: Kept,
        look: &Look,
        refused: Option<Refused>,
    ) -> Result<Response, Failure> {
        let words = self.visitor.words;
        let faults = &look.sheet.faults;
        if faults.is_empty() {
            let preview = view::preview(words, self.subject, kept, look);
            return self.show(handed, Step::Preview(Box::new(preview)), refused).await;
        }
        let refused = Refused {
            sentence: rows_sentence(faults, words),
            changed: false,
            status: StatusCode::UNPROCESSABLE_ENTITY,
        };
        let step = Step::Faults { faults: view::faults(words, faults), kept: Some(kept) };
        self.show(handed, step, Some(refused)).await
    }

    /// Refuses a file, and writes down that it did.
    async fn refuse(&self, handed: &Handed, fault: FileFault) -> Result<Response, Failure> {
        let refusal = refusal_of(&fault);
        if self.visitor.face == Face::Page || fault != FileFault::Long {
            tracing::info!(path = %self.visitor.path, ?fault, "a file was not taken");
        }
        let (actor, service) = (self.visitor.actor()?, &self.app.service);
        service.note_refused_file(actor, self.session, &handed.name, &fault).await?;
        let too_long = fault == FileFault::Long;
        if self.visitor.face == Face::Json {
            return Err(if too_long { Failure::TooLarge } else { refusal.into() });
        }
        let status = if too_long {
            StatusCode::PAYLOAD_TOO_LARGE
        } else {
            Failure::from(refusal.clone()).status()
        };
        let sentence = self.visitor.words.refusal(&refusal);
        let refused = Refused { sentence, changed: false, status };
        // What was read in a wrong way can be read in another.
        let text = matches!(fault, FileFault::Encoding | FileFault::Quote { .. });
        let kept = text.then(|| Kept::unread(handed));
        self.show(handed, Step::Faults { faults: Vec::new(), kept }, Some(refused)).await
    }

    /// Where it is done; afterwards it says what came of it.
    fn place(&self) -> String {
        format!("/desk/{}/{}/import?done=true", self.session, view::place(self.subject))
    }

    fn target(&self, handed: &Handed) -> Result<Target, Failure> {
        Ok(match self.subject {
            Subject::Roll => Target::Roll,
            Subject::Projects if handed.state.is_empty() => {
                Target::Projects(ProjectState::Candidate)
            }
            Subject::Projects => Target::Projects(begin_state(&handed.state)?),
        })
    }
}

/// The list that was handed in; nothing where neither a file nor a line was.
fn list_of(handed: &Handed) -> Result<Option<List>, Failure> {
    let lines = !handed.text.trim().is_empty();
    if handed.file.is_empty() {
        return Ok(lines.then(|| List::Lines(handed.text.clone())));
    }
    if lines {
        return Err(Failure::Body("a file or lines are wanted, not both".to_owned()));
    }
    let bytes = from_base64url(&handed.file).map_err(|error| Failure::Body(error.to_string()))?;
    Ok(Some(List::File { name: handed.name.clone(), bytes }))
}

fn choice_of(handed: &Handed) -> Result<Choice, Failure> {
    let no_such = |what: &str| Failure::Body(format!("no such {what}"));
    let encoding = match handed.encoding.as_str() {
        "" => None,
        name => Some(Encoding::parse(name).ok_or_else(|| no_such("encoding"))?),
    };
    let separator = match handed.separator.as_str() {
        "" => None,
        name => Some(Separator::parse(name).ok_or_else(|| no_such("separator"))?),
    };
    Ok(Choice { encoding, separator })
}
