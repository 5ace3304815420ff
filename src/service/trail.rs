//! The audit trail in words: what each line says, in the reader's language, and as a table.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::refused::Why;
use super::{Actor, Fault, SecondFactor, Service};
use crate::clock::in_china;
use crate::documents::tables::{Cell, Column, Kind, Table};
use crate::domain::account::Role;
use crate::domain::password::PasswordProfile;
use crate::domain::project::ProjectState;
use crate::domain::roll::SeatStatus;
use crate::domain::session::Stage;
use crate::service::import::plan::Counts;
use crate::service::import::{Trace, audited_fault};
use crate::storage::audit::Kept;
use crate::words::Words;

/// What ids in the trail stand for: polls, deputies, accounts, sessions.
#[derive(Default)]
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    /// Learns names.
    pub(crate) fn learn(&mut self, names: impl IntoIterator<Item = (impl ToString, String)>) {
        self.0.extend(names.into_iter().map(|(id, name)| (id.to_string(), name)));
    }

    /// The name of an id, or its beginning where it has none; other text as it is.
    fn of(&self, text: &str) -> String {
        let id = text.len() >= 36
            && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_');
        match self.0.get(text) {
            Some(name) => name.clone(),
            None if id => text.chars().take(8).chain(['…']).collect(),
            None => text.to_owned(),
        }
    }
}

/// A line of the trail as screens show it.
pub(crate) struct TrailLine {
    /// Its position, from 1.
    pub(crate) position: u64,
    /// When, as it was written.
    pub(crate) written_at: String,
    /// When, by clocks in China.
    pub(crate) at: String,
    /// The session's name; empty where it concerns none.
    pub(crate) place: String,
    /// The name to sign in with.
    pub(crate) who: String,
    /// As what.
    pub(crate) role: String,
    /// What was done.
    pub(crate) says: String,
    /// What stood there before, where the line keeps it.
    pub(crate) before: String,
    /// From which address.
    pub(crate) source: String,
    /// From which known device.
    pub(crate) device: String,
    /// Digest of the line and of all before it.
    pub(crate) chain: String,
}

impl TrailLine {
    /// Reads a line.
    pub(crate) fn of(w: Words, names: &Names, kept: Kept) -> Self {
        let line = kept.line;
        let at_machine = line.actor.is_empty() && line.source.is_empty();
        let action = line.action.as_str();
        let (object, details) = parts(w, names, action, &line.object, &line.details);
        let before = if action == "audit-project-edited" {
            described(w, &line.details)
        } else {
            String::new()
        };
        Self {
            position: kept.position,
            at: clock(w, &line.at),
            written_at: line.at,
            place: names.of(&line.session),
            who: if at_machine { w.say("audit-machine") } else { line.actor },
            role: Role::parse(&line.role).map_or_else(String::new, |role| w.say(role.word())),
            says: w.with(action, [("object", object), ("details", details)]).trim().to_owned(),
            before,
            source: line.source,
            device: line.device,
            chain: kept.chain,
        }
    }

    /// The day and the time of day, which narrow screens show below each other.
    pub(crate) fn moment(&self) -> (&str, &str) {
        self.at.rsplit_once(' ').unwrap_or((&self.at, ""))
    }

    /// Whether a text occurs in it, in small or capital letters.
    pub(crate) fn has(&self, wanted: &str) -> bool {
        let wanted = wanted.to_lowercase();
        let line = [&self.at, &self.place, &self.who, &self.role, &self.says, &self.before];
        line.into_iter()
            .chain([&self.source, &self.device])
            .any(|text| text.to_lowercase().contains(&wanted))
    }
}

/// A time of the trail as clocks in China show it.
fn clock(w: Words, at: &str) -> String {
    let format = w.pick("%Y年%-m月%-d日 %H:%M:%S", "%-d %B %Y %H:%M:%S");
    at.parse::<Timestamp>()
        .map_or_else(|_| at.to_owned(), |at| in_china(at).strftime(format).to_string())
}

/// A list's name; pasted lines have none.
fn listed(w: Words, name: &str) -> String {
    if name.is_empty() { w.say("import-lines-name") } else { name.to_owned() }
}

