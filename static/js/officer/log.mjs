// The session's log as this device fetches it: entries as they stand, and whether they continue
// the head that the device has seen before.

import { get } from "../shared/api.mjs";
import { base64, toUrl } from "../verify/codes.mjs";
import { bundleOf, elements, ofKind } from "../verify/entries.mjs";
import { fetchText } from "../verify/fetch.mjs";
import { leafOf, rootOf } from "../verify/sha256.mjs";
import { Fault } from "./problem.mjs";

/** All entries so far, each as the text it has in the log; `head` is one seen before. */
export async function fetchEntries(session, head = null) {
  const entries = elements(await fetchText(`/api/sessions/${session}/log/entries?from=0`));
  if (!continues(entries, head)) throw new Fault("officer-refusal-fork");
  return entries;
}

/** The entries up to the latest checkpoint, as a bundle of the log so far. */
export async function fetchLog(session, head) {
  const { checkpoint } = await get(`/api/sessions/${session}/log?from=0`);
  const size = Number(checkpoint.split("\n")[1]);
  const entries = (await fetchEntries(session, head)).slice(0, size);
  return { entries, bundle: bundleOf(entries, checkpoint) };
}

/** The head over entries, as `Seen` has it. */
export function headOf(entries) {
  return { size: entries.length, root: toUrl(base64(rootOf(entries.map(leafOf)))) };
}

/** Whether the entries continue a head that was seen. */
export function continues(entries, head) {
  if (!head) return true;
  return entries.length >= head.size && headOf(entries.slice(0, head.size)).root === head.root;
}

/**
 * The entries that a poll's closing note covers: up to the last one that concerns the poll's
 * ballots. So all tellers sign for the same log, whatever else is appended meanwhile.
 */
export function upToClose(entries, poll) {
  const about = ({ body }) => (body.poll ?? body.figures?.poll) === poll;
  const of = (kind) => ofKind(entries, kind).filter(about);
  const last = ["poll_closed", "paper_batch", "slip_voided"].flatMap(of).map(({ index }) => index);
  return of("poll_closed").length ? entries.slice(0, Math.max(...last) + 1) : entries;
}

/** The facts of a closing note from its text (docs/PROTOCOL.md §6.3). */
export function closingFacts(note) {
  const lines = note.split("\n");
  const [kind, , poll, , size, root, ballots, stubs, paper] = lines;
  if (kind !== "piaojue/v1/close") throw new TypeError("not a closing note");
  const numbers = { size: Number(size), ballots: Number(ballots), stubs: Number(stubs) };
  return { poll, ...numbers, root: toUrl(root), paper: Number(paper) };
}
