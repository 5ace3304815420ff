// Draws positions at random, from the browser's own source.

/** Two different positions below `count`, in order. */
export function twoOf(count, draw = (limit) => below(limit)) {
  const first = draw(count);
  const second = (first + 1 + draw(count - 1)) % count;
  return [first, second].sort((one, other) => one - other);
}

/** A number below `limit`, each as likely as any other. */
function below(limit) {
  const fair = 256 - (256 % limit);
  const byte = new Uint8Array(1);
  do crypto.getRandomValues(byte);
  while (byte[0] >= fair);
  return byte[0] % limit;
}
