// Which sessions this tablet serves, and the poll that is open in each: followed, fetched and
// checked by the core before a deputy sees a word of it (docs/PROTOCOL.md §3, §5).

import { OfflineError, get } from "../shared/api.mjs";
import { follow } from "../shared/live.mjs";

const AGAIN_MS = 3_000;
const LOOK_MS = 15_000;
// More sessions than these are asked for their state instead of listened to.
const STREAMS = 2;
const SHOWN = ["open", "paused"];
/** Doors that change by themselves; then it is known whether a slip may vote. */
export const PASSING = ["connecting", "offline"];
// Doors behind which it is not known.
const UNSURE = [...PASSING, "faulty"];

/** Follows one session, or on /vote all that are running now. */
export class Places {
  #followed = new Map();
  #reachable = true;
  #fixed;

  constructor({ session, sealer, onChange }) {
    Object.assign(this, { sealer, onChange });
    this.#fixed = session || null;
    if (this.#fixed) this.#follow(this.#fixed, true);
    else this.#look();
  }

  /** What S0 shows: {door, title, rehearsal, connected, code, stub}. */
  view() {
    const places = [...this.#followed.values()];
    const connected = this.#fixed
      ? places.every((place) => place.connected)
      : this.#reachable && (places.length === 0 || places.some((place) => place.connected));
    const alone = places.length === 1 ? places[0] : null;
    return {
      door: this.#door(places, connected),
      connected,
      title: alone?.state?.title ?? null,
      rehearsal: places.length > 0 && places.every((place) => place.state?.rehearsal),
      code: alone?.poll?.question_code ?? null,
      question: alone?.poll?.manifest.question ?? null,
      desk: alone?.poll?.desk ?? null,
    };
  }

  /** Why a poll takes no ballot now: "paper", "paused" or "closed"; null while it does. */
  heldBy(poll) {
    const known = this.#known(poll);
    if (!known) return null;
    if (!SHOWN.includes(known.state)) return "closed";
    if (known.on_paper) return "paper";
    return known.state === "paused" ? "paused" : null;
  }

  // The poll as it stands now, by its id; nothing of one that no session has.
  #known(poll) {
    const all = [...this.#followed.values()].flatMap(({ state }) => state?.polls ?? []);
    return all.find((one) => one.poll === poll);
  }

  /**
   * Finds the poll whose roll has the slip: {poll}, {refused: reason, args}, or {door} of S0 where
   * nothing can be said of slips (yet). Throws OfflineError when the server does not answer behind
   * an open door, SealerError without the core.
   */
  async find(code) {
    try {
      return await this.#find(code);
    } catch (error) {
      const { door } = this.view();
      if (error instanceof OfflineError && PASSING.includes(door)) return { door };
      throw error;
    }
  }

  async #find(code) {
    let polls = 0;
    for (const { state, poll } of this.#followed.values()) {
      // A poll before the one that is just being fetched would call its slips used or too late.
      if (!poll || poll.faulty || poll.manifest.poll !== state.current) continue;
      polls += 1;
      const { session } = state;
      const key = await this.sealer.ask({ do: "slip_key", session, code });
      if (!poll.roll.includes(key)) continue;
      const slips = `/api/sessions/${session}/polls/${poll.manifest.poll}/slips/${key}`;
      const slip = await get(slips);
      if (slip.state === "used") {
        return { refused: "used", args: { code: slip.receipt_code ?? "" }, poll };
      }
      if (slip.state === "voided") return { refused: "voided", poll };
      if (slip.state !== "unused") return { refused: "unknown", poll };
      const held = this.heldBy(poll.manifest.poll);
      return held ? { refused: held, poll } : { poll };
    }
    const { door } = this.view();
    if (polls > 0 && door !== "connecting") return { refused: "unknown" };
    if (UNSURE.includes(door)) return { door };
    if (door === "on-paper") return { refused: "paper" };
    return { refused: ["paused", "closed"].includes(door) ? door : "not-open" };
  }

  #door(places, connected) {
    const current = places.map((place) => place.state?.polls.find(isCurrent(place)));
    const casting = (poll) => SHOWN.includes(poll?.state);
    const states = current.map((poll) => poll?.state);
    const ready = places.filter((place) => place.poll && !place.poll.faulty);
    if (!connected) return places.some((place) => place.settled) ? "offline" : "connecting";
    if (!places.every((place) => place.settled)) return "connecting";
    if (ready.length === 0 && places.some((place) => place.poll?.faulty)) return "faulty";
    if (current.some((poll) => casting(poll) && poll.on_paper)) return "on-paper";
    if (ready.some((place) => this.#known(place.poll.manifest.poll)?.state === "open")) return "open";
    if (states.includes("open")) return "connecting";
    if (states.includes("paused")) return "paused";
    return states.some((state) => state && state !== "voided") ? "closed" : "not-open";
  }

  #follow(session, events) {
    const place =
      { session, state: null, connected: false, settled: false, poll: null, loading: null };
    place.stop = follow(session, (state, { connected }) => {
      Object.assign(place, { state, connected });
      this.#load(place);
      this.onChange();
    }, { events });
    this.#followed.set(session, place);
  }

  async #look() {
    try {
      const { sessions } = await get("/api/live");
      this.#reachable = true;
      const running = new Set(sessions.map(({ session }) => session));
      for (const [session, place] of this.#followed) {
        if (running.has(session)) continue;
        place.stop();
        this.#followed.delete(session);
      }
      for (const session of running) {
        if (!this.#followed.has(session)) this.#follow(session, running.size <= STREAMS);
      }
    } catch {
      this.#reachable = false;
    }
    this.onChange();
    setTimeout(() => this.#look(), LOOK_MS);
  }

  // Fetches and checks the current poll, once for each poll.
  async #load(place) {
    const current = place.state?.polls.find(isCurrent(place));
    const sealed = current?.channel === "sealed" && SHOWN.includes(current.state);
    const wanted = sealed ? current.poll : null;
    if (wanted === null) {
      place.poll = null;
      place.settled = true;
    }
    if (wanted === null || wanted === place.loading || wanted === place.poll?.manifest.poll) return;
    place.loading = wanted;
    try {
      place.poll = await this.#checked(place.state, wanted);
    } catch {
      setTimeout(() => this.#load(place), AGAIN_MS);
    }
    place.loading = null;
    place.settled = true;
    this.onChange();
  }

  async #checked({ site, township, session }, wanted) {
    const origin = { site, township, session };
    const poll = await get(`/api/sessions/${session}/polls/${wanted}`);
    const { manifest, note } = poll;
    const own = manifest.session === session && manifest.poll === wanted;
    try {
      const checked = await this.sealer.ask({ do: "check_poll", origin, manifest, note });
      return { ...poll, origin, question_code: checked.question_code, faulty: !own };
    } catch (error) {
      if (error.name === "SealerError") throw error;
      return { ...poll, origin, question_code: null, faulty: true };
    }
  }
}

function isCurrent(place) {
  return (poll) => poll.poll === place.state.current;
}
