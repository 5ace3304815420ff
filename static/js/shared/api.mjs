// Asks the server in JSON. Two kinds of failure: the server refuses (ApiError, with its sentence)
// or does not answer at all (OfflineError), after which the same request may be sent again.

const TIMEOUT_MS = 10_000;

/** The server's refusal. */
export class ApiError extends Error {
  constructor(status, body) {
    super(body.message ?? `the server answered ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.code = body.error ?? "";
    this.body = body;
  }
}

/** No answer: no network, or none within ten seconds. */
export class OfflineError extends Error {
  constructor(cause) {
    super("the server does not answer", { cause });
    this.name = "OfflineError";
  }
}

/** GET; `signal` ends it early. */
export function get(path, { signal } = {}) {
  return request(path, { method: "GET", signal });
}

/** POST; a text is sent as it stands, anything else as JSON. */
export function post(path, body, { signal } = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers = { "content-type": "application/json" };
  return request(path, { method: "POST", body: text, headers, signal });
}

async function request(path, { headers = {}, signal, ...options }) {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const timer = setTimeout(stop, TIMEOUT_MS);
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  try {
    const response = await fetch(path, {
      ...options,
      headers: { accept: "application/json", "X-Piaojue": "1", ...headers },
      credentials: "same-origin",
      cache: "no-store",
      signal: limit.signal,
    });
    const text = await response.text();
    // What stands between us and the server (a proxy, a captive portal) answers without JSON.
    const body = parsed(text);
    if (response.ok && body === undefined && text !== "") throw new OfflineError("not JSON");
    if (!response.ok) throw refusal(response.status, body);
    return body ?? null;
  } catch (error) {
    throw error instanceof ApiError || error instanceof OfflineError
      ? error
      : new OfflineError(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

function refusal(status, body) {
  const ours = body !== undefined && typeof body?.error === "string";
  return !ours && status >= 502 ? new OfflineError(status) : new ApiError(status, body ?? {});
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
