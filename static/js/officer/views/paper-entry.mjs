// Entering a batch of papers, or a show of hands (录入纸质票, docs/PROTOCOL.md §6.2): this teller
// enters what this teller reads. The other's figures are never shown; where they differ, only the
// places are, and both go back to the paper.
//
// For tests: the fields are #papers, #invalid and #total-<slot>, the button #enter-paper; a field
// that differs has data-differs.

import { get, post } from "../../shared/api.mjs";
import { el, fill } from "../../shared/dom.mjs";
import { say } from "../../shared/words.mjs";
import { abstains, columns, faults, parsed, rowSum, slotOf, takesBack } from "../figures.mjs";
import { problem } from "../problem.mjs";

/** The task of entering a batch. */
export async function paperEntryView(desk, task, done) {
  const poll = desk.view.polls.find((each) => each.poll === task.poll);
  const { manifest } = await get(`/api/sessions/${desk.session}/polls/${poll.poll}`);
  const { issued, papers, batch, entry } = poll.paper;
  const hands = poll.channel === "hands";
  const facts = [
    [say("officer-fact-question"), manifest.question],
    ...(hands ? [] : [
      [say("officer-paper-batch"), say("officer-paper-batch-n", { n: batch })],
      [say("officer-papers-issued"), say("officer-sheets", { n: issued })],
      [say("officer-papers-in"), say("officer-sheets", { n: papers })],
    ]),
  ];
  return [
    el("p", {}, say(hands ? "officer-hands-lead" : "officer-paper-lead")),
    entry === "differ" ? differing() : null,
    el("dl", { class: "facts" }, ...facts.flatMap(([name, value]) =>
      [el("dt", {}, name), el("dd", {}, value)])),
    form(desk, poll, manifest, done),
  ];
}

function differing() {
  return el("div", { class: "panel error", role: "alert", "data-problem": "differ" },
    el("p", {}, el("strong", {}, say("officer-paper-differ"))),
    el("p", {}, say("officer-paper-differ-act")));
}

function form(desk, poll, manifest, done) {
  const fields = entryFields(poll, manifest);
  const said = el("div", { "aria-live": "polite" });
  const button = el("button", { id: "enter-paper", class: "button primary" },
    say("officer-paper-enter"));
  const send = async (event) => {
    event.preventDefault();
    const wrong = fields.check();
    if (wrong) {
      fill(said, el("p", { class: "field-error", role: "alert" }, wrong.words));
      return wrong.input.focus();
    }
    button.disabled = true;
    try {
      const path = `/api/sessions/${desk.session}/polls/${poll.poll}/paper`;
      await post(path, { batch: poll.paper.batch, ...fields.read() });
    } catch (error) {
      fill(said, problem(error));
      button.disabled = false;
      return undefined;
    }
    fill(said);
    // It is saved, whether or not the page can show it: nobody is asked to press again.
    return done().catch(() =>
      fill(said, el("p", { class: "panel warn" }, say("officer-paper-not-shown"))));
  };
  return el("form", { class: "panel plain stack paper-entry", autocomplete: "off",
    novalidate: true, on: { submit: send, keydown: enterMovesOn } },
    fields.node, said, button);
}

/** Enter goes on to the next field, as on a sheet of figures; the last one leads to the button. */
function enterMovesOn(event) {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll("input, button")];
  all[all.indexOf(event.target) + 1]?.focus();
}

