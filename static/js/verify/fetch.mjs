// Fetches a log or a bundle as text, byte for byte as the server sends it.

import { ApiError, OfflineError } from "../shared/api.mjs";

// A whole log may be megabytes over a weak network.
const TIMEOUT_MS = 120_000;

/** The text at a path of this site. */
export async function fetchText(path) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), TIMEOUT_MS);
  try {
    const headers = { accept: "application/json", "X-Piaojue": "1" };
    const options = { headers, credentials: "same-origin", cache: "no-store" };
    const response = await fetch(path, { ...options, signal: limit.signal });
    const text = await response.text();
    if (response.ok) return text;
    throw new ApiError(response.status, refusal(text));
  } catch (error) {
    throw error instanceof ApiError ? error : new OfflineError(error);
  } finally {
    clearTimeout(timer);
  }
}

function refusal(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
