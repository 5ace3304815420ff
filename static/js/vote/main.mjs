// The tablet's page: one document and one history entry, from the code of a slip to the receipt.
//
// The server gives <body data-session data-tablet data-resets data-page data-own-phone
// data-idle-seconds data-warn-seconds> (all may be empty) and the words. Marks, code and keys live in this page only.
//
// For tests and assistive scripts, stable names:
//   body[data-screen]    S0 S2 S3 S4 D2 D3 D4 ALARM; body[data-phase] of S4: sealing sending done
//   body[data-practice]  a practice is running; .door[data-door] open paused on-paper closed
//                        not-open connecting offline faulty; .ending[data-reason] of D3: used unknown voided
//                        not-open paused closed paper late to-paper not-taken not-sealed no-module
//   #code-1 … #code-4 #start #scan #practise #question-code #door-state      S0
//   label[data-option=<id>]                      a row of a pick; its input is checked or not
//   label[data-option=<id>][data-choice=for|against|abstain|<grade>|<n>]     the other methods
//   #counter #below #page-up #page-down #clear #next #short #held            S2
//   [data-change=<id>] #undervote #back #cast #held                          S3
//   #receipt-code #done                                                      S4, D3, ALARM
//   #retry #waiting-words #raise-hand                                        D4; #retry D3 no-module
//   #smaller #bigger #contrast #help #close-help; html[data-size][data-mode] on every screen
//   #still-here          in the idle warning (dialog.idle[open])

import { post } from "../shared/api.mjs";
import { el, fill, one } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";
import { Delivery, kept, seal } from "./cast.mjs";
import { readCode, scannerBuffer } from "./code.mjs";
import { doorScreen } from "./door.mjs";
import { alarmScreen, castScreen, helpScreen, refusedScreen, waitingScreen } from "./endings.mjs";
import { beat } from "./heartbeat.mjs";
import { watchIdle } from "./idle.mjs";
import { noMarks, paperOf, sealedMarks } from "./methods.mjs";
import { paperScreen } from "./paper.mjs";
import { PASSING, Places } from "./places.mjs";
import { practiceBallot } from "./practice.mjs";
import { reviewScreen } from "./review.mjs";
import { Sealer } from "./sealer.mjs";
import { resetSettings, settingsButtons } from "./settings.mjs";
import { filling, isStuck, start, step, takesCode } from "./state-machine.mjs";
import { wipeStorage } from "./wipe.mjs";

const { session, tablet, ownPhone, idleSeconds, warnSeconds, page, resets } =
  document.body.dataset;

let state = start();
let screen = null;
let ballot = null;
let delivery = null;
let sending = null;
let scrolled = 0;
let finding = false;
let handed = takeFragment();

const band = el("p", { class: "rehearsal-band", hidden: true });
const meeting = el("p", { class: "meeting" });
const help = el("button", { type: "button", class: "button tool", id: "help",
  on: { click: () => act({ type: "help" }) } }, say("vote-help"));
const main = el("main", { id: "main", tabindex: "-1" });
fill(one("#app"),
  el("header", {}, band,
    el("div", { class: "top" }, meeting,
      el("div", { class: "tools", role: "group", "aria-label": say("vote-tools") },
        settingsButtons(), help))), main);

const sealer = new Sealer();
const places = new Places({ session, sealer, onChange: placesChanged });
const idle = watchIdle({
  seconds: Number(idleSeconds) || 120,
  warnSeconds: Number(warnSeconds) || 30,
  // A code that waits would open its ballot for the next deputy.
  watching: () => filling(state) || (state.screen === "D3" && !isStuck(state)) ||
    typedSomething() || handed !== null,
  warning: () => ballot !== null && filling(state),
  onEnd: reset,
});