function entryFields(poll, manifest) {
  const { method, options } = manifest;
  const hands = poll.channel === "hands";
  const { mine, differs } = poll.paper;
  const number = (id, at, value, label) => {
    const differing = differs.includes(String(at));
    const hint = differing ? `${id}-differs` : null;
    return {
      input: el("input", { id, class: "figure-input", type: "text", inputmode: "numeric",
        autocomplete: "off", maxlength: "5", value: value ?? "", "aria-label": label,
        "aria-describedby": hint, "data-differs": differing }),
      note: differing
        ? el("span", { id: hint, class: "field-error" }, say("officer-paper-differs-here")) : null,
    };
  };
  const papers = number("papers", "papers", mine?.papers, null);
  const invalid = hands ? null : number("invalid", "invalid", mine?.invalid, null);
  const heads = columns(method).map(head);
  const cells = options.map(({ number: n, title }, option) => heads.map((name, column) => {
    const slot = slotOf(method, option, column);
    return number(`total-${slot}`, slot, mine?.totals[slot], `${n} ${title} ${name}`);
  }));
  const valid = el("b", { id: "valid", role: "status" }, "–");
  const marked = el("b", { id: "marked", role: "status" }, "0");
  const rest = options.map(() => el("td", { class: "number" }, "–"));
  const all = cells.flat();
  const read = () => ({
    papers: parsed(papers.input.value),
    invalid: hands ? 0 : parsed(invalid.input.value),
    totals: all.map(({ input }) => parsed(input.value)),
  });
  const show = () => {
    const { papers: count, invalid: bad, totals } = read();
    const left = count === null || bad === null ? null : count - bad;
    valid.textContent = left === null || left < 0 ? "–" : String(left);
    marked.textContent = sumOfMarks(totals, left, method);
    rest.forEach((cell, option) => showRest(cell, left, rowSum(method, totals, option), method));
  };
  const node = el("div", { class: "stack", on: { input: show } },
    el("div", { class: "figure-fields" },
      field(hands ? "officer-hands-counted" : "officer-paper-papers", papers),
      invalid && field("officer-paper-invalid", invalid),
      el("p", { class: "figure-valid", hidden: hands }, say("officer-paper-valid"), " ", valid)),
    el("p", { class: "figure-valid", hidden: method.kind !== "pick" },
      say("officer-column-sum"), " ", marked),
    table({ method, options, heads, cells, rest }));
  show();
  const wrong = () => check(read(), manifest, hands, { papers, invalid, all });
  return { node, read, check: () => (mine && takesBack(read()) ? null : wrong()) };
}

function field(label, { input, note }) {
  return el("div", { class: "field" }, el("label", { for: input.id }, say(label)), note, input);
}

function head({ key, name, n }) {
  return key === "grade" ? name : say(`officer-column-${key}`, { n: n ?? "" });
}

function table({ method, options, heads, cells, rest }) {
  const last = say(abstains(method) ? "officer-column-abstain" : "officer-column-sum");
  // Of one column the sum is the column.
  const wide = method.kind !== "pick";
  return el("div", { class: "table-wrap", role: "region", tabindex: "0",
    "aria-label": say("officer-paper-table") },
    el("table", { class: "data entry-table" },
      el("caption", {}, say("officer-paper-table")),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("officer-column-option")),
        ...heads.map((name) => el("th", { scope: "col", class: "number" }, name)),
        wide && el("th", { scope: "col", class: "number" }, last))),
      el("tbody", {}, ...options.map(({ number: n, title }, option) => el("tr", {},
        el("th", { scope: "row" }, `${n}. ${title}`),
        ...cells[option].map(({ input, note }) => el("td", {}, input, note)),
        wide && rest[option])))));
}

/** What is left of an option is an abstention; where it is not, the sum stands there. */
function showRest(cell, valid, marks, method) {
  const rest = abstains(method) && valid !== null ? valid - marks : marks;
  const wrong = rest < 0 || (valid !== null && method.kind !== "pick" && marks > valid);
  cell.textContent = wrong ? `✕ ${rest}` : String(rest);
  cell.classList.toggle("wrong", wrong);
}

/** The marks of all options, with the most that so many papers can have. */
function sumOfMarks(totals, valid, { max }) {
  const marks = totals.reduce((all, one) => all + (one ?? 0), 0);
  const most = max && valid > 0 ? max * valid : null;
  return most === null ? String(marks) : marks > most ? `✕ ${marks} > ${most}` : `${marks} ≤ ${most}`;
}

function check(figures, manifest, hands, { papers, invalid, all }) {
  const [fault] = faults(figures, manifest, hands);
  const inputs = [papers, invalid, ...all].filter(Boolean).map(({ input }) => input);
  for (const input of inputs) input.removeAttribute("aria-invalid");
  if (!fault) return null;
  const named = { papers, invalid }[fault.at] ?? all[fault.at] ?? papers;
  named.input.setAttribute("aria-invalid", "true");
  return { input: named.input, words: say(`officer-paper-fault-${fault.key}`, fault.args) };
}
