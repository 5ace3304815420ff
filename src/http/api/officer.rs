//! What an officer's own device asks and hands in. Secrets never come here: public halves,
//! signatures, shares.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use ballotbox::codec::PublicKey;
use ballotbox::entry::SlipsMade;
use ballotbox::manifest::Channel;
use ballotbox::note::SignedNote;
use ballotbox::opening::Share;
use ballotbox::statement::VoidReason;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::officer::{Keys, Office, Officer};
use crate::domain::paper;
use crate::domain::poll::PollState;
use crate::http::App;
use crate::http::address::Path;
use crate::http::failure::Failure;
use crate::http::input::{Input, Nothing};
use crate::http::reply::done;
use crate::http::visitor::Visitor;
use crate::service::batches::BatchForm;
use crate::service::board::{Board, BoardPoll};
use crate::service::closing::{ClosingProgress, HandCount};
use crate::service::notes::{self, NoteTask, Pending};
use crate::service::officers::CardKeys;

/// `GET /api/sessions/{session}/officer`: what waits for the acting officer, and what the page
/// shows beside it.
pub(in crate::http) async fn tasks(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
) -> Result<Json<Value>, Failure> {
    let actor = visitor.actor()?;
    let officer = app.service.officer(actor, session).await?;
    let board = app.service.board(session).await?;
    let officers = app.service.officers(session).await?;
    let ledger = app.service.log_of(session).await?;
    let waiting = app.service.waiting_notes(session, &officer).await?;
    let mut notes = Vec::with_capacity(waiting.len());
    for task in &waiting {
        notes.push(note_of(&app, task, &board).await?);
    }
    let mut polls = Vec::new();
    for poll in &board.polls {
        let progress = app.service.closing_progress(session, poll.id).await?;
        let closing = ledger.poll(poll.id).and_then(|logged| logged.closing().cloned());
        let note = closing.map(|closing| closing.note().clone());
        let mut shown = poll_of(poll, &progress, note.as_ref());
        if let Some(members) = shown.as_object_mut() {
            members.insert("paper".to_owned(), paper_of(&app, session, poll, &officer).await?);
        }
        polls.push(shown);
    }
    let slips = ledger
        .roll()
        .map(|roll| json!({ "made": roll.count(), "voided": ledger.voided_slips().all() }));
    Ok(Json(json!({
        "officer": officer_of(&officer),
        "fresh": actor.fresh,
        "origin": {
            "site": board.session.site,
            "township": board.session.township,
            "session": session,
        },
        "title": board.session.title,
        "rehearsal": board.session.rehearsal,
        "log_key": board.log_key,
        "officers": {
            "tellers": listed(&officers, Office::Teller),
            "presidium": listed(&officers, Office::Presidium),
            "threshold": board.session.threshold,
            "fixed": ledger.officers().is_some(),
            "list": ledger.officers(),
        },
        "slips": slips,
        "stubs": board.session.stubs,
        "all": board.turnout.all,
        "present": board.turnout.present,
        "version": board.version,
        "notes": notes,
        "polls": polls,
    })))
}

fn officer_of(officer: &Officer) -> Value {
    let (sign, lock) = match &officer.keys {
        Keys::None => (None, None),
        Keys::Sign(sign) => (Some(*sign), None),
        Keys::Lock(sign, lock, _) => (Some(*sign), Some(*lock)),
    };
    json!({
        "id": officer.id,
        "role": officer.office.name(),
        "name": officer.name,
        "registered": officer.keys != Keys::None,
        "sign": sign,
        "lock": lock,
    })
}

fn listed(officers: &[Officer], office: Office) -> Vec<Value> {
    officers.iter().filter(|officer| officer.office == office).map(officer_of).collect()
}

async fn note_of(app: &App, task: &NoteTask, board: &Board) -> Result<Value, Failure> {
    let mut facts = notes::facts(&task.pending)?;
    let more = match &task.pending {
        Pending::Open { manifest } => {
            let rule = app.service.adopted_rule(board.township.body(), manifest).await?;
            Some(("rule_text", json!(rule)))
        }
        Pending::Certificate { facts } => {
            let poll = board.poll(facts.poll);
            let outcome = poll.and_then(|poll| poll.outcome.as_ref());
            outcome.map(|outcome| ("outcome", json!(outcome.report())))
        }
        _ => None,
    };
    if let (Some((name, value)), Some(members)) = (more, facts.as_object_mut()) {
        members.insert(name.to_owned(), value);
    }
    Ok(json!({
        "id": task.id,
        "kind": task.pending.kind(),
        "text": task.text,
        "facts": facts,
        "signed": task.signed,
        "needed": task.needed,
        "mine": task.mine,
    }))
}

