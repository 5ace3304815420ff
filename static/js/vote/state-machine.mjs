// The deputy's way through the screens, without a screen. An event that a screen does not know
// changes nothing: a late answer or a second press can never lead back from S4 to the ballot.
//
//   S0 code  S2 ballot  S3 review  S4 sealing, sending, done
//   D2 help  D3 cannot vote (with a reason)  D4 not sent yet  ALARM wrong receipt
//
// Without the core nothing can be sealed: D3 says so and stays until the core is loaded.

const NO_MODULE = "no-module";
const START = Object.freeze({ screen: "S0", practice: false });

/** Before anybody came. */
export function start() {
  return START;
}

const MOVES = {
  S0: {
    accepted: () => ({ screen: "S2", practice: false }),
    practise: () => ({ screen: "S2", practice: true }),
    resumed: () => ({ screen: "S4", phase: "sending", practice: false }),
    refused: (state, event) => refused(event),
    help: (state) => ({ screen: "D2", from: state }),
  },
  S2: {
    review: (state) => ({ screen: "S3", practice: state.practice }),
    refused: (state, event) => refused(event),
    help: (state) => ({ screen: "D2", from: state }),
    reset: start,
  },
  S3: {
    back: (state, event) => ({ screen: "S2", practice: state.practice, option: event.option }),
    cast: (state) => ({ screen: "S4", phase: "sealing", practice: state.practice }),
    refused: (state, event) => refused(event),
    help: (state) => ({ screen: "D2", from: state }),
    reset: start,
  },
  S4: {
    sealed: (state) => (state.phase === "sealing" ? { ...state, phase: "sending" } : state),
    slow: (state) => (state.phase === "done" ? state : { ...state, slow: true }),
    received: (state, event) => done(state, event),
    unreachable: (state, event) => (state.phase === "done" ? state : waiting(event)),
    held: (state, event) => (state.phase === "done" ? state : waiting(event)),
    refused: (state, event) => (state.phase === "done" ? state : refused(event)),
    alarm: (state) => (state.phase === "done" ? state : { screen: "ALARM" }),
    reset: (state) => (state.phase === "done" ? start() : state),
  },
  D2: {
    close: (state) => state.from,
    refused: (state, event) => {
      if (state.from.screen !== "S0") return refused(event);
      // Who reads the help before a ballot goes on reading; but what is behind it then is not S0.
      return event.reason === NO_MODULE ? { ...state, from: refused(event) } : state;
    },
    loaded: (state) => (isStuck(state.from) ? { ...state, from: start() } : state),
    reset: (state) => (isStuck(state.from) ? state.from : start()),
  },
  D3: {
    reset: (state) => (isStuck(state) ? state : start()),
    loaded: (state) => (isStuck(state) ? start() : state),
    refused: (state, event) => refused(event),
    help: (state) => ({ screen: "D2", from: state }),
  },
  D4: {
    trying: (_, event) => waiting(event),
    unreachable: (_, event) => waiting(event),
    held: (_, event) => waiting(event),
    received: (state, event) => done(state, event),
    refused: (state, event) => refused(event),
    alarm: () => ({ screen: "ALARM" }),
  },
  ALARM: { reset: start },
};

/** The state after an event. */
export function step(state, event) {
  const move = MOVES[state.screen][event.type];
  return move ? move(state, event) : state;
}

/** Whether the core is not there, without which there is no way on. */
export function isStuck({ screen, reason }) {
  return screen === "D3" && reason === NO_MODULE;
}

/** Whether a slip's code is taken now. */
export function takesCode(state) {
  return state.screen === "S0" || (state.screen === "D3" && !isStuck(state));
}

/** Whether a deputy's choices are on the tablet, open to be cleared for the next one. */
export function filling(state) {
  return ["S2", "S3"].includes(state.screen) || state.screen === "D2";
}

function refused({ reason, args = {} }) {
  return { screen: "D3", reason, args, practice: false };
}

function waiting(event) {
  const held = event.type === "held";
  return { screen: "D4", tries: event.tries, held, why: event.why ?? "", practice: false };
}

function done(state, { code }) {
  return { screen: "S4", phase: "done", code, practice: state.practice };
}
