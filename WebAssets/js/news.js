// "Changed since you last looked": what every card said is remembered when the page is left or put in the
// background, and cards that say something else on the return are marked until they are left again. Times
// that tick are not news.

import { announce } from "./announce.js";

const PLACE = "dash-seen";

const cards = () => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-block]"));

/** What a card says, as a short number (FNV-1a). @param {HTMLElement} card */
function saying(card) {
  const body = card.querySelector(".card-body")?.cloneNode(true);
  if (!(body instanceof HTMLElement)) return "";
  for (const time of body.querySelectorAll("time, [data-tick]")) time.remove();
  let hash = 0x811c9dc5;
  for (const letter of (body.textContent ?? "").replace(/\s+/g, " ")) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}

/** @returns {Record<string, string> | null} null when nobody looked before */
function remembered() {
  try {
    return JSON.parse(localStorage.getItem(PLACE) ?? "null");
  } catch {
    return null;
  }
}

function remember() {
  const seen = Object.fromEntries([...cards()].map((card) => [card.dataset.block ?? "", saying(card)]));
  try {
    localStorage.setItem(PLACE, JSON.stringify(seen));
  } catch { /* without room nothing is marked */ }
}

function mark() {
  const seen = remembered();
  if (!seen) return;
  let count = 0;
  for (const card of cards()) {
    const before = seen[card.dataset.block ?? ""];
    const isNews = before !== undefined && before !== saying(card);
    card.toggleAttribute("data-news", isNews);
    if (isNews) card.setAttribute("aria-description", "Changed since you last looked");
    else card.removeAttribute("aria-description");
    if (isNews) count += 1;
  }
  if (count > 0) announce(`${count === 1 ? "1 card" : `${count} cards`} changed since you last looked.`);
}

export function connectNews() {
  mark();
  addEventListener("pagehide", remember);
  document.addEventListener("visibilitychange", () => (document.hidden ? remember() : mark()));
}