fn poll_of(poll: &BoardPoll, progress: &ClosingProgress, note: Option<&SignedNote>) -> Value {
    let signed = |(officer, stubs): &(Uuid, u64)| json!({ "officer": officer, "stubs": stubs });
    let casting = matches!(poll.state, PollState::Open | PollState::Paused);
    json!({
        "poll": poll.id,
        "question": poll.poll.manifest().question,
        "round": poll.poll.manifest().round,
        "state": poll.state.name(),
        "stub": poll.stub,
        "channel": paper::name(poll.channel()),
        "switched": poll.switched,
        "question_code": poll.question_code,
        "ballots": (!casting).then_some(poll.ballots),
        "closing": {
            "signed": progress.signed.iter().map(signed).collect::<Vec<_>>(),
            "note": note,
            "disagree": progress.disagree,
            "code": poll.closing_code,
        },
        "shares": progress.shares,
        "outcome": poll.outcome.as_ref().map(|outcome| json!(outcome.report())),
    })
}

/// How the papers of a poll stand: slips that are held, and the batch that is entered now, as far
/// as this officer may see it.
async fn paper_of(
    app: &App,
    session: Uuid,
    poll: &BoardPoll,
    officer: &Officer,
) -> Result<Value, Failure> {
    let casting = match poll.state {
        PollState::Open | PollState::Paused => true,
        PollState::Closed => false,
        _ => return Ok(Value::Null),
    };
    if casting {
        // Only tellers hand out papers, and only beside sealed ballots.
        if officer.office != Office::Teller || poll.channel() != Channel::Sealed {
            return Ok(Value::Null);
        }
        let stand = app.service.paper_stand(session, poll.id).await?;
        return Ok(json!({
            "held": stand.held,
            "void": stand.void,
            "missing": stand.missing(),
            "left": stand.left(),
        }));
    }
    // The presidium states what is missing as well, where it answers for a difference.
    let stand = app.service.batch_stand(session, poll.id, officer).await?;
    let (issued, papers) = stand.papers;
    Ok(json!({
        "issued": issued,
        "papers": papers,
        "batch": stand.batch,
        "entry": stand.state.name(),
        "mine": stand.mine,
        "differs": stand.differs,
    }))
}

/// `POST /api/sessions/{session}/officer/keys`.
pub(in crate::http) async fn keys(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    Input(keys): Input<CardKeys>,
) -> Result<Response, Failure> {
    app.service.register_keys(visitor.actor()?, session, keys).await?;
    Ok(done(&visitor, &format!("/officer/{session}")))
}

/// A signature of a note.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Signature {
    note: SignedNote,
}

/// `POST /api/sessions/{session}/notes/{note}/signatures`.
pub(in crate::http) async fn sign(
    State(app): State<App>,
    Path((session, note)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(signature): Input<Signature>,
) -> Result<Response, Failure> {
    app.service.sign_note(visitor.actor()?, session, note, signature.note).await?;
    Ok(done(&visitor, &format!("/officer/{session}")))
}

/// `POST /api/sessions/{session}/slips`.
pub(in crate::http) async fn slips(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    Input(made): Input<SlipsMade>,
) -> Result<Response, Failure> {
    app.service.take_slips(visitor.actor()?, session, made).await?;
    Ok(done(&visitor, &format!("/officer/{session}/slips")))
}

/// A slip that is to be void.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct VoidSlip {
    slip: PublicKey,
    reason: VoidReason,
    /// The poll in which its holder votes on paper; left out for the whole session.
    #[serde(default)]
    poll: Option<Uuid>,
}

/// `POST /api/sessions/{session}/slips/void`.
pub(in crate::http) async fn void_slip(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    visitor: Visitor,
    Input(void): Input<VoidSlip>,
) -> Result<Response, Failure> {
    let actor = visitor.actor()?;
    match (void.reason, void.poll) {
        (VoidReason::Paper, Some(poll)) => {
            app.service.hand_paper(actor, session, poll, void.slip).await?;
        }
        (reason, _) => app.service.propose_void_slip(actor, session, void.slip, reason).await?,
    }
    Ok(done(&visitor, &format!("/officer/{session}/slips")))
}

