//! Reasons: why each option and the whole poll came out as they did, one sentence each.
//!
//! Every sentence names its figures, so that it can be read aloud in the hall and checked by hand
//! (`docs/RULES.md`, outcome of a poll).

use crate::{
    case::Case,
    decision::{Judged, Standing, Verdict, together, whole},
    method::Method,
    outcome::{Reason, Status},
    rule::{Base, Pass, RankScore, Shortfall, TieAtCut},
    selection::{Fate, Selection},
    tally::BallotCounts,
    wording::{self, clause, plural, sentence},
};

/// Why an option came out as it did.
pub(crate) fn of_option(case: &Case<'_>, judged: &Judged<'_>, rank: u32, fate: Fate) -> Reason {
    let mut clauses = Vec::new();
    match judged.verdict {
        Verdict::Step(step) => graded(&mut clauses, case, judged, step),
        Verdict::Unjudged | Verdict::NoMark | Verdict::Mark { .. } => {
            marked(&mut clauses, case, judged);
        }
    }
    let seats = case.rule.seats;
    let chooses = seats.is_some();
    let graded = matches!(judged.verdict, Verdict::Step(_));
    if !graded && !matches!(fate, Fate::NotJudged(_)) {
        clauses.push(clause(format!("列第 {rank} 位"), format!("in place {rank}")));
    }
    let cut = seats.unwrap_or(0);
    clauses.extend(match fate {
        Fate::NotJudged(Standing::NoQuorum) => {
            vec![clause("到会代表不足法定人数", "no quorum"), clause("不作认定", "not decided")]
        }
        Fate::NotJudged(Standing::Void | Standing::Valid) => {
            vec![clause("本次票决无效", "the vote is void"), clause("不作认定", "not decided")]
        }
        Fate::Chosen | Fate::NotPassed | Fate::BelowCut if graded => vec![],
        Fate::Chosen if chooses => vec![clause("入选", "chosen")],
        Fate::Chosen => vec![clause("通过", "passed")],
        Fate::NotPassed if chooses => vec![clause("未入选", "not chosen")],
        Fate::NotPassed => vec![clause("未通过", "not passed")],
        Fate::BelowCut => vec![
            clause(
                format!("应选 {cut} 个已由{}的项目占满", ahead(case)),
                format!("all {} taken by options ahead of it", plural(cut, "seat")),
            ),
            clause("未入选", "not chosen"),
        ],
        Fate::BelowTied => vec![
            clause("排在入选末位并列的项目之后", "behind those that are level at the cut"),
            clause("未入选", "not chosen"),
        ],
        Fate::Tied => vec![
            clause("在入选末位与其他项目并列", "level with others at the cut"),
            clause("待定", "not yet decided"),
        ],
        Fate::TiedAdmitted => vec![
            clause("在入选末位与其他项目并列", "level with others at the cut"),
            clause("按并列一并入选的规定入选", "chosen, as the rule admits all that are level"),
        ],
        Fate::TiedDropped => vec![
            clause("在入选末位与其他项目并列", "level with others at the cut"),
            clause(
                "按并列均不入选的规定未入选",
                "not chosen, as the rule drops all that are level",
            ),
        ],
    });
    sentence(&clauses)
}

/// Whether votes alone decide who stands first.
fn by_votes(case: &Case<'_>) -> bool {
    case.rule.rank_score == RankScore::Pick
}

