//! A published poll for research: totals in the format of Pabulib, the library of participatory
//! budgeting (`docs/FORMATS.md`, Pabulib).
//!
//! That format has a line for each ballot. Ours never have one: ballots are opened as sums only
//! (`docs/PROTOCOL.md` §6), so the section stays empty and the file says why.

use ballotbox::codec::Time;
use ballotbox::method::Method;
use jiff::Timestamp;

use super::tables::results::Opened;
use crate::clock::in_china;
use crate::domain::project::Project;
use crate::domain::township::Township;

/// Why no ballot stands in the file.
const COMMENT: &str = "Totals only. Ballots are secret and are never opened one by one: only their \
    sums are, by all tellers together. The VOTES section is therefore empty. There is no budget \
    limit; `budget` is the cost of all projects. The rule chooses by seats and pass mark.";

/// The published poll in that format.
///
/// # Errors
/// Never in practice: it is written to memory.
pub(crate) fn text(
    poll: Opened<'_>,
    closed_at: &Time,
    township: &Township,
    projects: &[Project],
) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(vec![]);
    writer.write_record(["META"])?;
    writer.write_record(["key", "value"])?;
    for (key, value) in meta(poll, closed_at, township, projects) {
        writer.write_record([key, &value])?;
    }
    writer.write_record(["PROJECTS"])?;
    writer.write_record(["project_id", "cost", "votes", "name", "category", "selected"])?;
    let options = poll.manifest.options.iter().zip(&poll.entry.outcome.options);
    for (on_ballot, option) in options {
        let project = projects.iter().find(|project| project.id == on_ballot.id);
        let category = project.map(|project| project.description.category.as_str());
        writer.write_record([
            on_ballot.number.to_string(),
            project.map_or(0, |project| project.description.investment).to_string(),
            option.votes.to_string(),
            line(&option.title),
            line(category.unwrap_or_default()),
            u8::from(option.elected).to_string(),
        ])?;
    }
    writer.write_record(["VOTES"])?;
    writer.write_record(["voter_id", "vote"])?;
    Ok(writer.into_inner()?)
}

fn meta(
    poll: Opened<'_>,
    closed_at: &Time,
    township: &Township,
    projects: &[Project],
) -> Vec<(&'static str, String)> {
    let Opened { manifest, entry, .. } = poll;
    let on_ballot = |project: &&Project| manifest.options.iter().any(|it| it.id == project.id);
    let costs = projects.iter().filter(on_ballot).map(|project| project.description.investment);
    let valid = entry.ballots.cast.saturating_sub(entry.ballots.invalid);
    let year = manifest.opened_at.as_str().get(..4).unwrap_or_default();
    let mut meta = vec![
        ("description", line(&manifest.question)),
        ("country", "China".to_owned()),
        ("unit", line(&format!("{}{}", township.county, township.name))),
        ("instance", year.to_owned()),
        ("num_projects", manifest.options.len().to_string()),
        ("num_votes", valid.to_string()),
        ("budget", costs.sum::<i64>().to_string()),
        ("currency", "CNY".to_owned()),
        ("vote_type", vote_type(&manifest.method).to_owned()),
        ("rule", "unknown".to_owned()),
        ("date_begin", day(&manifest.opened_at)),
        ("date_end", day(closed_at)),
    ];
    if let Method::Pick { min, max } = manifest.method {
        meta.extend([("min_length", min.to_string()), ("max_length", max.to_string())]);
    }
    if let Method::Capped { max } | Method::Rank { max } = manifest.method {
        meta.push(("max_length", max.to_string()));
    }
    meta.extend([("language", "zh".to_owned()), ("comment", COMMENT.to_owned())]);
    meta
}

/// What their readers call our methods. Votes in favour are approvals; abstaining and voting
/// against are not told apart there.
const fn vote_type(method: &Method) -> &'static str {
    match method {
        Method::Pick { .. } | Method::YesNoAbstain {} | Method::Capped { .. } => "approval",
        Method::Grade { .. } => "scoring",
        Method::Rank { .. } => "ordinal",
    }
}

/// A day as that format has it, by clocks in China.
fn day(time: &Time) -> String {
    let read = time.as_str().parse::<Timestamp>();
    read.map_or_else(|_| String::new(), |at| in_china(at).strftime("%d.%m.%Y").to_string())
}

/// A text as one line: their readers go line by line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