/** Takes an event through the state machine and shows what follows. */
function act(event) {
  const before = state;
  state = step(state, event);
  if (state === before) return;
  if (event.type === "help") scrolled = scrollY;
  if (state.screen === before.screen && screen.update) {
    screen.update(state);
    if (state.phase !== before.phase) {
      // A screen reader hears of a new phase by its heading, as it does of a new screen.
      dress();
      focusHeading();
    }
  } else draw(event);
  document.body.dataset.phase = state.phase ?? "";
}

function draw(event = {}) {
  screen?.leave?.();
  screen = SCREENS[state.screen]();
  document.body.dataset.screen = state.screen;
  document.body.toggleAttribute("data-practice", Boolean(state.practice));
  fill(main, screen.node);
  help.hidden = ["S4", "D4", "ALARM", "D2"].includes(state.screen);
  dress();
  const back = event.type === "close" ? scrolled : 0;
  scrollTo(0, back);
  if (state.option !== undefined && state.option !== null) screen.focus(state.option);
  else if (event.type) focusHeading();
}

function focusHeading() {
  one("h1", main).focus({ preventScroll: true });
}

// What ends a ballot that is being filled in: by what holds its poll, the reason on D3.
const ENDED = { closed: "late", paper: "to-paper" };

const desk = () => ballot?.poll?.desk ?? sending?.desk ?? (state.from ?? state).args?.desk ??
  places.view().desk;
const SCREENS = {
  S0: () => doorScreen({ view: places.view(), tablet, onCode, onPractise }),
  S2: () => paperScreen({
    ballot,
    onMarks: (marks) => { ballot.marks = marks; },
    onNext: () => act({ type: "review" }),
  }),
  S3: () => reviewScreen({ ballot, onBack: (option) => act({ type: "back", option }), onCast }),
  S4: () => castScreen({ state, stub: () => sending?.stub, ownPhone: ownPhone === "true",
    onReset: reset }),
  D2: () => helpScreen({ desk: desk(), onClose: () => act({ type: "close" }) }),
  D3: () => refusedScreen({ state, desk: desk(), onReset: reset, onLoad: loadAgain }),
  D4: () => waitingScreen({ state, desk: desk(), onRetry: () => delivery.now(),
    onPaper: () => places.heldBy(sending?.poll) === "paper" }),
  ALARM: () => alarmScreen({ desk: desk(), onReset: reset }),
};

// Title, band and pause, which change under a screen without another screen.
function dress() {
  const view = places.view();
  const name = view.title ?? say("vote-product");
  fill(meeting, state.screen === "S0" ? say("vote-product") : name);
  const practice = state.practice || state.from?.practice;
  band.hidden = !practice && !view.rehearsal;
  fill(band, say(practice ? "vote-practice-band" : "vote-rehearsal-band"));
  const title = screen.title();
  document.title = title === name ? name : `${title} - ${name}`;
  if (!ballot?.poll || !filling(state)) return;
  const held = places.heldBy(ballot.poll.manifest.poll);
  if (held in ENDED) {
    const args = { desk: desk() };
    ballot = null;
    act({ type: "refused", reason: ENDED[held], args });
  } else screen.pause?.(held === "paused");
}

function placesChanged() {
  if (!screen) return;
  if (state.screen === "S0") screen.update(places.view());
  if (state.held && places.view().door === "open") delivery?.now();
  dress();
  takeHanded();
}

async function onCode(code, waited = false) {
  if (finding || !takesCode(state)) return;
  // A slip's link that is opened again, or another deputy's code: S0 says what becomes of it.
  if (state.screen === "D3") act({ type: "reset" });
  finding = true;
  handed = null;
  screen.busy?.(true);
  screen.fault?.(null);
  try {
    const found = await places.find(code);
    // Who has gone on meanwhile, to the practice or the help, is not called back.
    if (state.screen !== "S0") return;
    idle.wake();
    if (found.door) {
      // S0 says why. Until the network and the poll are there, the code waits in this page: once,
      // so that in a network that comes and goes it does not wait for whoever stands there next.
      if (!waited && PASSING.includes(found.door)) handed = code;
    } else if (found.refused) {
      const args = { ...found.args, desk: found.poll?.desk };
      act({ type: "refused", reason: found.refused, args });
    } else {
      const { poll } = found;
      const paper = paperOf(poll.manifest);
      const { question } = poll.manifest;
      ballot = { paper, marks: noMarks(paper), question, details: poll.details, poll, code };
      act({ type: "accepted" });
    }
  } catch (error) {
    if (error.old) act({ type: "refused", reason: "no-module" });
    else screen.fault?.(say("vote-no-answer"));
  } finally {
    finding = false;
    screen.busy?.(false);
    takeHanded();
  }
}

