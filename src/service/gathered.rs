//! What goes into the archive of a session, gathered, and each file of it.

use std::sync::Arc;

use ballotbox::codec::Time;
use ballotbox::ledger::{Ledger, PollLedger};
use ballotbox::manifest::Manifest;
use ballotbox::regulation::Regulation;
use serde_json::{Value, json};

use super::Fault;
use super::published::{progress_table, result_of, totals_of};
use super::record::Record;
use super::trail::{self, Names, TrailLine};
use crate::documents::archive::{Facts, Member, pack};
use crate::documents::tables::results::Opened;
use crate::documents::tables::{Format, Table, projects, results, roll};
use crate::domain::body::VotingBody;
use crate::domain::project::Project;
use crate::domain::roll::Deputy;
use crate::domain::session::Session;
use crate::storage::audit::Kept;
use crate::storage::polls::Draft;
use crate::words::Words;

/// Everything that goes into an archive.
pub(super) struct Gathered {
    /// The session.
    pub(super) session: Session,
    /// The body that votes.
    pub(super) body: &'static VotingBody,
    /// The last line of the audit trail.
    pub(super) until: u64,
    /// Its time.
    pub(super) as_of: Time,
    /// The bundle.
    pub(super) bundle: Vec<u8>,
    /// What is published, if anything.
    pub(super) record: Option<Record>,
    /// What the log tells.
    pub(super) ledger: Arc<Ledger>,
    /// The roll.
    pub(super) deputies: Vec<Deputy>,
    /// The projects.
    pub(super) projects: Vec<Project>,
    /// The polls as they were prepared.
    pub(super) drafts: Vec<Draft>,
    /// The audit trail, newest first.
    pub(super) trail: Vec<Kept>,
    /// What ids in it stand for.
    pub(super) names: Names,
}

fn member(name: impl Into<String>, bytes: Vec<u8>, zh: &str, en: &str) -> Member {
    Member { name: name.into(), bytes, about: (zh.to_owned(), en.to_owned()) }
}

fn pretty(value: &Value) -> Result<Vec<u8>, Fault> {
    let mut bytes =
        serde_json::to_vec_pretty(value).map_err(|_| Fault::Broken("a file cannot be written"))?;
    bytes.push(b'\n');
    Ok(bytes)
}

impl Gathered {
    /// What the file is called.
    pub(super) fn title(&self) -> String {
        let words = Words::default();
        let rehearsal =
            if self.session.rehearsal { words.say("common-rehearsal") } else { String::new() };
        [self.session.title.clone(), words.say("archive-file"), rehearsal]
            .join(" ")
            .trim()
            .to_owned()
    }

    /// The archive, with what goes on paper.
    pub(super) fn pack(self, papers: Vec<Member>) -> Result<Vec<u8>, Fault> {
        let facts = Facts {
            session: self.session.id,
            title: self.session.title.clone(),
            origin: self
                .ledger
                .origin()
                .map_or_else(String::new, |origin| origin.as_str().to_owned()),
            rehearsal: self.session.rehearsal,
            as_of: self.as_of.clone(),
        };
        let mut members = self.tables()?;
        members.extend(self.rules());
        members.extend(self.published()?);
        members.push(member(
            "projects.json",
            self.projects_json()?,
            "全部项目的内容、状态和票决清单所引用的校验值",
            "all projects with what is written of them, their states, and the digests that ballots name",
        ));
        members.push(member(
            "bundle.json",
            self.bundle,
            "核验文件：日志中的每一张密封票、每一次签字，供 piaojue verify 核验",
            "the bundle: every sealed ballot and every signature of the log, for piaojue verify",
        ));
        members.extend(papers);
        pack(&facts, members).map_err(|error| {
            tracing::error!(%error, "an archive cannot be made");
            Fault::Broken("an archive cannot be made")
        })
    }

