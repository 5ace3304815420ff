// What an officer's device remembers of a session: the last head of the log, the closing codes
// that it signed, how its steps went, and the card only where the officer says so.
//
// A teller signs one closing note for a poll, ever (docs/PROTOCOL.md §6.3). So the code is kept
// before the note is sent, and heads only grow.

const PREFIX = "piaojue/officer/";

/** The memory of one officer in one session, kept in `store` (localStorage). */
export function memory(store, session, officer) {
  const place = `${PREFIX}${session}/${officer}`;
  const cardPlace = `${place}/card`;
  const read = () => {
    try {
      return JSON.parse(store.getItem(place)) ?? {};
    } catch {
      return {};
    }
  };
  const change = (made) => store.setItem(place, JSON.stringify(made(read())));
  const ofPoll = (poll) => read().polls?.[poll] ?? {};
  const changePoll = (poll, made) =>
    change((kept) => {
      const polls = { ...kept.polls, [poll]: made(kept.polls?.[poll] ?? {}) };
      return { ...kept, polls };
    });
  return {
    /** The card, where the officer keeps it on this device. */
    card: () => store.getItem(cardPlace),
    keepCard: (card) => store.setItem(cardPlace, card),
    removeCard: () => store.removeItem(cardPlace),

    /** The public halves that this device registered. */
    keys: () => read().keys ?? null,
    keepKeys: (keys) => change((kept) => ({ ...kept, keys })),

    /** The latest head that this device has checked: {size, root}. */
    head: () => read().head ?? null,
    keepHead: (head) =>
      change((kept) => (kept.head && kept.head.size >= head.size ? kept : { ...kept, head })),

    /** What was signed for a poll's closing: {code, stubs}, or null. */
    closing: (poll) => ofPoll(poll).closing ?? null,
    keepClosing: (poll, closing) => changePoll(poll, (kept) => ({ ...kept, closing })),

    /** How a step of the count went on this device: {ok, ms}, or null. */
    step: (poll, step) => ofPoll(poll).steps?.[step] ?? null,
    keepStep: (poll, step, result) =>
      changePoll(poll, (kept) => ({ ...kept, steps: { ...kept.steps, [step]: result } })),
  };
}

/**
 * What the core is told of it (`Seen`) for a log of `size` entries. A code typed in stands for one
 * that was forgotten; a head beyond these entries is compared by the page, not by the core.
 */
export function seen(kept, poll, { size, typedCode = "" }) {
  const head = kept.head();
  const code = kept.closing(poll)?.code ?? typedCode;
  return { ...(head && head.size <= size && { head }), ...(code && { closing_code: code }) };
}