function onPractise() {
  ballot = practiceBallot();
  act({ type: "practise" });
}

async function onCast() {
  const { practice } = state;
  act({ type: "cast" });
  if (state.screen !== "S4") return;
  const { poll, code, paper, marks } = ballot;
  if (practice) {
    ballot = null;
    act({ type: "received", code: null });
    return;
  }
  try {
    sending = await seal(sealer, { poll, code, marks: sealedMarks(paper, marks) });
  } catch (error) {
    const reason = error.old ? "no-module" : "not-sealed";
    const args = { desk: poll.desk };
    ballot = null;
    act({ type: "refused", reason, args });
    return;
  }
  ballot = null;
  kept.write(sending);
  act({ type: "sealed" });
  deliver();
}

function resume(sealed) {
  sending = sealed;
  act({ type: "resumed" });
  deliver();
}

async function deliver() {
  delivery = new Delivery({ sealed: sending, sealer, post, tell: act });
  const end = await delivery.run();
  delivery = null;
  // Until the receipt is verified, or the ballot can never count, its bytes are kept. After an
  // alarm they are evidence.
  if (end.type !== "alarm") wipeStorage();
}

/** The next deputy finds nothing of this one. */
function reset() {
  ballot = null;
  sending = null;
  handed = null;
  wipeStorage();
  sealer.renew().catch(noModule);
  resetSettings();
  // The first screen has no way back to itself; but a code that was begun there has to go.
  if (state.screen === "S0") draw();
  else act({ type: "reset" });
}

// Where the browser cannot load the core. Anything else is tried again with the next question, and a
// ballot on its way asks for the core by itself.
function noModule(error) {
  if (!error.old || sending !== null) return;
  ballot = null;
  act({ type: "refused", reason: "no-module" });
}

/** From D3: there it stays, and says so again, unless the core is loaded. */
async function loadAgain() {
  try {
    await sealer.renew();
  } catch {
    act({ type: "refused", reason: "no-module" });
    return;
  }
  act({ type: "loaded" });
}

function typedSomething() {
  return state.screen === "S0" &&
    [...main.querySelectorAll("input")].some((input) => input.value !== "");
}

// A slip's link is read once; its fragment leaves the address and the history at once.
function takeFragment() {
  const { hash, pathname, search } = location;
  if (hash === "") return null;
  history.replaceState(null, "", pathname + search);
  return readCode(hash);
}

function takeHanded() {
  if (handed === null || finding || PASSING.includes(places.view().door)) return;
  const code = handed;
  handed = null;
  onCode(code, true);
}

addEventListener("hashchange", () => {
  const code = takeFragment();
  if (code) onCode(code);
});
const scanned = scannerBuffer();
addEventListener("keydown", (event) => {
  if (!takesCode(state) || event.ctrlKey || event.metaKey) return;
  const code = scanned(event.key);
  if (code === null) return;
  event.preventDefault();
  onCode(code);
}, { capture: true });
// A finger that goes elsewhere begins anew what is typed.
addEventListener("pointerdown", () => scanned("Escape"), { capture: true });
addEventListener("pageshow", (event) => event.persisted && location.reload());

sealer.warm().catch(noModule);
draw();
if (tablet) beat({ page, resets: Number(resets) });
const left = kept.read();
if (left) resume(left);
