// Live updates by server-sent events. An event brings the card that changed, or only names it where that is large:
// then it is fetched. It is morphed into place. After every (re)connection the host lists the revision of each card, so
// whatever was missed while the connection was away is fetched then.
//
// An EventSource gives up for good when anything but a stream answers, such as the error page of a
// proxy, and waits for ever on a connection that died without a word. So the connection is made anew
// here: after every error, and when the heartbeat of the host stays away.

import { fragment, parsed, RequestProblem } from "./api.js";
import { catchUpJobs, showJob } from "./add.js";
import { dress, forget, takeLayout } from "./layout.js";
import { morph } from "./morph.js";
import { tick } from "./time.js";
import { welcomeIfEmpty } from "./welcome.js";

const grid = () => document.querySelector("[data-cards]");

/** @param {string} id @returns {HTMLElement | null} */
export const cardElement = (id) =>
  document.querySelector(`[data-block="${CSS.escape(id)}"]`);

/** @type {Map<string, Promise<void>>} */
const fetching = new Map();

/**
 * Puts a card in place of the one on the page, or at its end.
 * Calls for one card run one after the other, so an older answer never wins.
 * @param {string} id
 * @param {string} [html] the card, where the host said it; else it is fetched
 */
export function refreshCard(id, html) {
  const turn = (fetching.get(id) ?? Promise.resolve()).then(() => replace(id, html));
  fetching.set(id, turn);
  return turn;
}

/** @param {string} id @param {string} [html] */
async function replace(id, html) {
  let next;
  try {
    next = html ? parsed(html) : await fragment(`/blocks/${encodeURIComponent(id)}/card`);
  } catch (problem) {
    if (problem instanceof RequestProblem && problem.status === 404) removeCard(id);
    return;
  }
  const current = cardElement(id);
  if (!(next instanceof HTMLElement)) return;
  const home = dress(next);
  if (current) morph(current, next);
  else {
    (home ?? grid())?.append(next);
    welcomeIfEmpty();
  }
  announce(current ?? next);
}

/** @param {Element} card */
const announce = (card) => card.dispatchEvent(new CustomEvent("dash:card", { bubbles: true }));

/** @param {string} id */
export function removeCard(id) {
  const card = cardElement(id);
  // One that is shown on the whole page takes its dialog along.
  card?.closest("dialog")?.remove();
  card?.remove();
  if (card) forget(id);
  welcomeIfEmpty();
}

/** What people were told and have not seen. @param {number} count */
function showNotices(count) {
  const badge = document.querySelector("[data-notices]");
  if (!badge) return;
  badge.textContent = `✉ ${count}`;
  badge.classList.toggle("issues-none", count === 0);
  badge.setAttribute("aria-label", count === 1 ? "1 new notice" : `${count} new notices`);
}

/** Milliseconds after which a connection that is gone is worth a sentence; a network that is gone is at once. */
const BLINK = 3_000;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let banner;

/** Says in a line above the cards that they are not kept up to date; they stay where they are.
 *  @param {boolean} isLost */
function showBanner(isLost) {
  clearTimeout(banner);
  const known = document.querySelector("[data-offline]");
  if (!isLost) {
    known?.remove();
    return;
  }
  const since = known?.querySelector("time")?.getAttribute("datetime") ?? new Date().toISOString();
  const show = () => {
    const line = known ?? document.createElement("p");
    line.className = "offline";
    line.setAttribute("data-offline", "");
    line.setAttribute("role", "status");
    const time = document.createElement("time");
    time.setAttribute("datetime", since);
    time.dataset.tick = "relative";
    const words = navigator.onLine ? "Dash does not answer." : "This device is offline.";
    line.replaceChildren(`${words} Last heard of `, time, "; the page goes on by itself when it is back.");
    if (!known) document.querySelector(".top")?.after(line);
    tick(line);
  };
  if (known || !navigator.onLine) show();
  else banner = setTimeout(show, BLINK);
}

/** @param {"live" | "lost"} state */
function showLink(state) {
  showBanner(state === "lost");
  const place = document.querySelector("[data-link]");
  if (!(place instanceof HTMLElement)) return;
  place.dataset.link = state;
  place.textContent = state === "live" ? "Live" : navigator.onLine ? "Reconnecting…" : "Offline";
}

/** Milliseconds: the first wait before a new attempt, and the longest. Each is twice the one before. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
/** Milliseconds without a word after which the connection is dead; the host says one every 15 s. */
const LONGEST_SILENCE = 40_000;

/** @type {EventSource | undefined} */
let source;
let wait = FIRST_WAIT;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retry;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let watchdog;

function heard() {
  clearTimeout(watchdog);
  watchdog = setTimeout(lost, LONGEST_SILENCE);
}

/** The connection is gone: makes a new one after a while. */
function lost() {
  source?.close();
  clearTimeout(watchdog);
  clearTimeout(retry);
  showLink("lost");
  // Pages that lost their host together do not come back in the same moment.
  retry = setTimeout(connect, wait * (0.75 + Math.random() / 2));
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

/** Does not wait for the next attempt if one is due: somebody looks, or the network is back. */
function hurry() {
  if (document.visibilityState !== "visible" || source?.readyState !== EventSource.CLOSED) return;
  wait = FIRST_WAIT;
  clearTimeout(retry);
  connect();
}

/** Everything as the host has it now. @param {{ id: string, revision: string }[]} cards @param {any} layout */
async function catchUp(cards, layout) {
  const known = new Set(cards.map((card) => card.id));
  for (const card of document.querySelectorAll("[data-block]")) {
    const id = card.getAttribute("data-block") ?? "";
    if (!known.has(id)) removeCard(id);
  }
  catchUpJobs();
  await Promise.all(cards
    .filter(({ id, revision }) => cardElement(id)?.dataset.revision !== revision)
    .map(({ id }) => refreshCard(id)));
  takeLayout(layout, true);
}

function connect() {
  const stream = new EventSource("/events");
  source = stream;
  heard();
  stream.addEventListener("error", lost);
  /** @param {string} name @param {(facts: any) => void} take */
  const on = (name, take) => stream.addEventListener(name, (event) => {
    heard();
    take(JSON.parse(event.data));
  });
  on("hello", ({ cards, layout, notices }) => {
    wait = FIRST_WAIT;
    showNotices(notices);
    showLink("live");
    catchUp(cards, layout);
  });
  on("beat", () => {});
  on("notices", ({ count }) => showNotices(count));
  on("card", ({ id, html }) => refreshCard(id, html));
  on("removed", ({ id }) => removeCard(id));
  on("layout", (layout) => takeLayout(layout));
  on("job", showJob);
}

export function connectLive() {
  if (!grid()) return;
  connect();
  addEventListener("online", hurry);
  addEventListener("offline", lost);
  document.addEventListener("visibilitychange", hurry);
}
