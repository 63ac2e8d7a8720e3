// Requests to the host. Every write carries the token of this page.

/** An answer that is not what was hoped for: one sentence for the person. */
export class RequestProblem extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const token = () =>
  document.querySelector('meta[name="dash-csrf"]')?.getAttribute("content") ?? "";

/**
 * Sends a request and reads the JSON of the answer.
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body] sent as JSON
 * @returns {Promise<any>}
 */
export async function send(method, path, body) {
  const answer = await request(method, path, body, "application/json");
  return answer.status === 204 ? null : answer.json();
}

/**
 * Reads an HTML fragment as its first element.
 * @param {string} path
 * @param {URLSearchParams} [fields] of a form that is sent for it
 * @returns {Promise<Element | null>}
 */
export async function fragment(path, fields) {
  const answer = fields
    ? await request("POST", path, fields, "text/html, application/json")
    : await request("GET", path, undefined, "text/html");
  return element(await answer.text());
}

/** The first element of a text. @param {string} html */
const element = (html) => new DOMParser().parseFromString(html, "text/html").body.firstElementChild;

/**
 * Reads HTML that is said to all pages as its first element; its forms get the token of this one.
 * @param {string} html
 */
export function parsed(html) {
  const next = element(html);
  for (const field of next?.querySelectorAll("input[name=csrf]") ?? []) field.setAttribute("value", token());
  return next;
}

/**
 * Sends a request and reads its answer line by line while it comes, each line a JSON object.
 * @param {string} path
 * @param {unknown} body
 * @param {AbortSignal} signal
 * @param {(line: any) => void} take
 */
export async function follow(path, body, signal, take) {
  const answer = await request("POST", path, body, "application/x-ndjson, application/json", signal);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  while (reader) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line) take(JSON.parse(line));
    if (done) return;
  }
}

/** @param {string} method @param {string} path @param {unknown} body @param {string} accept
 *  @param {AbortSignal} [signal] */
async function request(method, path, body, accept, signal) {
  /** @type {Record<string, string>} */
  const headers = { Accept: accept };
  if (method !== "GET") headers["X-Dash-CSRF"] = token();
  if (accept.startsWith("text/html")) headers["X-Dash-Fragment"] = "1";
  const isForm = body instanceof URLSearchParams;
  if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, {
      method, headers, signal, body: body === undefined || isForm ? body : JSON.stringify(body),
    });
  } catch (problem) {
    if (signal?.aborted) throw problem;
    throw new RequestProblem(0, "Dash does not answer. Is it still running?");
  }
  if (!answer.ok) {
    const facts = await answer.json().catch(() => ({}));
    throw new RequestProblem(
      answer.status, facts.error?.message ?? `Dash answered with status ${answer.status}.`);
  }
  return answer;
}
