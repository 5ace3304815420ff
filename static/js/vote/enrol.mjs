// Enrols a tablet: the code stands behind the # of the address that staff shows as a QR code. It is
// read once and leaves the address and the history at once; the answer's cookie is the server's alone.

import { ApiError, post } from "../shared/api.mjs";
import { fill, one } from "../shared/dom.mjs";
import { say } from "../shared/words.mjs";

const state = one("#state");
const code = decodeURIComponent(location.hash.slice(1));
history.replaceState(null, "", location.pathname);

async function enrol() {
  if (code === "") {
    fill(state, say("enrol-no-code"));
    return;
  }
  fill(state, say("enrol-running"));
  try {
    const { session } = await post("/api/enrolment", { code });
    location.replace(`/vote/${encodeURIComponent(session)}`);
  } catch (error) {
    fill(state, error instanceof ApiError ? error.message : say("enrol-offline"));
  }
}

enrol();
