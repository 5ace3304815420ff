// Seals a ballot and delivers it (docs/PROTOCOL.md §5): the same bytes again and again until the
// server's receipt for exactly these bytes is verified, also after a reload.

import { ApiError } from "../shared/api.mjs";

const KEPT = "piaojue.sealed";
const SLOW_MS = 1_000;
const UNREACHABLE_MS = 5_000;
const PAUSES_MS = [2_000, 3_000, 5_000, 8_000, 10_000];

/** The one sealed ballot that is on its way, kept over a reload. It is ciphertext. */
export const kept = {
  read() {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT));
    } catch {
      return null;
    }
  },
  write(sealed) {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(sealed));
    } catch {
      // Without storage the ballot lives as long as the page does.
    }
  },
};

/** Seals marks; gives what `Delivery` delivers. `poll` is as places.mjs checked it. */
export async function seal(sealer, { poll, code, marks }) {
  const { manifest, note, roll, origin } = poll;
  const sealed = await sealer.ask({ do: "seal", origin, manifest, note, roll, code, marks });
  return {
    poll: manifest.poll,
    path: `/api/sessions/${manifest.session}/polls/${manifest.poll}/ballots`,
    ballot: sealed.ballot,
    code: sealed.receipt_code,
    origin,
    log_key: manifest.log_key,
    stub: poll.stub ?? null,
    desk: poll.desk ?? null,
  };
}

/** Delivers a sealed ballot; `tell` gets the events of the state machine. */
export class Delivery {
  #wake = () => {};
  #abort = null;
  #hurry = false;

  constructor({ sealed, sealer, post, tell }) {
    Object.assign(this, { sealed, sealer, post, tell });
  }

  /** Goes on until the ballot is in, or the server refuses it for good. */
  async run() {
    const before = { echoes: 0 };
    for (let tries = 1; ; tries += 1) {
      this.#hurry = false;
      if (tries > 1) this.tell({ type: "trying", tries });
      const event = await this.#attempt(tries, before);
      this.tell(event);
      if (!["unreachable", "held"].includes(event.type)) return event;
      await this.#pause(PAUSES_MS[Math.min(tries, PAUSES_MS.length) - 1]);
    }
  }

  /** 立即重试: ends the attempt or the pause that is under way; the next attempt comes at once. */
  now() {
    this.#hurry = true;
    this.#abort?.abort();
    this.#wake();
  }

  async #attempt(tries, before) {
    this.#abort = new AbortController();
    const slow = setTimeout(() => this.tell({ type: "slow" }), SLOW_MS);
    const lost = setTimeout(() => this.tell({ type: "unreachable", tries }), UNREACHABLE_MS);
    try {
      const { path, ballot } = this.sealed;
      const receipt = await this.post(path, ballot, { signal: this.#abort.signal });
      return await this.#checked(receipt, tries);
    } catch (error) {
      return meaning(error, this.sealed, tries, before);
    } finally {
      clearTimeout(slow);
      clearTimeout(lost);
    }
  }

  // The leaf is computed from our own bytes; a receipt for anything else is an alarm.
  async #checked(receipt, tries) {
    const { origin, log_key, ballot, code } = this.sealed;
    try {
      const own = await this.sealer.ask({
        do: "check_receipt",
        origin,
        log_key,
        ballot: JSON.parse(ballot),
        index: receipt.index,
        note: receipt.note,
      });
      return own.receipt_code === code ? { type: "received", code } : { type: "alarm" };
    } catch (error) {
      // A core that did not load says nothing about the receipt.
      if (error.name === "SealerError") return { type: "unreachable", tries };
      return { type: "alarm" };
    }
  }

  #pause(milliseconds) {
    if (this.#hurry) return undefined;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** What a failed attempt means for the deputy. */
export function meaning(error, sealed, tries, before = { echoes: 0 }) {
  if (!(error instanceof ApiError)) return { type: "unreachable", tries };
  const { status, code, body } = error;
  if (code === "already_voted") {
    if (body.receipt_code !== sealed.code) {
      return { type: "refused", reason: "used", args: { code: body.receipt_code ?? "" } };
    }
    // Our own ballot is in; the server owes us the receipt for it and is asked once more.
    before.echoes += 1;
    return before.echoes > 1 ? { type: "alarm" } : { type: "unreachable", tries };
  }
  if (code === "not_open") {
    if (body.state === "paused") return { type: "held", tries };
    const args = body.closed_at ? { t: body.closed_at } : {};
    return { type: "refused", reason: "late", args };
  }
  if (code === "disk_full") return { type: "held", tries, why: "disk" };
  if (code === "slip_unknown") return { type: "refused", reason: "unknown" };
  if (code === "slip_voided") return { type: "refused", reason: "voided" };
  if (code === "ballot_refused") return { type: "refused", reason: "not-taken" };
  if (status >= 500 || status === 429 || status === 408) return { type: "unreachable", tries };
  return { type: "refused", reason: "not-taken" };
}