/// What an import did, and the digest of its file.
fn traced(w: Words, details: &str) -> String {
    let Ok(trace) = serde_json::from_str::<Trace>(details) else { return details.to_owned() };
    let Counts { new, changed, unchanged, missing } = trace.counts;
    let counts =
        [("new", new), ("changed", changed), ("unchanged", unchanged), ("missing", missing)];
    format!("{} SHA-256 {}", w.with("import-counts", counts), trace.digest)
}

/// What an act was about, in words: the trail keeps names of states and ids.
fn parts(w: Words, names: &Names, action: &str, object: &str, details: &str) -> (String, String) {
    let say = |key: Option<&'static str>, text: &str| {
        key.map_or_else(|| text.to_owned(), |key| w.say(key))
    };
    let plain = (names.of(object), names.of(details));
    match action {
        "audit-stage" => (say(Stage::parse(object).map(Stage::word), object), plain.1),
        // An office is named as the role that holds it.
        "audit-account-added"
        | "audit-account-asked"
        | "audit-reset-asked"
        | "audit-password-reset"
        | "audit-officer-added"
        | "audit-keys" => (plain.0, say(Role::parse(details).map(Role::word), details)),
        // Digests of archives are there to be compared: they stand whole.
        "audit-proposed" | "audit-withdrawn" | "audit-confirmed" if object == "export" => {
            (say(act(object), object), details.to_owned())
        }
        "audit-denied" => (object.to_owned(), denied(w, details)),
        "audit-cast-refused" => (plain.0, say(Why::parse(details).map(Why::word), details)),
        "audit-blocked" => (object.to_owned(), clock(w, details)),
        "audit-rules" | "audit-rules-begin" => (rules(w, object), rules(w, details)),
        "audit-started" | "audit-table" | "audit-exported" => {
            (object.to_owned(), details.to_owned())
        }
        "audit-proposed" | "audit-withdrawn" | "audit-confirmed" => {
            (say(act(object), object), plain.1)
        }
        "audit-signed" | "audit-entered" => (say(kind(object), object), subject(w, names, details)),
        "audit-paper-entered" => (plain.0, entered(w, details)),
        "audit-sign-in" => (plain.0, say(mark(details), details)),
        "audit-seat" => {
            let status = |word: &str| SeatStatus::parse(word).map(SeatStatus::word);
            (plain.0, translated(w, details, status))
        }
        "audit-roll-imported" | "audit-projects-imported" => {
            (listed(w, object), traced(w, details))
        }
        "audit-upload-refused" => {
            let why = audited_fault(details).map(|refusal| w.refusal(&refusal));
            (listed(w, object), why.unwrap_or_else(|| details.to_owned()))
        }
        "audit-project-moved" => {
            let state = |word: &str| ProjectState::parse(word).map(ProjectState::word);
            (plain.0, translated(w, details, state))
        }
        _ => plain,
    }
}

/// A text whose first three words may be names of states.
fn translated(w: Words, text: &str, key: impl Fn(&str) -> Option<&'static str>) -> String {
    let word = |(at, word): (usize, &str)| match key(word) {
        Some(key) if at < 3 => w.say(key),
        _ => word.to_owned(),
    };
    text.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// A poll or a slip, with the stubs that a teller counted and the papers that are missing.
fn subject(w: Words, names: &Names, details: &str) -> String {
    let Some((poll, counted)) = details.split_once(" stubs ") else { return names.of(details) };
    let poll = names.of(poll);
    match counted.split_once(" unreturned ") {
        None => w.with("audit-stubs", [("poll", poll.as_str()), ("n", counted)]),
        Some((stubs, missing)) => {
            let facts = [("poll", poll.as_str()), ("n", stubs), ("missing", missing)];
            w.with("audit-stubs-unreturned", facts)
        }
    }
}

/// Which batch of papers a teller entered, and in which attempt.
fn entered(w: Words, details: &str) -> String {
    let Some((batch, attempt)) = details.split_once('/') else { return details.to_owned() };
    w.with("audit-batch", [("batch", batch), ("attempt", attempt)])
}

/// Why a request was denied.
fn denied(w: Words, why: &str) -> String {
    match why {
        "role" => w.say("audit-why-role"),
        "township" => w.say("audit-why-township"),
        "foreign" => w.say("audit-why-foreign"),
        "expired" => w.say("audit-why-expired"),
        _ => why.to_owned(),
    }
}

/// How people sign in: the names of a profile and of whether a second factor is asked for.
fn rules(w: Words, text: &str) -> String {
    let (profile, factor) = text.split_once(' ').unwrap_or((text, ""));
    let profile = PasswordProfile::parse(profile).map(|profile| w.say(profile.short_word()));
    let factor = SecondFactor::parse(factor).map(|factor| w.say(factor.word()));
    let (Some(profile), Some(factor)) = (profile, factor) else { return text.to_owned() };
    format!("{profile}{}{factor}", w.pick("，", ", "))
}

fn act(name: &str) -> Option<&'static str> {
    match name {
        "freeze" => Some("act-freeze"),
        "close" => Some("act-close"),
        "export" => Some("act-export"),
        "to_paper" => Some("act-to-paper"),
        "to_tablets" => Some("act-to-tablets"),
        "publish" => Some("act-publish"),
        "sign_in" => Some("act-sign-in"),
        _ => None,
    }
}

