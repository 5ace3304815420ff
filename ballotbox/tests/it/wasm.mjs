// Plays a tablet and a teller's device: reads {"module", "loader", "requests": […]}, writes the
// answers as [{"ok"} or {"error"}, …], and how long each took in milliseconds on stderr.
import { readFile } from "node:fs/promises";

const input = JSON.parse(await readFile("/dev/stdin", "utf8"));
const { load } = await import(input.loader);
const ask = await load(await readFile(input.module));
const answers = input.requests.map((request) => {
  const begun = performance.now();
  try {
    return { ok: ask(request) };
  } catch (error) {
    return { error: error.message };
  } finally {
    console.error(`${request.do}: ${(performance.now() - begun).toFixed(1)} ms`);
  }
});
process.stdout.write(JSON.stringify(answers));