    /// Each table as a spreadsheet and as text.
    fn tables(&self) -> Result<Vec<Member>, Fault> {
        let session = &self.session;
        let opened = |poll: PollLedger<'_>| poll.outcome().is_some();
        let logged: Vec<_> = self.ledger.polls().filter(|poll| opened(*poll)).collect();
        let polls: Vec<_> = logged.iter().filter_map(|poll| opened_of(*poll)).collect();
        let line = |kept: &Kept| TrailLine::of(Words::default(), &self.names, kept.clone());
        let lines: Vec<_> = self.trail.iter().map(line).collect();
        let audit = trail::table(&lines, &session.title, session.rehearsal, session.opens_on);
        let mut tables = vec![
            (
                roll::table(session, &self.deputies),
                "代表名册和签到情况",
                "the roll with who signed in",
            ),
            (projects::table(session, &self.projects), "全部项目", "all projects"),
            (
                results::table(session, self.body, &polls),
                "票决结果：每次票决每个项目的全部数字和理由",
                "results: every figure and the reason of each option",
            ),
            (audit, "操作日志，最新的在前", "the audit trail, newest first"),
        ];
        if let Some(record) = &self.record {
            let progress = progress_table(record, &self.projects);
            tables.push((progress, "入选项目和推进情况", "the chosen projects and their progress"));
        }
        let files = tables.iter().flat_map(|(table, zh, en)| {
            Format::ALL.map(|format| table_file(table, format, zh, en))
        });
        files.collect()
    }

    /// The 票决办法 of each poll as the congress adopted it.
    fn rules(&self) -> Vec<Member> {
        let texts = (1..).zip(self.ledger.polls()).map(|(number, poll)| {
            let manifest = poll.poll().manifest();
            let draft = self.drafts.iter().find(|draft| draft.id == manifest.poll);
            let (zh, en) = (
                format!("《{}》第 {} 轮的票决办法", manifest.question, manifest.round),
                format!(
                    "the voting regulation of “{}”, round {}",
                    manifest.question, manifest.round
                ),
            );
            let text = regulation(self.body, manifest, draft);
            member(format!("rules/poll-{number}.txt"), text.into_bytes(), &zh, &en)
        });
        texts.collect()
    }

    /// What was published, for programs.
    fn published(&self) -> Result<Vec<Member>, Fault> {
        let Some(record) = &self.record else { return Ok(Vec::new()) };
        let result = pretty(&result_of(record, &self.projects))?;
        let (zh, en) = ("公布的结果，供程序读取", "what was published, for programs");
        let mut members = vec![member("result.json", result, zh, en)];
        for (number, poll) in (1..).zip(self.ledger.polls()) {
            let Some(published) = record.poll(poll.poll().manifest().poll) else { continue };
            let totals = totals_of(record, published, &self.projects)?;
            members.push(member(
                format!("totals/poll-{number}.pb"),
                totals,
                "供研究用的总数（Pabulib 格式），没有单张票",
                "totals for research in the format of Pabulib, without single ballots",
            ));
        }
        Ok(members)
    }

    fn projects_json(&self) -> Result<Vec<u8>, Fault> {
        let project = |project: &Project| {
            Ok(json!({
                "id": project.id,
                "position": project.position,
                "description": project.description,
                "digest": project.description.digest()?,
                "state": project.state,
                "reason": project.reason,
            }))
        };
        let listed: Result<Vec<_>, Fault> = self.projects.iter().map(project).collect();
        pretty(&json!({ "session": self.session.id, "projects": listed? }))
    }
}

fn opened_of(poll: PollLedger<'_>) -> Option<Opened<'_>> {
    let (entry, closed) = (poll.outcome()?, poll.closed()?);
    Some(Opened { manifest: poll.poll().manifest(), present: closed.present, entry })
}

fn table_file(table: &Table, format: Format, zh: &str, en: &str) -> Result<Member, Fault> {
    let bytes = table.write(format, Words::default()).map_err(|error| {
        tracing::error!(%error, table = table.file, "a table cannot be written");
        Fault::Broken("a table cannot be written")
    })?;
    Ok(member(format!("tables/{}.{}", table.file, format.ending()), bytes, zh, en))
}

/// The sixteen articles, and when the congress adopted them.
pub(super) fn regulation(body: &VotingBody, manifest: &Manifest, draft: Option<&Draft>) -> String {
    let regulation = Regulation {
        title: Some(&manifest.question),
        method: Some(&manifest.method),
        options: Some(manifest.options.len()),
        rule: &manifest.rule,
        channel: manifest.channel,
    };
    let text = body.regulation(&regulation);
    let heading = text.lines().next().unwrap_or_default();
    let articles: Vec<_> = text.lines().filter(|line| line.starts_with('第')).collect();
    let adopted = draft.map_or_else(String::new, |draft| {
        format!("（{} 通过：{}）\n", draft.adopted_on, draft.adopted_record)
    });
    format!("{heading}\n{adopted}\n{}\n", articles.join("\n"))
}
