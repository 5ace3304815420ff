// What the officer's pages share: who this is, the session, the memory of this device, the core.

import { get } from "../shared/api.mjs";
import { fill, el, one } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { engine } from "../verify/engine.mjs";
import { memory } from "./memory.mjs";
import { problem } from "./problem.mjs";
import { plainNote } from "./tasklist.mjs";

/** Opens a page of the officer: `show(desk)` fills `root`. What fails is said in its place. */
export async function openDesk(show) {
  const root = one("#officer");
  try {
    const desk = await seated(root.dataset.session);
    await show(desk, root);
  } catch (error) {
    fill(root, problem(error), el("p", {}, say("officer-reload")));
  }
}

async function seated(session) {
  const fetchView = async () => {
    const view = await get(`/api/sessions/${session}/officer`);
    return { ...view, notes: view.notes.map(plainNote) };
  };
  const view = await fetchView();
  const core = engine();
  return {
    session,
    view,
    kept: memory(localStorage, session, view.officer.id),
    ask: core.ask,
    checkBallots: core.checkBallots,
    /** Fetches the officer's view again. */
    async refresh() {
      this.view = await fetchView();
      return this.view;
    },
  };
}

export const isTeller = (desk) => desk.view.officer.role === "teller";

/** The officers of the session in one list, with their roles. */
export function everyone(view) {
  const all = (role, people) => people.map((person) => ({ ...person, role }));
  const { tellers, presidium } = view.officers;
  return [...all("teller", tellers), ...all("presidium", presidium)];
}

/** An officer's name. */
export function nameOf(view, id) {
  return everyone(view).find((person) => person.id === id)?.name ?? id.slice(0, 8);
}

export const officeWord = (role) => say(`officer-role-${role}`);

/** Whose page this is, in which session; and that it is a rehearsal. */
export function whose({ view }, ...more) {
  const { officer, title, rehearsal } = view;
  const who = el("strong", {}, `${officeWord(officer.role)} ${officer.name}`);
  return [
    rehearsal ? el("p", { class: "rehearsal-band" }, say("officer-rehearsal")) : null,
    el("p", { class: "who" }, who, " · ", title, ...more),
  ];
}
