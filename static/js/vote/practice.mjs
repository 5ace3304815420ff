// D1: the same screens with a sample question that is wholly in the page. Nothing is sealed and
// nothing is sent.

import { say } from "../shared/words.mjs";
import { noMarks, paperOf } from "./methods.mjs";

const OPTIONS = 4;
const CHOOSE = 2;

/** A ballot to practise on. */
export function practiceBallot() {
  const options = Array.from({ length: OPTIONS }, (_, at) => ({
    id: `practice-${at + 1}`,
    number: at + 1,
    title: say(`vote-practice-option-${at + 1}`),
  }));
  const paper = paperOf({
    method: { kind: "pick", min: 0, max: CHOOSE },
    options,
    rule: { seats: CHOOSE, blank: "abstain" },
  });
  const details = options.map(({ id }) => ({
    id,
    content: say("vote-practice-content"),
    facts: [],
  }));
  return { paper, marks: noMarks(paper), details, question: say("vote-practice-question"),
    poll: null, code: null };
}
