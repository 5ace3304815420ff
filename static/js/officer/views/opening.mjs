// The opening note, which is the proof of an empty box (零票证明): what is asked, by which rule,
// for whom, and that the log holds no ballot of it (docs/PROTOCOL.md §3).

import { el } from "../../shared/dom.mjs";
import { say } from "../../shared/words.mjs";
import { base64, toUrl } from "../../verify/codes.mjs";
import { ofKind } from "../../verify/entries.mjs";
import { ladder } from "../../verify/ladder.mjs";
import { sha256 } from "../../verify/sha256.mjs";
import { registeredKeys } from "../card-field.mjs";
import { fetchLog, headOf } from "../log.mjs";
import { signBox, signNotes } from "../sign.mjs";
import { checklist, doNotSign, equal, textHolds } from "../statement.mjs";

/** The task of signing a poll's opening. */
export async function openingView(desk, task, done) {
  const [note] = task.notes;
  const { manifest } = note.facts;
  const log = await fetchLog(desk.session, desk.kept.head());
  const report = await desk.ask({ do: "verify", bundle: log.bundle });
  const faults = report.checks.filter((check) => !check.ok);
  const checks = [
    [await textHolds(desk, note, { manifest }), say("officer-check-text")],
    [faults.length === 0, say("officer-check-log")],
    [true, say("officer-check-head")],
    [ownKeyStands(desk, manifest), say("officer-check-own-key")],
    [officersStand(log.entries, manifest), say("officer-check-officers")],
    [slipsStand(log.entries, manifest), say("officer-check-slips")],
    [!holdsBallots(log.entries, manifest.poll), say("officer-check-empty")],
  ];
  const { node, ok } = checklist(checks);
  if (ok) desk.kept.keepHead(headOf(log.entries));
  const act = (card) => signNotes(desk, [note], card);
  return [
    el("p", {}, say("officer-open-lead")),
    question(manifest, note.facts.rule_text),
    node,
    ...(faults.length ? [ladder(faults)] : []),
    ok ? signBox(desk, { label: say("officer-open-sign"), second: true, act, done }) : doNotSign(),
  ];
}

function ownKeyStands(desk, manifest) {
  const own = manifest.tellers.find(({ id }) => id === desk.view.officer.id);
  const registered = registeredKeys(desk);
  return Boolean(own && registered) && own.sign === registered.sign && own.lock === registered.lock;
}

/** The manifest's officers are those that all of them signed. */
function officersStand(entries, manifest) {
  const { tellers, presidium, threshold } = manifest;
  const signed = ofKind(entries, "officers").at(-1)?.body.officers;
  return equal(signed, { tellers, presidium, threshold });
}

/** The manifest's roll is the one in the log, with as many slips and as many voided. */
function slipsStand(entries, { channel, slips }) {
  if (channel !== "sealed") return slips === undefined;
  const made = ofKind(entries, "slips_made").at(-1)?.body.keys;
  if (!made || !slips) return false;
  const bytes = made.flatMap((key) => [...fromUrl(key)]);
  const digest = toUrl(base64(sha256(Uint8Array.from(bytes))));
  const voided = ofKind(entries, "slip_voided").filter(({ body }) => !body.poll).length;
  return slips.digest === digest && slips.count === made.length && slips.voided === voided;
}

function fromUrl(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function holdsBallots(entries, poll) {
  const opened = ofKind(entries, "poll_opened").some(({ body }) => body.manifest.poll === poll);
  return opened || ofKind(entries, "ballot").some(({ body }) => body.poll === poll);
}

function question(manifest, ruleText) {
  const { electorate, slips, options, method } = manifest;
  const facts = [
    [say("officer-fact-question"), manifest.question],
    [say("officer-fact-round"), String(manifest.round)],
    [say("officer-fact-channel"), say(`officer-channel-${manifest.channel}`)],
    [say("officer-fact-method"), methodWords(method)],
    [say("officer-fact-form"), formWords(manifest.form)],
    [say("officer-fact-deputies"), say("officer-deputies",
      { all: electorate.all_deputies, present: electorate.present })],
    ...(slips ? [[say("officer-fact-slips"), say("officer-slips-of",
      { n: slips.count, voided: slips.voided, left: slips.count - slips.voided })]] : []),
    [say("officer-fact-tellers"), names(manifest.tellers)],
    [say("officer-fact-presidium"), say("officer-presidium-of", {
      names: names(manifest.presidium),
      n: manifest.threshold,
    })],
    [say("officer-fact-ballots"), say("officer-zero-ballots")],
  ];
  return [
    el("dl", { class: "facts" }, ...facts.flatMap(([name, value]) =>
      [el("dt", {}, name), el("dd", {}, value)])),
    el("details", { open: true, class: "rule-text" }, el("summary", {}, say("officer-rule")),
      el("p", {}, ruleText)),
    el("h3", {}, say("officer-options", { n: options.length })),
    el("ul", { class: "ballot-options" }, ...options.map(({ number, title }) =>
      el("li", {}, el("b", {}, String(number)), el("span", {}, title)))),
  ];
}

const names = (people) => people.map(({ name }) => name).join(say("officer-comma"));

function formWords({ slots, groups }) {
  const count = typeof slots === "number" ? slots : slots.length;
  return say("officer-form", { slots: count, groups: groups.length });
}

/** How a ballot is marked, in words. */
export function methodWords(method) {
  const key = `officer-method-${method.kind.replaceAll("_", "-")}`;
  const grades = method.grades?.join(say("officer-comma")) ?? "";
  return say(key, { min: method.min ?? 0, max: method.max ?? 0, grades });
}