fn kind(name: &str) -> Option<&'static str> {
    match name {
        "officers" => Some("audit-kind-officers"),
        "open" => Some("audit-kind-open"),
        "void_slip" => Some("audit-kind-void-slip"),
        "certificate" => Some("audit-kind-certificate"),
        "void_poll" => Some("audit-kind-void-poll"),
        "correct" => Some("audit-kind-correct"),
        "close" | "closing" => Some("audit-kind-closing"),
        "outcome" => Some("audit-kind-outcome"),
        "paper" => Some("audit-kind-paper"),
        _ => None,
    }
}

fn mark(name: &str) -> Option<&'static str> {
    match name {
        "present" => Some("audit-mark-present"),
        "leave" => Some("audit-mark-leave"),
        "clear" => Some("audit-mark-clear"),
        _ => None,
    }
}

/// What was written of a project, as names and values.
fn described(w: Words, json: &str) -> String {
    let members: Map<String, Value> = serde_json::from_str(json).unwrap_or_default();
    let fields = [
        ("title", "field-title"),
        ("category", "field-category"),
        ("content", "field-content"),
        ("location", "field-location"),
        ("beneficiaries", "field-beneficiaries"),
        ("fund_source", "field-fund-source"),
        ("lead_unit", "field-lead-unit"),
        ("co_units", "field-co-units"),
        ("due", "field-due"),
        ("goal", "field-goal"),
        ("proposer", "field-proposer"),
    ];
    let mut lines = Vec::new();
    for (name, key) in fields {
        if let Some(text) = members.get(name).and_then(Value::as_str).filter(|it| !it.is_empty()) {
            lines.push(format!("{}{}{text}", w.say(key), w.pick("：", ": ")));
        }
    }
    if let Some(yuan) = members.get("investment").and_then(Value::as_i64).filter(|&it| it != 0) {
        let amount = crate::domain::project::write_wan(yuan);
        let money = w.with("project-wan", [("amount", amount)]);
        lines.push(format!("{}{}{money}", w.say("field-investment"), w.pick("：", ": ")));
    }
    lines.join(w.pick("；", "; "))
}

/// Lines of the trail as a table.
pub(crate) fn table(lines: &[TrailLine], about: &str, rehearsal: bool, day: Date) -> Table {
    let columns = vec![
        Column::new("audit-column-number", Kind::Number, 8),
        Column::new("audit-column-time", Kind::Moment, 20),
        Column::new("audit-column-session", Kind::Text, 24),
        Column::new("audit-column-who", Kind::Text, 12),
        Column::new("audit-column-role", Kind::Text, 12),
        Column::new("audit-column-source", Kind::Text, 16),
        Column::new("audit-column-device", Kind::Text, 10),
        Column::new("audit-column-what", Kind::Text, 50),
        Column::new("audit-column-before", Kind::Text, 36),
        Column::new("audit-column-chain", Kind::Text, 46),
    ];
    let row = |line: &TrailLine| {
        vec![
            Cell::Number(line.position),
            line.written_at.parse().map_or_else(|_| Cell::text(&line.at), Cell::Moment),
            Cell::text(&line.place),
            Cell::text(&line.who),
            Cell::text(&line.role),
            Cell::text(&line.source),
            Cell::text(&line.device),
            Cell::text(&line.says),
            Cell::text(&line.before),
            Cell::text(&line.chain),
        ]
    };
    Table {
        file: "audit",
        name: "nav-audit",
        about: about.to_owned(),
        rehearsal,
        day,
        columns,
        rows: lines.iter().map(row).collect(),
    }
}

