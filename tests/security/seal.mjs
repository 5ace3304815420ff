// Asks the core as a tablet does: a request in JSON on standard input, the answer on standard output.
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

import { load } from "../../static/ballotbox.mjs";

const ask = await load(await readFile(new URL("../../static/tablet.wasm", import.meta.url)));
process.stdout.write(JSON.stringify(ask(JSON.parse(await text(process.stdin)))));
