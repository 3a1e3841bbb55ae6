// Talking to the server: CSRF, JSON, and failures as sentences that can be shown as they are.

/** What every failed request becomes; `status` is 0 when no answer came at all. */
export class RequestFailed extends Error {
  constructor(message, status = 0, body = null) {
    super(message);
    this.name = "RequestFailed";
    this.status = status;
    this.body = body;
  }
}

/**
 * The token that a POST must carry: the cookie's, which another tab may have renewed since this page
 * was made, else the one that base.html put into the page.
 */
export function csrfToken(doc = document) {
  const cookie = doc.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1];
  return cookie ?? doc.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

/** What to tell a person about a status; the server's own sentence, where it sent one, goes first. */
export function explain(status, said = "") {
  if (said) {
    return said;
  }
  if (status === 0) {
    return "The server could not be reached. Check the connection and try again.";
  }
  if (status === 403) {
    return "The server no longer knows this page: the session may have ended. Open the page in another tab, then try again here.";
  }
  if (status === 404) {
    return "This is no longer there, or you may not see it.";
  }
  if (status === 413) {
    return "The text is larger than the server accepts.";
  }
  if (status === 503) {
    return "The server is busy. Try again in a moment.";
  }
  return `The server failed with status ${status}. Try again.`;
}

async function bodyOf(response) {
  const type = response.headers.get("content-type") ?? "";
  if (type.includes("json")) {
    return response.json();
  }
  return response.text();
}

async function send(url, options) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options });
  } catch (problem) {
    if (problem.name === "AbortError") {
      throw problem;
    }
    throw new RequestFailed(explain(0));
  }
  let body = null;
  try {
    body = await bodyOf(response);
  } catch {
    throw new RequestFailed("The server's answer broke off. Try again.", response.status);
  }
  if (!response.ok) {
    const said = body && typeof body === "object" ? (body.message ?? "") : "";
    throw new RequestFailed(explain(response.status, said), response.status, body);
  }
  return body;
}

/**
 * POST and return the answer (JSON as an object, anything else as text). `data` is FormData,
 * URLSearchParams, plain text (a string or a Blob), or an object, which is sent as JSON.
 */
export function post(url, data, { signal } = {}) {
  const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json" };
  const ready =
    data === undefined ||
    typeof data === "string" ||
    data instanceof Blob ||
    data instanceof FormData ||
    data instanceof URLSearchParams;
  if (typeof data === "string" || data instanceof Blob) {
    headers["Content-Type"] = "text/plain; charset=utf-8";
  } else if (!ready) {
    headers["Content-Type"] = "application/json";
  }
  return send(url, { method: "POST", headers, body: ready ? data : JSON.stringify(data), signal });
}

/** GET and return the answer: JSON as an object, anything else as text. */
export function get(url, { signal } = {}) {
  return send(url, { headers: { "X-Requested-With": "fetch" }, signal });
}
