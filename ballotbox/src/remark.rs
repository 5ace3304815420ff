//! Remarks: what a rule or the figures give cause to say, without changing the outcome.

use crate::{
    case::Case,
    decision::Judged,
    method::Method,
    outcome::{Reason, Status, Warning, WarningCode},
    rule::{Pass, Surplus, TieAtCut},
    selection::Selection,
    tally::BallotCounts,
    threshold::{Base, Cmp, Threshold},
    wording::{clause, plural, share_en, share_zh},
};

/// All remarks on a poll, in a fixed order.
pub(crate) fn warnings(
    case: &Case<'_>,
    selection: &Selection,
    judged: &[Judged<'_>],
) -> Vec<Warning> {
    let remarks = [
        not_returned(case),
        issued_over_present(case),
        quorum_below_two_thirds(case),
        surplus_below_20_percent(case),
        surplus_obligatory(case),
        pass_base_not_all(case),
        pass_below_half(case),
        half_is_enough(case),
        tie(case, selection),
        elected_without_votes(selection, judged),
    ];
    remarks.into_iter().flatten().collect()
}

fn warning(code: WarningCode, text: Reason) -> Warning {
    let Reason { zh, en } = text;
    Warning { code, zh: format!("{zh}。"), en: format!("{en}.") }
}

fn not_returned(case: &Case<'_>) -> Option<Warning> {
    let BallotCounts { issued, cast: returned, .. } = case.ballots;
    let missing = issued.checked_sub(returned).filter(|missing| *missing > 0)?;
    Some(warning(
        WarningCode::NotReturned,
        clause(
            format!("发出票 {issued} 张，收回票 {returned} 张，未收回 {missing} 张，票决有效"),
            format!(
                "{} issued and {returned} returned: {missing} did not return, and the vote is valid",
                plural(issued, "ballot")
            ),
        ),
    ))
}

fn issued_over_present(case: &Case<'_>) -> Option<Warning> {
    let (issued, present) = (case.ballots.issued, case.electorate.present);
    if case.rule.second_gate.is_some() || issued <= present {
        return None;
    }
    Some(warning(
        WarningCode::IssuedOverPresent,
        clause(
            format!("发出票 {issued} 张，多于到会代表 {present} 人，请核对"),
            format!(
                "{} issued to {present} deputies present: please check",
                plural(issued, "ballot")
            ),
        ),
    ))
}

fn quorum_below_two_thirds(case: &Case<'_>) -> Option<Warning> {
    let quorum = case.rule.quorum.threshold();
    if !quorum.is_below(Threshold::TWO_THIRDS) {
        return None;
    }
    let (zh, en) = (share_zh(quorum), share_en(quorum));
    Some(warning(
        WarningCode::QuorumBelowTwoThirds,
        clause(
            format!(
                "到会人数要求为全体代表的{zh}，而《地方各级人民代表大会和地方各级人民政府组织法》第十四条要求有三分之二以上的代表出席（不是人民代表大会的会议除外）"
            ),
            format!(
                "the quorum is {en} of all deputies, while article 14 of the Organic Law asks for two thirds or more (a meeting that is no people's congress is exempt)"
            ),
        ),
    ))
}

fn surplus_below_20_percent(case: &Case<'_>) -> Option<Warning> {
    let seats = u64::from(case.rule.seats?);
    let options = u64::try_from(case.titles.len()).ok()?;
    let surplus = options.checked_sub(seats)?;
    if surplus * 5 >= seats {
        return None;
    }
    Some(warning(
        WarningCode::SurplusBelow20Percent,
        clause(
            format!(
                "候选项目 {options} 个，应选 {seats} 个，差额 {surplus} 个，不足应选数的百分之二十"
            ),
            format!(
                "{options} candidates for {}: the surplus of {surplus} is below 20 percent",
                plural(seats, "seat")
            ),
        ),
    ))
}

fn surplus_obligatory(case: &Case<'_>) -> Option<Warning> {
    if case.rule.surplus == Surplus::Free || matches!(case.method, Method::Grade { .. }) {
        return None;
    }
    let options = u64::try_from(case.titles.len()).ok()?;
    // A poll of all that pass has, in effect, as many seats as options.
    let seats = case.rule.seats.map_or(options, u64::from);
    if options > seats {
        return None;
    }
    Some(warning(
        WarningCode::SurplusObligatory,
        clause(
            format!("候选项目 {options} 个，应选 {seats} 个，没有差额，而所依据的规定要求差额票决"),
            format!(
                "{options} candidates for {} leave no surplus, which the basis of the rule demands",
                plural(seats, "seat")
            ),
        ),
    ))
}

fn pass_base_not_all(case: &Case<'_>) -> Option<Warning> {
    let (zh, en) = match case.rule.pass {
        _ if case.rule.grading.is_some() => return None,
        Pass::Share { base: Base::All, .. } => return None,
        Pass::Share { base: Base::Present, .. } => {
            ("通过要求以到会代表为基数", "the pass mark is taken of the deputies present")
        }
        Pass::Share { base: Base::Issued, .. } => {
            ("通过要求以发出票数为基数", "the pass mark is taken of the ballots issued")
        }
        Pass::Share { base: Base::Valid, .. } => {
            ("通过要求以有效票数为基数", "the pass mark is taken of the valid ballots")
        }
        Pass::None => ("不设得票数要求", "there is no pass mark"),
    };
    Some(warning(
        WarningCode::PassBaseNotAll,
        clause(
            format!(
                "{zh}，而《地方各级人民代表大会和地方各级人民政府组织法》第二十五条以全体代表的过半数通过（已达到要求的并列项目再次投票除外）"
            ),
            format!(
                "{en}, while article 25 of the Organic Law passes by more than half of all deputies (a re-vote on tied options that have passed already is exempt)"
            ),
        ),
    ))
}

fn pass_below_half(case: &Case<'_>) -> Option<Warning> {
    let Pass::Share { threshold, .. } = case.rule.pass else { return None };
    if case.rule.grading.is_some() || !threshold.is_below(Threshold::MORE_THAN_HALF) {
        return None;
    }
    let (zh, en) = (share_zh(threshold), share_en(threshold));
    Some(warning(
        WarningCode::PassBelowHalf,
        clause(
            format!(
                "通过要求为{zh}，低于《地方各级人民代表大会和地方各级人民政府组织法》第二十五条的过半数"
            ),
            format!(
                "the pass mark is {en}, below the more than half of article 25 of the Organic Law"
            ),
        ),
    ))
}

fn half_is_enough(case: &Case<'_>) -> Option<Warning> {
    let ambiguous = |threshold: Threshold| threshold.cmp == Cmp::AtLeast && threshold.is_half();
    let found = match (&case.rule.grading, case.rule.pass) {
        (Some(grading), _) => grading.steps.iter().any(|step| ambiguous(step.threshold())),
        (None, Pass::Share { threshold, .. }) => ambiguous(threshold),
        (None, Pass::None) => false,
    };
    let second = case.rule.second_gate.is_some_and(|gate| ambiguous(gate.threshold()));
    if !found && !second {
        return None;
    }
    Some(warning(
        WarningCode::HalfIsEnough,
        clause(
            "“半数以上”是否含半数容易产生歧义，本规则按恰好半数即达到要求计算",
            "“half or more” is ambiguous: under this rule exactly half is enough",
        ),
    ))
}

fn tie(case: &Case<'_>, selection: &Selection) -> Option<Warning> {
    if selection.status != Status::Decided || selection.tied.is_empty() {
        return None;
    }
    let (tied, elected) = (selection.tied.len(), selection.elected.len());
    let seats = case.rule.seats?;
    match case.rule.tie_at_cut {
        TieAtCut::AdmitAll => Some(warning(
            WarningCode::TieAllAdmitted,
            clause(
                format!("{tied} 个并列项目一并入选，共选出 {elected} 个，多于应选 {seats} 个"),
                format!(
                    "all {tied} options level at the cut are chosen: {elected} for {}",
                    plural(seats, "seat")
                ),
            ),
        )),
        TieAtCut::DropAll => Some(warning(
            WarningCode::TieAllDropped,
            clause(
                format!("{tied} 个并列项目均不入选，共选出 {elected} 个，少于应选 {seats} 个"),
                format!(
                    "none of the {tied} options level at the cut is chosen: {elected} for {}",
                    plural(seats, "seat")
                ),
            ),
        )),
        TieAtCut::Revote | TieAtCut::Presidium => None,
    }
}

fn elected_without_votes(selection: &Selection, judged: &[Judged<'_>]) -> Option<Warning> {
    let voteless =
        |position: &&usize| judged.get(**position).is_some_and(|judged| judged.line.votes == 0);
    let count = selection.elected.iter().filter(voteless).count();
    if count == 0 || judged.iter().any(Judged::grade_is_given) {
        return None;
    }
    Some(warning(
        WarningCode::ElectedWithoutVotes,
        clause(
            format!("入选项目中有 {count} 个没有得票"),
            format!("{count} of the options chosen have no vote at all"),
        ),
    ))
}