/// A signature of a closing note.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Closing {
    stubs: u64,
    /// Papers that were handed out and are in no box.
    #[serde(default)]
    unreturned: u64,
    note: SignedNote,
}

/// `POST /api/sessions/{session}/polls/{poll}/closing`.
pub(in crate::http) async fn closing(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(closing): Input<Closing>,
) -> Result<Response, Failure> {
    let counted = HandCount { stubs: closing.stubs, unreturned: closing.unreturned };
    app.service.sign_closing(visitor.actor()?, session, poll, counted, closing.note).await?;
    Ok(done(&visitor, &format!("/officer/{session}")))
}

/// `POST /api/sessions/{session}/polls/{poll}/shares`.
pub(in crate::http) async fn share(
    State(app): State<App>,
    Path((session, _)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(share): Input<Share>,
) -> Result<Response, Failure> {
    app.service.share(visitor.actor()?, session, share).await?;
    Ok(done(&visitor, &format!("/officer/{session}")))
}

/// `POST /api/sessions/{session}/polls/{poll}/paper`: what a teller reads off a batch.
pub(in crate::http) async fn batch(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(form): Input<BatchForm>,
) -> Result<Response, Failure> {
    app.service.enter_batch(visitor.actor()?, session, poll, form).await?;
    Ok(done(&visitor, &format!("/officer/{session}")))
}

/// `POST /api/sessions/{session}/polls/{poll}/paper/release`: too few papers are cast on a tablet.
pub(in crate::http) async fn release(
    State(app): State<App>,
    Path((session, poll)): Path<(Uuid, Uuid)>,
    visitor: Visitor,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Response, Failure> {
    app.service.release_paper(visitor.actor()?, session, poll).await?;
    Ok(done(&visitor, &format!("/officer/{session}/slips")))
}

#[cfg(test)]
mod tests {
    use ballotbox::regulation::Regulation;

    use super::*;
    use crate::demo::small::SmallTown;

    #[tokio::test(flavor = "multi_thread")]
    async fn who_opens_a_poll_reads_the_rule_as_it_was_adopted() {
        let small = SmallTown::found("adopted-rule").await;
        let town = &small.town;
        town.service.ask_to_open(&town.clerk, town.session, small.poll).await.unwrap();

        let app = App { service: town.service.clone() };
        let board = app.service.board(town.session).await.unwrap();
        let officer = &town.tellers[0].officer;
        let waiting = app.service.waiting_notes(town.session, officer).await.unwrap();
        let Some(Pending::Open { manifest }) = waiting.first().map(|task| &task.pending) else {
            panic!("no opening waits")
        };
        let told = note_of(&app, &waiting[0], &board).await.unwrap();
        let text = told["facts"]["rule_text"].as_str().unwrap();
        assert!(text.contains("通过：大会举手表决") && text.contains("第十六条"), "{text}");
        let draft = "（草案）";
        assert!(!text.contains(draft), "{text}");
        // The control: the same rule is a draft until the congress adopts it.
        let (rule, channel) = (&manifest.rule, manifest.channel);
        let before = Regulation { title: None, method: None, options: None, rule, channel };
        assert!(before.text().contains(draft));
        drop(app);
        small.end().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn who_seals_is_told_how_many_papers_were_handed_out() {
        let small = SmallTown::found("missing-papers").await;
        let town = &small.town;
        let poll = small.open_on_paper().await;
        town.close_paper(poll, 8).await.unwrap();
        let batch = BatchForm { batch: 1, papers: 7, invalid: 0, totals: vec![5, 5, 4] };
        town.enter_papers(poll, &batch).await.unwrap();

        let app = App { service: town.service.clone() };
        let board = app.service.board(town.session).await.unwrap();
        let closed = board.poll(poll).unwrap();
        for robot in [&town.tellers[0], &town.presidium[0]] {
            let told = paper_of(&app, town.session, closed, &robot.officer).await.unwrap();
            let office = robot.officer.office;
            assert_eq!((&told["issued"], &told["papers"]), (&json!(8), &json!(7)), "{office:?}");
        }
        drop(app);
        small.end().await;
    }
}
