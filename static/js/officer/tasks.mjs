// The officer's page 我的任务: what waits for this officer, one task at a time.
//
// For tests: each task of the list is [data-task="<kind>"] with data-state now, wait or done, its
// button [data-open="<key>"]; the open task is #task[data-kind]; signing is #sign, opening the sums
// #share, the stubs #stubs, the check before the closing note #recheck, before a certificate
// #run-checks; a poll is [data-poll][data-state], a step of its count [data-step].

import { el, fill, one } from "../shared/dom.mjs";
import { follow } from "../shared/live.mjs";
import { say } from "../shared/words.mjs";
import { openDesk, whose } from "./desk.mjs";
import { pollPanel, questionCodes } from "./polls.mjs";
import { problem } from "./problem.mjs";
import { tasks } from "./tasklist.mjs";
import { certificateView } from "./views/certificate.mjs";
import { closingView } from "./views/closing.mjs";
import { officersView } from "./views/officers.mjs";
import { openingView } from "./views/opening.mjs";
import { paperEntryView } from "./views/paper-entry.mjs";
import { paperSignView } from "./views/paper-sign.mjs";
import { correctView, voidPollView } from "./views/presidium.mjs";
import { shareView } from "./views/share.mjs";
import { voidSlipsView } from "./views/void-slips.mjs";

const VIEWS = {
  officers: officersView,
  open: openingView,
  void_slip: voidSlipsView,
  paper_slip: voidSlipsView,
  paper_entry: paperEntryView,
  paper: paperSignView,
  closing: closingView,
  share: shareView,
  certificate: certificateView,
  void_poll: voidPollView,
  correct: correctView,
};
const TAGS = { now: "tag attention", wait: "tag doing", done: "tag done" };

openDesk(async (desk, root) => {
  const codes = new Map();
  const page = pageParts(desk, root);
  let opened = null;

  const show = async () => {
    const all = tasks(desk.view);
    fill(page.list, ...lists(desk, all, open));
    await questionCodes(desk, codes).catch((error) => fill(page.said, problem(error)));
    fill(page.polls, ...polls(desk, codes));
    if (opened && !stillMine(all, opened)) close(say("officer-task-gone"));
  };
  const close = (words) => {
    opened = null;
    // What was typed into a task, the card above all, goes with it.
    fill(page.task);
    page.task.hidden = true;
    page.overview.hidden = false;
    fill(page.said, words ? el("p", { class: "panel ok", role: "status" }, words) : null);
    one("h2", page.overview).focus();
  };
  // A task may be done when it was left already, and another one is open.
  const finish = async (task) => {
    if (opened === task) opened = null;
    await desk.refresh();
    if (!opened) close(say(`officer-done-${word(task.kind)}`));
    await show();
  };
  async function open(task) {
    opened = task;
    fill(page.said);
    page.overview.hidden = true;
    page.task.hidden = false;
    page.task.dataset.kind = task.kind;
    const heading = el("h2", { tabindex: "-1" }, say(`officer-task-${word(task.kind)}`));
    const back = el("button", { type: "button", class: "button quiet",
      on: { click: () => close("") } }, say("officer-back"));
    const body = el("div", { class: "stack" }, el("p", { role: "status" }, say("officer-loading")));
    fill(page.task, back, heading, body);
    heading.focus();
    try {
      fill(body, ...(await VIEWS[task.kind](desk, task, () => finish(task))));
    } catch (error) {
      fill(body, problem(error));
    }
  }

  await show();
  follow(desk.session, async (state, { connected }) => {
    page.connection.textContent = say(connected ? "officer-connected" : "officer-not-connected");
    if (!connected || state === null || state.version === desk.view.version) return;
    const before = content(desk.view);
    await desk.refresh().catch((error) => fill(page.said, problem(error)));
    // Ballots come in all the time; the list is drawn again only where it changes.
    if (content(desk.view) !== before) await show();
  });
});

const content = ({ version: _, ...view }) => JSON.stringify(view);
const word = (kind) => kind.replaceAll("_", "-");

/** An open task that others or another device have done meanwhile is closed. */
function stillMine(all, opened) {
  return all.some((task) => task.key === opened.key && task.state === "now");
}

function pageParts(desk, root) {
  const parts = {
    said: el("div", { "aria-live": "polite" }),
    list: el("div", { class: "stack" }),
    polls: el("div", { class: "stack" }),
    task: el("section", { id: "task", class: "stack", hidden: true }),
    connection: el("span", { class: "muted", role: "status" }),
  };
  parts.overview = el("div", { id: "overview", class: "stack" }, parts.list, parts.polls);
  fill(root, whose(desk, " · ", parts.connection), parts.said, parts.overview, parts.task);
  return parts;
}

function lists(desk, all, open) {
  const [now, waiting, ready] = ["now", "wait", "done"].map((state) =>
    all.filter((task) => task.state === state));
  return [
    el("h2", { tabindex: "-1" }, say("officer-now", { n: now.length })),
    now.length ? list(desk, now, open) : el("p", { class: "empty" }, say("officer-nothing-now")),
    ...(waiting.length ? [el("h2", {}, say("officer-list-wait")), list(desk, waiting, open)] : []),
    ...(ready.length ? [el("details", {},
      el("summary", {}, say("officer-list-done", { n: ready.length })),
      list(desk, ready, open))] : []),
  ];
}

function list(desk, some, open) {
  return el("ol", { class: "task-list" }, ...some.map((task) => row(desk, task, open)));
}

function row(desk, task, open) {
  const poll = desk.view.polls.find((each) => each.poll === task.poll);
  const about = task.notes?.[0]?.facts.manifest?.question ?? poll?.question;
  return el("li", { class: "task", "data-task": task.kind, "data-state": task.state },
    el("div", {},
      el("span", { class: "task-name" }, say(`officer-task-${word(task.kind)}`)),
      ...(about ? [el("p", {}, about)] : []),
      el("p", { class: "task-who" }, hint(task)),
      ...(task.state === "now" ? [action(desk, task, open)] : [])),
    el("span", { class: TAGS[task.state] }, say(`officer-is-${task.state}`)));
}

function hint(task) {
  if (task.state === "wait" && task.missing) {
    return say("officer-waiting-for", { n: task.missing });
  }
  return say(`officer-${task.state === "done" ? "done" : "hint"}-${word(task.kind)}`);
}

/** Tasks with a page of their own are links, the others open here. */
function action(desk, task, open) {
  if (VIEWS[task.kind]) {
    return el("button", { type: "button", class: "button primary", "data-open": task.key,
      on: { click: () => open(task) } }, say("officer-open-task"));
  }
  const place = { card: "card", slips: "slips" }[task.kind];
  return el("a", { class: "button primary", "data-open": task.key,
    href: `/officer/${desk.session}/${place}` }, say("officer-open-task"));
}

function polls(desk, codes) {
  if (desk.view.polls.length === 0) return [];
  return [el("h2", {}, say("officer-polls")),
    ...desk.view.polls.map((poll) => pollPanel(desk, poll, codes))];
}
