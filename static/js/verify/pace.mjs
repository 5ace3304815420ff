// Progress that can be seen: parts that are counted, then a last pass that they tell the time of.
//
// The core re-checks a whole log in one call and says nothing meanwhile. The parts checked before
// tell how long that takes, so the bar goes on by the clock and stops short of its end.

const TICK_MS = 200;
// The bar is half full when all parts are checked, and never full before the answer is there.
const PARTS_END = 50;
const CLOCK_END = 99;

/** Where the bar stands after so many parts. */
export const afterParts = (done, total) =>
  total === 0 ? PARTS_END : Math.round((done / total) * PARTS_END);

/** Where the bar stands in the last pass, by the clock. */
export function byClock(elapsedMs, expectedMs) {
  const share = expectedMs > 0 ? Math.min(1, elapsedMs / expectedMs) : 1;
  return Math.round(PARTS_END + share * (CLOCK_END - PARTS_END));
}

/**
 * Runs counted parts, then `last`, which goes over all of them `passes` times.
 * `show({percent, done, total, seconds})`: seconds is null while parts are counted.
 */
export async function paced({ parts, last, show, passes = 1, now = () => performance.now() }) {
  const began = now();
  let counted = { done: 0, total: 0 };
  await parts((done, total) => {
    counted = { done, total };
    show({ percent: afterParts(done, total), done, total, seconds: null });
  });
  const [middle, expected] = [now(), (now() - began) * passes];
  const tick = () => {
    const percent = byClock(now() - middle, expected);
    show({ percent, ...counted, seconds: Math.ceil(expected / 1000) });
  };
  tick();
  const timer = setInterval(tick, TICK_MS);
  try {
    const result = await last();
    show({ percent: 100, ...counted, seconds: null });
    return { result, ms: Math.round(now() - began) };
  } finally {
    clearInterval(timer);
  }
}
