// What a report of the verifier says, as a page: verdict, checks, officers, codes, outcomes.

import { el } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { decision, ladder, outcomeTable } from "./ladder.mjs";

const CLASSES = { verified: "verdict ok", refuted: "verdict bad", incomplete: "verdict" };

/**
 * The report; `manifests` are those of the bundle's polls by id. For tests the verdict is #verdict
 * with data-verdict.
 */
export function reportView(report, manifests) {
  const failed = report.checks.filter((check) => !check.ok);
  return [
    el("p", { id: "verdict", class: CLASSES[report.verdict], "data-verdict": report.verdict,
      tabindex: "-1" }, say(`verify-verdict-${report.verdict}`)),
    el("p", { class: "lead" }, say(`verify-means-${report.verdict}`)),
    ...failed.map(({ number, name, detail }) => el("p", { class: "panel error" },
      say("verify-failed", { n: number, name: say(`verify-check-${name}`), detail }))),
    ...(report.rehearsal
      ? [el("p", { class: "rehearsal-band" }, say("verify-rehearsal"))] : []),
    el("dl", { class: "facts" },
      el("dt", {}, say("verify-session")), el("dd", {}, report.session),
      el("dt", {}, say("verify-origin")), el("dd", {}, report.origin)),
    el("section", {}, el("h2", {}, say("verify-checks")), ladder(report.checks)),
    ...(report.verdict === "refuted" ? [] : compared(report, manifests)),
  ];
}

/** What a reader compares with the paper record, and the result of each poll. */
function compared(report, manifests) {
  return [
    el("section", { class: "stack" },
      el("h2", {}, say("verify-compare")), el("p", {}, say("verify-compare-lead")),
      officers(report.officers)),
    ...report.polls.map((each) => poll(each, manifests[each.poll])),
  ];
}

function officers(all) {
  const head = ["name", "role", "key"].map((name) =>
    el("th", { scope: "col" }, say(`verify-officer-${name}`)));
  const row = ({ role, name, key }) => el("tr", {},
    el("th", { scope: "row" }, name),
    el("td", {}, say(`verify-role-${role}`)),
    el("td", {}, el("span", { class: "key" }, key)));
  return el("div", { class: "table-wrap", role: "region", tabindex: "0",
    "aria-label": say("verify-officers") },
    el("table", {}, el("caption", {}, say("verify-officers")),
      el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...all.map(row))));
}

function poll(one, manifest) {
  const facts = [
    ["verify-poll-state", say(`verify-state-${one.state}`)],
    ["verify-poll-ballots", say("verify-ballots-of", { sealed: one.ballots, paper: one.paper })],
    ["verify-question-code", one.question_code],
    ...(one.closing_code ? [["verify-closing-code", one.closing_code]] : []),
  ];
  const title = say("verify-poll", { question: one.question, n: one.round });
  return el("section", { class: "project", "data-poll": one.poll },
    el("h2", {}, title),
    el("dl", { class: "facts" }, ...facts.flatMap(([key, value]) => [
      el("dt", {}, say(key)),
      el("dd", {}, el("span", { class: key.endsWith("-code") ? "code" : false }, value))])),
    ...(one.outcome ? [...decision(one.outcome), outcomeTable(one.outcome, manifest)] : []));
}
