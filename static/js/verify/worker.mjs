// Runs the core beside the page, which stays alive while thousands of proofs are checked.
//
// In: {id, request} for the core, or {id, ballots: [entry text…], manifests: {poll: manifest}}.
// Out: {id, ok} or {id, error}, and {id, done, total} while ballots are checked.

import { core } from "../shared/module.mjs";

// As many as the core checks in a moment, so that progress moves.
const BALLOTS_AT_ONCE = 25;

const ready = core("ballotbox");

addEventListener("message", async ({ data }) => {
  const { id, request, ballots, manifests } = data;
  try {
    const ask = await ready;
    const ok = request ? ask(request) : checkBallots(ask, id, ballots, manifests);
    postMessage({ id, ok });
  } catch (error) {
    postMessage({ id, error: error.message });
  }
});

/** Checks ballots in parts; tells how many, and the first fault by its place among them. */
function checkBallots(ask, id, texts, manifests) {
  const ballots = texts.map((text) => JSON.parse(text).body);
  let done = 0;
  while (done < ballots.length) {
    const poll = ballots[done].poll;
    const part = [];
    while (part.length < BALLOTS_AT_ONCE && ballots[done + part.length]?.poll === poll) {
      part.push(ballots[done + part.length]);
    }
    if (!manifests[poll]) return { checked: done, fault: { at: done, fault: `no poll ${poll}` } };
    const results = ask({ do: "check_ballots", manifest: manifests[poll], ballots: part });
    const wrong = results.findIndex((result) => !result.ok);
    if (wrong >= 0) {
      return { checked: done + wrong, fault: { at: done + wrong, fault: results[wrong].fault } };
    }
    done += part.length;
    postMessage({ id, done, total: ballots.length });
  }
  return { checked: done, fault: null };
}
