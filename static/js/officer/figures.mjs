// The figures of a batch of papers: which boxes a method has, what tellers type, and whether lawful
// papers can add up to it (ballotbox's `PaperFigures::check`, for hints while typing). Pure.

/** The columns of a method: {key, n} for words, in the order of the form's slots. */
export function columns(method) {
  switch (method.kind) {
    case "pick":
      return [{ key: "votes" }];
    case "yes_no_abstain":
    case "capped":
      return [{ key: "yes" }, { key: "no" }];
    case "grade":
      return method.grades.map((name) => ({ key: "grade", name }));
    case "rank":
      return Array.from({ length: method.max }, (_, at) => ({ key: "number", n: at + 1 }));
    default:
      throw new TypeError(`no such method: ${method.kind}`);
  }
}

/** Whether what no box says is an abstention that the page can work out. */
export const abstains = ({ kind }) => ["yes_no_abstain", "capped", "grade"].includes(kind);

/** A whole number as typed, or null. */
export function parsed(text) {
  const plain = text.trim();
  return /^\d{1,5}$/.test(plain) ? Number(plain) : null;
}

/** The place of a box among the slots: options in the order of the ballot, then columns. */
export const slotOf = (method, option, column) => option * columns(method).length + column;

/** The sum of the slots of one option. */
export function rowSum(method, totals, option) {
  const width = columns(method).length;
  return sum(totals.slice(option * width, (option + 1) * width));
}

/** Whether a teller takes back what was entered of a batch that there is not: 0 everywhere. */
export const takesBack = ({ papers, invalid, totals }) =>
  [papers, invalid, ...totals].every((figure) => figure === 0);

/** Why typed figures are not possible: {key, args, at} each; `at` is "papers", "invalid" or a slot. */
export function faults({ papers, invalid, totals }, { method, form }, hands = false) {
  if (papers === null) return [{ key: "number", args: {}, at: "papers" }];
  if (invalid === null) return [{ key: "number", args: {}, at: "invalid" }];
  const missing = totals.findIndex((total) => total === null);
  if (missing >= 0) return [{ key: "number", args: {}, at: missing }];
  if (papers === 0) return [{ key: "none", args: {}, at: "papers" }];
  if (invalid > papers) return [{ key: "invalid", args: { papers, invalid }, at: "invalid" }];
  const valid = papers - invalid;
  const over = totals.findIndex((total) => total > valid);
  if (over >= 0) return [{ key: "total", args: { total: totals[over], valid }, at: over }];
  const broken = form.groups.find(({ slots, min, max }) => {
    const marks = sum(slots.map((slot) => totals[slot]));
    return marks < min * valid || marks > max * valid;
  });
  if (!broken) return [];
  const marks = sum(broken.slots.map((slot) => totals[slot]));
  const [least, most] = [broken.min * valid, broken.max * valid];
  const key = method.kind === "pick" || hands ? "marks" : "group";
  return [{ key, args: { marks, least, most, valid }, at: broken.slots[0] }];
}

const sum = (numbers) => numbers.reduce((all, one) => all + (one ?? 0), 0);
