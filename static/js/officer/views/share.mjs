// Opening the sums (开启合计): this teller's share, under a closing note that all tellers signed
// and that says what this device found (docs/PROTOCOL.md §6.4). No ballot is opened.
// For tests: the button is #share.

import { post } from "../../shared/api.mjs";
import { el, fill } from "../../shared/dom.mjs";
import { say } from "../../shared/words.mjs";
import { grouped } from "../../verify/codes.mjs";
import { joined } from "../../verify/entries.mjs";
import { codeField } from "../closing-code.mjs";
import { closingFacts, fetchEntries } from "../log.mjs";
import { seen } from "../memory.mjs";
import { Fault } from "../problem.mjs";
import { recheckWithBar } from "../recheck.mjs";
import { signBox } from "../sign.mjs";

/** The task of making a share. */
export async function shareView(desk, task, done) {
  const poll = desk.view.polls.find((each) => each.poll === task.poll);
  const { note } = poll.closing;
  const { ballots, stubs } = closingFacts(note);
  const kept = desk.kept.closing(poll.poll);
  const code = kept ? null : codeField();
  const typed = () => code?.input.value ?? "";
  const act = (card, said) => share(desk, poll, { stubs, code: typed(), card }, said);
  return [
    el("p", {}, say("officer-share-lead")),
    el("dl", { class: "facts" },
      el("dt", {}, say("officer-ballots-found")), el("dd", {}, String(ballots)),
      el("dt", {}, say("officer-stubs-counted")), el("dd", {}, String(stubs)),
      ...(kept ? [el("dt", {}, say("officer-closing-code")),
        el("dd", {}, el("span", { class: "code" }, grouped(kept.code, 4).join("-")))] : [])),
    ...(code ? [code.node] : []),
    signBox(desk, { id: "share", label: say("officer-share-make"), act, done }),
  ];
}

async function share(desk, poll, { stubs, code, card }, said) {
  const { note } = poll.closing;
  if (!code && !desk.kept.closing(poll.poll)) {
    throw new Fault("officer-closing-code-wanted", {}, "officer-act-code");
  }
  const place = el("div", {});
  fill(said, place);
  // Only what the closing note covers; later entries are of other steps or other polls.
  const { size } = closingFacts(note);
  const entries = (await fetchEntries(desk.session, desk.kept.head())).slice(0, size);
  const request = {
    do: "share",
    entries: joined(entries),
    poll: poll.poll,
    seen: seen(desk.kept, poll.poll, { size, typedCode: code }),
    stubs,
    note,
    officer: desk.view.officer.id,
    card,
  };
  const last = () => desk.ask(request);
  const { result, ms } = await recheckWithBar(desk, place, entries, { last }).catch((error) => {
    throw Object.assign(error, { typedCode: code });
  });
  await post(`/api/sessions/${desk.session}/polls/${poll.poll}/shares`, result);
  desk.kept.keepStep(poll.poll, "open", { ok: true, ms });
}