fn ahead(case: &Case<'_>) -> &'static str {
    if by_votes(case) { "得票领先" } else { "排列在前" }
}

fn marked(clauses: &mut Vec<Reason>, case: &Case<'_>, judged: &Judged<'_>) {
    let votes = judged.line.votes;
    match judged.line.deputies {
        Some(deputies) => clauses.push(clause(
            format!("代表得 {deputies} 票"),
            format!("{} of deputies", plural(deputies, "vote")),
        )),
        None => clauses.push(clause(format!("得 {votes} 票"), plural(votes, "vote"))),
    }
    match (judged.verdict, case.rule.pass) {
        (Verdict::Mark { held, .. }, Pass::Share { base, threshold }) => {
            let whole = wording::whole(base, whole(case, base));
            clauses.push(wording::standing(threshold, held, &whole));
        }
        (Verdict::NoMark, _) => {
            clauses.push(clause("不设得票数要求", "with no pass mark"));
        }
        (Verdict::Mark { .. } | Verdict::Unjudged | Verdict::Step(_), _) => {}
    }
    if judged.line.deputies.is_some() {
        clauses.push(clause(
            format!("全部投票人共得 {votes} 票"),
            format!("{} of everybody", plural(votes, "vote")),
        ));
    }
    if let (Verdict::Mark { second: Some(held), .. }, Some(gate)) =
        (judged.verdict, case.rule.second_gate)
    {
        let everybody = gate.electorate;
        let whole = clause(format!("全体投票人 {everybody} 人"), format!("all {everybody} voters"));
        clauses.push(wording::standing(gate.threshold(), held, &whole));
    }
    match (judged.score, case.rule.rank_score) {
        (Some(score), RankScore::Borda) => {
            clauses.push(clause(format!("计 {score} 分"), plural(score, "point")));
        }
        (Some(score), RankScore::RankSum) => {
            clauses
                .push(clause(format!("序号合计 {score}"), format!("numbers adding up to {score}")));
        }
        (Some(_) | None, _) => {}
    }
}

fn graded(clauses: &mut Vec<Reason>, case: &Case<'_>, judged: &Judged<'_>, step: Option<usize>) {
    let (Some(grading), Method::Grade { grades }) = (&case.rule.grading, case.method) else {
        return;
    };
    // The step that held; else the last, which is the least that would have been needed.
    let reached = step.and_then(|step| grading.steps.get(step));
    if let Some(step) = reached.or(grading.steps.last()) {
        let names: Vec<_> = grades
            .iter()
            .take(usize::try_from(step.sum).unwrap_or(usize::MAX))
            .map(|grade| format!("“{grade}”"))
            .collect();
        let votes = together(&judged.line, step.sum);
        let (together_zh, together_en) =
            if names.len() > 1 { ("合计", " together") } else { ("", "") };
        clauses.push(clause(
            format!("{}{together_zh} {votes} 票", names.join("、")),
            format!("{}{together_en} {}", names.join(" and "), plural(votes, "vote")),
        ));
        let whole = wording::whole(grading.base, whole(case, grading.base));
        clauses.push(wording::standing(step.threshold(), reached.is_some(), &whole));
    }
    let grade = judged.grade(case).unwrap_or_default();
    clauses.push(clause(format!("评为“{grade}”"), format!("graded “{grade}”")));
}

/// Why the whole poll came out as it did.
pub(crate) fn of_poll(
    case: &Case<'_>,
    present_at_opening: u32,
    selection: &Selection,
    judged: &[Judged<'_>],
) -> Reason {
    let mut clauses = vec![presence(case, present_at_opening)];
    if selection.status != Status::NoQuorum {
        clauses.push(clause("符合法定人数", "a quorum"));
    }
    let seats = case.rule.seats.unwrap_or(0);
    let left = selection.seats_left;
    let passed = judged.iter().filter(|judged| judged.passed()).count();
    match selection.status {
        Status::NoQuorum => no_quorum(&mut clauses, case),
        Status::Void => void(&mut clauses, case),
        Status::Decided if case.rule.grading.is_some() => grades(&mut clauses, case, judged),
        Status::Decided => decided(&mut clauses, case, selection, passed, judged.len()),
        Status::TieAtCut => {
            let tied = selection.tied.len();
            clauses.push(clause(
                format!("{tied} 个项目在入选末位并列"),
                format!("{tied} options are level at the cut"),
            ));
            clauses.push(clause(
                format!("应选 {seats} 个尚缺 {left} 个"),
                format!("with {left} of {} left", plural(seats, "seat")),
            ));
            clauses.push(match case.rule.tie_at_cut {
                TieAtCut::Revote if by_votes(case) => clause(
                    "由代表对并列项目再次投票，得票多的入选",
                    "and a re-vote on them decides, more votes winning",
                ),
                TieAtCut::Revote => clause(
                    "由代表对并列项目再次投票，按同样的方法排列，排列在前的入选",
                    "and a re-vote on them decides, ranked in the same way",
                ),
                TieAtCut::Presidium | TieAtCut::AdmitAll | TieAtCut::DropAll => {
                    clause("由主席团决定", "and the presidium decides")
                }
            });
        }
        Status::Shortfall => {
            clauses.push(clause(
                format!("{} 个项目中 {passed} 个达到得票要求", judged.len()),
                format!("{passed} of {} passed", plural_of(judged.len())),
            ));
            clauses.push(clause(
                format!("少于应选 {seats} 个，尚缺 {left} 个"),
                format!("{left} fewer than the {}", plural(seats, "seat")),
            ));
            clauses.push(shortfall(case.rule.shortfall));
        }
    }
    sentence(&clauses)
}

fn presence(case: &Case<'_>, present_at_opening: u32) -> Reason {
    let (all, present) = (case.electorate.all, case.electorate.present);
    if present == present_at_opening {
        clause(
            format!("全体代表 {all} 人，到会 {present} 人"),
            format!("{present} of all {all} deputies present"),
        )
    } else {
        clause(
            format!("全体代表 {all} 人，票决开始时到会 {present_at_opening} 人"),
            format!("{present_at_opening} of all {all} deputies present at the opening"),
        )
    }
}

fn no_quorum(clauses: &mut Vec<Reason>, case: &Case<'_>) {
    let whole = wording::whole(Base::All, case.electorate.all);
    clauses.push(wording::standing(case.rule.quorum.threshold(), false, &whole));
    clauses.push(clause("不足法定人数", "no quorum"));
    clauses.push(clause("本次票决不产生结果", "so that the vote decides nothing"));
}

fn void(clauses: &mut Vec<Reason>, case: &Case<'_>) {
    let BallotCounts { issued, cast: returned, .. } = case.ballots;
    clauses.push(clause(
        format!("发出票 {issued} 张，收回票 {returned} 张"),
        format!("{} issued and {returned} returned", plural(issued, "ballot")),
    ));
    clauses.push(clause("收回的票多于发出的票", "more than were issued"));
    clauses.push(clause(
        "本次票决无效，由主席团决定重新投票",
        "so that the vote is void and the presidium orders a new one",
    ));
}

fn grades(clauses: &mut Vec<Reason>, case: &Case<'_>, judged: &[Judged<'_>]) {
    let Some(grading) = &case.rule.grading else { return };
    let options = judged.len();
    clauses.push(clause(
        format!("对 {options} 个项目作出评定"),
        format!("{} graded", plural_of(options)),
    ));
    let names = grading.steps.iter().map(|step| step.grade.as_str());
    for name in names.chain([grading.otherwise.as_str()]) {
        let count = judged.iter().filter(|judged| judged.grade(case) == Some(name)).count();
        clauses.push(clause(format!("“{name}” {count} 个"), format!("“{name}” {count}")));
    }
}

fn decided(
    clauses: &mut Vec<Reason>,
    case: &Case<'_>,
    selection: &Selection,
    passed: usize,
    options: usize,
) {
    let elected = selection.elected.len();
    clauses.push(match case.rule.pass {
        Pass::None if case.rule.second_gate.is_none() => {
            let (order_zh, order_en) = if by_votes(case) {
                ("得票多少", "votes")
            } else {
                ("规定的方法", "the rule")
            };
            clause(
                format!("{options} 个项目按{order_zh}排列"),
                format!("{} in order of {order_en}", plural_of(options)),
            )
        }
        Pass::None | Pass::Share { .. } => clause(
            format!("{options} 个项目中 {passed} 个达到得票要求"),
            format!("{passed} of {} passed", plural_of(options)),
        ),
    });
    let Some(seats) = case.rule.seats else {
        return clauses.push(clause(format!("通过 {elected} 个"), format!("{elected} carried")));
    };
    if !selection.tied.is_empty() {
        let tied = selection.tied.len();
        clauses.push(clause(
            format!("{tied} 个项目在入选末位并列"),
            format!("{tied} options are level at the cut"),
        ));
        clauses.push(match case.rule.tie_at_cut {
            TieAtCut::AdmitAll => clause("按规定一并入选", "and all are chosen by the rule"),
            TieAtCut::DropAll | TieAtCut::Revote | TieAtCut::Presidium => {
                clause("按规定均不入选", "and none is chosen by the rule")
            }
        });
    }
    clauses.push(clause(
        format!("应选 {seats} 个，选出 {elected} 个"),
        format!("{elected} chosen for {}", plural(seats, "seat")),
    ));
}

fn shortfall(action: Shortfall) -> Reason {
    match action {
        Shortfall::Leave => clause("缺额不再补选", "and those stay empty"),
        Shortfall::Revote => clause(
            "由代表对未达到要求的项目再次投票",
            "and a second round is held on those that did not pass",
        ),
        Shortfall::NextSession => {
            clause("缺额留待下次会议票决", "and the next session votes on those")
        }
        Shortfall::Presidium => {
            clause("缺额由主席团决定如何处理", "and the presidium decides on those")
        }
    }
}

fn plural_of(options: usize) -> String {
    if options == 1 { "1 option".to_owned() } else { format!("{options} options") }
}
