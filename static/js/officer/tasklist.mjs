// What waits for this officer: the officer's view of a session becomes one list of tasks.
//
// A task is {kind, key, state, poll?, notes?}. `state` is "now" (this officer acts), "wait" (others
// act, `missing` says how many) or "done". Pure: the same view gives the same list.

const TELLER_NOTES = ["open", "void_slip", "paper"];
const PRESIDIUM_NOTES = ["void_poll", "correct"];
const STATES = ["now", "wait", "done"];
const ORDER = [
  "card", "officers", "slips", "open", "paper_slip", "void_slip", "void_poll", "paper_entry",
  "paper", "closing", "share", "certificate", "correct",
];

/** All tasks of the officer whose view it is, those to do now first. */
export function tasks(view) {
  const all = [cardTask(view), ...slipsTask(view), ...noteTasks(view), ...pollTasks(view)];
  const rank = ({ state, kind }) => STATES.indexOf(state) * ORDER.length + ORDER.indexOf(kind);
  return all.sort((one, other) => rank(one) - rank(other));
}

/** A note with its facts in one object, whether or not the server names them by their kind. */
export function plainNote(note) {
  const { officers, facts, ...others } = note.facts;
  if (note.kind === "officers" && officers) return { ...note, facts: officers };
  return facts ? { ...note, facts: { ...facts, ...others } } : note;
}

const isTeller = (view) => view.officer.role === "teller";

function cardTask(view) {
  return { kind: "card", key: "card", state: view.officer.registered ? "done" : "now" };
}

/** Slips can be made once the officers have signed who they are. One teller makes them. */
function slipsTask(view) {
  if (!isTeller(view)) return [];
  if (view.slips) return [{ kind: "slips", key: "slips", state: "done" }];
  return view.officers.fixed ? [{ kind: "slips", key: "slips", state: "now" }] : [];
}

function noteTasks(view) {
  const notes = view.notes.filter((note) => concerns(view, note));
  const slips = notes.filter((note) => note.kind === "void_slip");
  const single = notes.filter((note) => note.kind !== "void_slip").map((note) => ({
    kind: note.kind,
    key: note.id,
    notes: [note],
    poll: note.facts.poll ?? note.facts.manifest?.poll,
    state: noteState(view, note),
    missing: Math.max(0, note.needed - note.signed.length),
  }));
  return [...single, ...slipTasks(view, slips)];
}

/**
 * Slips to void are signed together: one task for those that wait, one for the rest; those that
 * are held for papers of a poll apart from those that are void for all polls.
 */
function slipTasks(view, notes) {
  const kindOf = ({ facts }) => (facts.poll ? "paper_slip" : "void_slip");
  return ["paper_slip", "void_slip"].flatMap((kind) => STATES.flatMap((state) => {
    const some = notes.filter((note) => kindOf(note) === kind && noteState(view, note) === state);
    const task = { kind, key: `${kind}/${state}`, notes: some, poll: some[0]?.facts.poll, state };
    return some.length ? [task] : [];
  }));
}

function concerns(view, { kind, facts }) {
  if (kind === "paper") return facts.tellers.includes(view.officer.id);
  if (TELLER_NOTES.includes(kind)) return isTeller(view);
  return PRESIDIUM_NOTES.includes(kind) ? !isTeller(view) : true;
}

function noteState(view, note) {
  const signed = note.signed.includes(view.officer.id);
  if (note.signed.length >= note.needed) return "done";
  if (signed || !view.officer.registered) return "wait";
  // The presidium certifies what all tellers have signed before it.
  const first = note.kind === "certificate" && !isTeller(view);
  const all = view.officers.tellers.every(({ id }) => note.signed.includes(id));
  return first && !all ? "wait" : "now";
}

function pollTasks(view) {
  return view.polls.flatMap((poll) =>
    [...paperTask(view, poll), ...closingTask(view, poll), ...shareTask(view, poll)]);
}

/** Whether papers or hands of a closed poll are still to be entered. */
export function papersWanted(poll) {
  if (poll.state !== "closed" || !poll.paper || poll.closing?.signed.length) return false;
  const { issued, papers, entry } = poll.paper;
  if (entry !== "empty") return true;
  return poll.channel === "hands" ? papers === 0 : papers < issued;
}

/** Two tellers enter a batch, each apart; where they differ, both go back to the paper. */
function paperTask(view, poll) {
  if (!isTeller(view) || !papersWanted(poll) || poll.paper.entry === "agreed") return [];
  const { entry, mine, batch } = poll.paper;
  const state = mine && entry === "first" ? "wait" : "now";
  const key = `paper_entry/${poll.poll}/${batch}`;
  return [{ kind: "paper_entry", key, poll: poll.poll, state, missing: 1 }];
}

/** Tellers close; the presidium signs too where stubs and ballots differ. */
function closingTask(view, poll) {
  const { signed, note, disagree } = poll.closing ?? { signed: [], note: null, disagree: false };
  if (!["closed", "opened", "certified", "published"].includes(poll.state)) return [];
  const mine = signed.some(({ officer }) => officer === view.officer.id);
  const differs = signed.some(({ stubs }) => stubs !== poll.ballots) && !disagree;
  if (!isTeller(view) && !(differs && allTellersClosed(view, signed))) return [];
  const task = { kind: "closing", key: `closing/${poll.poll}`, poll: poll.poll };
  if (note) return [{ ...task, state: mine ? "done" : "wait", missing: 0 }];
  const missing = Math.max(0, view.officers.tellers.length - signed.length);
  return [{ ...task, state: mine && !disagree ? "wait" : "now", missing }];
}

function allTellersClosed(view, signed) {
  return view.officers.tellers.every(({ id }) => signed.some(({ officer }) => officer === id));
}

function shareTask(view, poll) {
  if (!isTeller(view) || !poll.closing?.note || keyless(poll)) return [];
  const mine = poll.shares.includes(view.officer.id);
  const missing = Math.max(0, view.officers.tellers.length - poll.shares.length);
  const state = mine ? (missing ? "wait" : "done") : "now";
  return [{ kind: "share", key: `share/${poll.poll}`, poll: poll.poll, state, missing }];
}

/** A vote on paper or by hands has no locks: nothing is opened. */
export const keyless = ({ channel }) => channel === "paper" || channel === "hands";

/** The steps of a count as this officer sees them: "done", "now", "wait" or "later". */
export function countSteps(view, poll) {
  const all = tasks(view).filter((task) => task.poll === poll.poll);
  const of = (kind) => all.find((task) => task.kind === kind)?.state;
  const counted = Boolean(poll.outcome);
  const certified = ["certified", "published"].includes(poll.state);
  const sealed = Boolean(poll.closing?.note);
  const state = (over, begun, kind) =>
    over ? "done" : begun ? (of(kind) ?? "wait") : "later";
  // A rehearsal is never certified.
  const report = { step: "report", state: state(certified, counted, "certificate") };
  return [
    { step: "check", state: state(sealed, poll.state === "closed", "closing") },
    ...(keyless(poll) ? [] : [{ step: "open", state: state(counted, sealed, "share") }]),
    { step: "decide", state: counted ? "done" : "later" },
    ...(view.rehearsal ? [] : [report]),
  ];
}