impl Service {
    /// The lines of a session's trail in words, newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn trail(&self, session: Uuid, w: Words) -> Result<Vec<TrailLine>, Fault> {
        let names = self.names_in(session).await?;
        let kept = self.audit_trail(session).await?;
        Ok(kept.into_iter().map(|kept| TrailLine::of(w, &names, kept)).collect())
    }

    /// What ids in a session's trail stand for.
    pub(super) async fn names_in(&self, session: Uuid) -> Result<Names, Fault> {
        let mut names = Names::default();
        let polls = self.prepared_polls(session).await?;
        names.learn(polls.into_iter().map(|poll| (poll.draft.id, poll.draft.question)));
        let roll = self.roll(session).await?;
        names.learn(roll.into_iter().map(|deputy| (deputy.id, deputy.name)));
        names.learn([(session, self.session(session).await?.title)]);
        Ok(names)
    }

    /// The lines of the whole installation's trail in words, newest first, for the administrator.
    ///
    /// # Errors
    /// When somebody else asks.
    pub(crate) async fn whole_trail(
        &self,
        actor: &Actor,
        w: Words,
    ) -> Result<Vec<TrailLine>, Fault> {
        let mut names = Names::default();
        let accounts = self.accounts(actor).await?;
        names.learn(accounts.into_iter().map(|known| (known.account.id, known.account.login)));
        for session in self.sessions().await? {
            let polls = self.prepared_polls(session.id).await?;
            names.learn(polls.into_iter().map(|poll| (poll.draft.id, poll.draft.question)));
            names.learn([(session.id, session.title)]);
        }
        let kept = self.whole_audit_trail(actor).await?;
        Ok(kept.into_iter().map(|kept| TrailLine::of(w, &names, kept)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::audit::Line;

    fn line(action: &str, object: &str, details: &str) -> TrailLine {
        let text = str::to_owned;
        let line = Line {
            at: text("2026-11-23T06:05:09Z"),
            session: String::new(),
            actor: text("clerk"),
            role: text("clerk"),
            source: text("192.0.2.1"),
            device: String::new(),
            action: text(action),
            object: text(object),
            details: text(details),
        };
        let mut names = Names::default();
        names.learn([("0198f000-0000-7000-8000-000000000001", text("十大项目"))]);
        TrailLine::of(Words::default(), &names, Kept { position: 1, line, chain: text("x") })
    }

    #[test]
    fn lines_speak_of_names_and_not_of_ids() {
        let poll = "0198f000-0000-7000-8000-000000000001";
        let told = line("audit-proposed", "freeze", poll);
        assert_eq!(told.says, "提请“冻结清单和规则”：十大项目");
        assert_eq!(told.at, "2026年11月23日 14:05:09");
        assert_eq!(told.role, "工作人员");
        assert_eq!(line("audit-stage", "sign_in", "").says, "会议进入“签到中”阶段");
        let closing = line("audit-signed", "close", &format!("{poll} stubs 62"));
        assert_eq!(closing.says, "签字：封箱说明 十大项目，票根 62 张");
        let missing = line("audit-signed", "close", &format!("{poll} stubs 62 unreturned 2"));
        assert_eq!(missing.says, "签字：封箱说明 十大项目，票根 62 张，未交纸票 2 张");
        let entered = line("audit-paper-entered", poll, "1/2");
        assert_eq!(entered.says, "录入纸质票：十大项目，第 1 批，第 2 次录入");
        let moved = line("audit-project-moved", "修路", "candidate → rejected 重复");
        assert_eq!(moved.says, "项目“修路”：候选项目 → 不予采纳 重复");
        let digest = "0".repeat(64);
        let asked = line("audit-proposed", "export", &digest);
        assert_eq!(asked.says, format!("提请“导出会议档案”：{digest}"), "it stands whole");
        let refused = line("audit-cast-refused", poll, "proof");
        assert_eq!(refused.says, "没有接收一张表决票（十大项目）：证明不成立");
        let unknown = line("audit-account-closed", "0198f000-0000-7000-8000-00000000000f", "");
        assert_eq!(unknown.says, "停用账户 0198f000…");
        assert!(told.has("冻结") && told.has("CLERK") && !told.has("公布"));
    }
}
