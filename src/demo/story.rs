//! The story of `piaojue demo`: a real list of candidates, a hall of deputies who all vote but one,
//! and officers who go on by themselves as soon as that one has voted or the clerk closes.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Town, TownPlan};
use crate::description::SimulateInput;
use crate::domain::poll::PollState;
use crate::service::polls::PollForm;
use crate::service::projects::ProjectForm;
use crate::service::{Fault, Service};

/// The vote that is played: the candidates of a real township, 108 deputies, 102 of them present.
const EXAMPLE: &str = include_str!("../../examples/zhangzhai-2022.json");
/// The rule of that vote, as its file has it.
const SEATS: u32 = 8;

const PLAN: TownPlan = TownPlan { tellers: 3, presidium: 3, stubs: 4, ..TownPlan::ZHANGZHAI };

/// How the demo stands when all but one have voted.
pub struct Scene {
    /// The town.
    pub town: Town,
    /// The poll that is open.
    pub poll: Uuid,
    /// The slip that is left.
    pub slip: usize,
}

/// Plays the day up to where one deputy has not voted yet. `progress` is told how many ballots
/// there will be, and each one that is cast.
///
/// # Errors
/// When the database is not empty, or something does not fit.
pub async fn tell(service: Service, progress: &(dyn Fn(Step) + Sync)) -> Result<Scene, Fault> {
    let example = SimulateInput::parse(EXAMPLE);
    let example = example.map_err(|_| Fault::Broken("the example cannot be read"))?;
    let electorate = example.description.electorate;
    let present = usize::try_from(electorate.present).unwrap_or_default();
    let all = usize::try_from(electorate.all).unwrap_or_default();
    progress(Step::Founding);
    let mut town = Town::found(service, &PLAN).await?;
    town.add_deputies(all).await?;
    let projects: Vec<_> = (0..).zip(example.description.titles()).map(project).collect();
    let candidates = town.add_candidates(&projects).await?;
    // A tenth to spare, for those who come late.
    town.make_slips(all + all.div_ceil(10)).await?;
    let form = PollForm {
        question: example.description.title.clone(),
        method: json!(example.description.method),
        rule: json!({ "seats": SEATS }),
        options: candidates,
        channel: ballotbox::manifest::Channel::Sealed,
    };
    let poll = town.prepare_poll(form).await?;
    town.sign_in(present).await?;
    town.open(poll).await?;
    let voters = present.saturating_sub(1).min(example.ballots.len());
    progress(Step::Ballots(voters));
    for (slip, marks) in example.ballots.iter().take(voters).enumerate() {
        cast(&town, poll, slip, marks).await?;
        progress(Step::Cast);
    }
    Ok(Scene { town, poll, slip: voters })
}

/// What the story tells while it is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Accounts, officers, slips.
    Founding,
    /// So many ballots will be cast.
    Ballots(usize),
    /// One more.
    Cast,
}

async fn cast(town: &Town, poll: Uuid, slip: usize, marks: &Value) -> Result<(), Fault> {
    let cast = town.cast(poll, slip, marks).await;
    cast.map(drop).map_err(|_| Fault::Broken("a ballot of the demo was refused"))
}

/// What is written of a candidate. The titles are real; the figures are invented.
fn project((number, title): (usize, String)) -> ProjectForm {
    const UNITS: [&str; 4] = ["镇村镇建设服务中心", "镇民政办", "镇农业农村局", "镇综合行政执法局"];
    const TEXTS: [&str; 4] = [
        "新建及改造相关设施,完善配套工程,年内建成并投入使用。",
        "改造提升现有设施,惠及周边村组群众。",
        "对年久失修路段和设施进行整修,补齐短板。",
        "按标准新建,配套绿化、照明和排水。",
    ];
    let wan = 36 + (number * 37) % 260;
    let pick = |texts: &[&str; 4]| texts.get(number % 4).copied().unwrap_or_default().to_owned();
    ProjectForm {
        title,
        content: pick(&TEXTS),
        investment_wan: wan.to_string(),
        fund_source: "镇财政、上级补助".into(),
        lead_unit: pick(&UNITS),
        due: "2026年11月底前".into(),
        ..ProjectForm::default()
    }
}

impl Scene {
    /// Leads the poll on from wherever people have left it: closes it when all slips have voted,
    /// seals, opens, certifies, publishes. Tells the state it has come to.
    ///
    /// # Errors
    /// When a device refuses.
    pub async fn go_on(&self) -> Result<PollState, Fault> {
        let town = &self.town;
        let board = town.service.board(town.session).await?;
        let poll = board.poll(self.poll).ok_or(Fault::Broken("the poll is gone"))?;
        let ballots = u64::try_from(poll.ballots).unwrap_or(u64::MAX);
        match poll.state {
            PollState::Open if poll.ballots > self.slip => town.close(self.poll).await?,
            PollState::Closed => town.count(self.poll, ballots).await?,
            PollState::Opened => town.certify().await?,
            PollState::Certified => town.publish(self.poll).await?,
            _ => return Ok(poll.state),
        }
        let board = town.service.board(town.session).await?;
        Ok(board.poll(self.poll).map_or(PollState::Voided, |poll| poll.state))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::project::parse_wan;

    #[test]
    fn every_candidate_has_figures_that_the_service_takes() {
        for number in 0..12 {
            let form = project((number, "村内道路硬化工程".into()));
            assert!(parse_wan(&form.investment_wan).is_some_and(|yuan| yuan > 0), "{number}");
        }
    }
}
