// Marks on a ballot paper, for every method, without a screen. Marks are a list with one choice or
// null for each option; a choice is a text: "chosen", "for", a grade's name, a number.

const ANSWERS = ["for", "against", "abstain"];
const SEALED_ANSWERS = { for: "yes", against: "no", abstain: "abstain" };

/** What differs between the methods. `limited` choices can be given at most `limit` times. */
const METHODS = {
  pick: { choices: () => ["chosen"], limited: "chosen", limit: (method) => method.max },
  yes_no_abstain: { choices: () => ANSWERS },
  capped: { choices: () => ANSWERS, limited: "for", limit: (method) => method.max },
  grade: { choices: (method) => method.grades },
  rank: {
    choices: (method) => Array.from({ length: method.max }, (_, at) => String(at + 1)),
    once: true,
  },
};

/** A ballot paper out of a manifest: what a deputy is asked. */
export function paperOf(manifest) {
  const { method, options, rule } = manifest;
  const rules = METHODS[method.kind];
  if (!rules) throw new Error(`the method ${method.kind} is not known`);
  return {
    kind: method.kind,
    options: options.map(({ id, number, title }) => ({ id, number, title })),
    choices: rules.choices(method),
    limited: rules.limited ?? null,
    limit: rules.limit?.(method) ?? null,
    once: rules.once ?? false,
    least: method.min ?? 0,
    seats: rule.seats ?? null,
    blank: rule.blank,
  };
}

/** A paper with nothing on it. */
export function noMarks(paper) {
  return paper.options.map(() => null);
}

/**
 * Marks after a press on a choice; a second press takes it back. What a screen does not allow is
 * refused with a reason, and nothing changes: {reason: "full", n} or {reason: "taken", number}.
 */
export function choose(paper, marks, option, choice) {
  if (marks[option] === choice) return { marks: put(marks, option, null), taken: false };
  const limit = paper.limited === choice ? paper.limit : null;
  if (limit !== null && count(marks, choice) >= limit) {
    return { marks, refused: { reason: "full", n: limit } };
  }
  if (paper.once && marks.includes(choice)) {
    const holder = paper.options[marks.indexOf(choice)].number;
    return { marks, refused: { reason: "taken", number: choice, holder } };
  }
  return { marks: put(marks, option, choice), taken: true };
}

/** How far the paper is: `done` of `of`, and `left`. */
export function progress(paper, marks) {
  const given = marks.filter((mark) => mark !== null).length;
  const of = { pick: paper.limit, rank: paper.choices.length }[paper.kind] ?? marks.length;
  const most = Math.min(of, marks.length);
  const inFavour = count(marks, "for");
  return { done: given, of, left: most - given, inFavour };
}

/** How many more marks a lawful ballot needs. */
export function missing(paper, marks) {
  return Math.max(0, paper.least - progress(paper, marks).done);
}

/** The marks as the core seals them (docs/FORMATS.md). */
export function sealedMarks(paper, marks) {
  const given = marks.map((mark, option) => [mark, option]).filter(([mark]) => mark !== null);
  switch (paper.kind) {
    case "pick":
      return given.map(([, option]) => option);
    case "rank":
      return Object.fromEntries(given.map(([mark, option]) => [option, Number(mark)]));
    case "grade":
      return [...marks];
    default:
      return marks.map((mark) => (mark === null ? null : SEALED_ANSWERS[mark]));
  }
}

function count(marks, choice) {
  return marks.filter((mark) => mark === choice).length;
}

function put(marks, option, choice) {
  return marks.map((mark, at) => (at === option ? choice : mark));
}
