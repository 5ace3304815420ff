// The sixteen checks as a ladder, and the outcome of a poll, for the verifier and for officers.

import { el } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";

/** A reason of the core in the page's language. */
export function inLanguage(reason) {
  return document.documentElement.lang.startsWith("zh") ? reason.zh : reason.en;
}

/** One line of a ladder. */
export function rung(ok, title, ...more) {
  const said = ok ? say("verify-ok") : say("verify-bad");
  return el("li", { class: ok ? "ok" : "bad" },
    el("span", {}, title), el("span", { class: "rung-word" }, said), ...more);
}

/** The checks of a report, in order, each with a word and what is wrong. */
export function ladder(checks) {
  const line = ({ number, name, ok, entries, detail }) =>
    rung(
      ok,
      `${number} ${say(`verify-check-${name}`)}`,
      el("span", { class: "check-detail" },
        ok ? say("verify-examined", { n: entries }) : detail),
    );
  return el("ol", { class: "checks" }, ...checks.map(line));
}

/**
 * The options of an outcome with votes, decision and the sentence for each. `manifest` gives their
 * numbers on the ballot; where it is not at hand they are left out.
 */
export function outcomeTable(report, manifest = null) {
  const names = [...(manifest ? ["number"] : []), "title", "votes", "result"];
  const head = names.map((name) =>
    el("th", { scope: "col", class: name === "votes" && "number" }, say(`verify-column-${name}`)));
  const ranked = [...report.options].sort((one, other) => one.rank - other.rank);
  return el("div", { class: "table-wrap", role: "region", tabindex: "0",
    "aria-label": say("verify-outcome") },
    el("table", { class: "outcome" }, el("caption", {}, say("verify-outcome")),
      el("thead", {}, el("tr", {}, ...head)),
      el("tbody", {}, ...ranked.map((option) => outcomeRow(report, option, manifest)))));
}

function outcomeRow(report, option, manifest) {
  const word = option.grade ?? say(fateOf(report, option));
  return el("tr", {},
    manifest
      && el("td", { class: "number" }, String(manifest.options[option.index].number)),
    el("th", { scope: "row" }, option.title,
      el("p", { class: "reason" }, inLanguage(option.reason))),
    el("td", { class: "number" }, String(option.votes)),
    el("td", {}, option.elected ? el("strong", {}, word) : word));
}

// As `Fate` of src/domain/outcome.rs has it, which the pages and papers of the site follow.
function fateOf({ status, tied, next }, { index, elected }) {
  if (["void", "no_quorum"].includes(status)) return "verify-undecided";
  if (elected) return "verify-chosen";
  if (status === "tie_at_cut" && tied.includes(index)) return "verify-tied";
  return next?.options.includes(index) ? "verify-again" : "verify-not-chosen";
}

/** The decision as a whole: status, sentence, remarks. */
export function decision(report) {
  return [
    el("p", {}, el("strong", {}, say(`verify-status-${report.status.replaceAll("_", "-")}`))),
    el("p", {}, inLanguage(report.reason)),
    ...report.warnings.map((warning) => el("p", { class: "panel warn" }, inLanguage(warning))),
  ];
}

/** A bar with its text; `set({percent, text})` moves it. */
export function bar(label) {
  const text = el("p", { role: "status" }, label);
  const line = el("progress", { max: "100", value: "0", "aria-label": label });
  return {
    node: el("div", { class: "progress" }, text, line),
    set(percent, words) {
      line.value = percent;
      if (words !== text.textContent) text.textContent = words;
    },
  };
}
