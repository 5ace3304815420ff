// How many slips to make: one for every deputy, and a tenth to spare.

const SPARE_LEAST = 5;
const SPARE_OF = 10;
const MOST = 20_000;
const AT_ONCE = 200;

/** The number that is proposed for so many deputies. */
export const proposed = (all) => all + Math.max(SPARE_LEAST, Math.ceil(all / SPARE_OF));

/** A number of slips as typed, or null where it is none that can be made. */
export function parsedCount(text, all) {
  if (!/^\d{1,5}$/.test(text.trim())) return null;
  const count = Number(text);
  return count >= all && count >= 1 && count <= MOST ? count : null;
}

/** The parts in which the core makes them. */
export function parts(count) {
  const whole = Array.from({ length: Math.floor(count / AT_ONCE) }, () => AT_ONCE);
  return count % AT_ONCE ? [...whole, count % AT_ONCE] : whole;
}
