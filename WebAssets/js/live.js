// Live updates by server-sent events. An event only names what changed; the card itself is fetched
// and morphed into place. After every (re)connection the host lists the revision of each card, so
// whatever was missed while the connection was away is fetched then.

import { fragment, RequestProblem } from "./api.js";
import { showJob } from "./add.js";
import { morph } from "./morph.js";

const grid = () => document.querySelector("[data-cards]");

/** @param {string} id @returns {HTMLElement | null} */
export const cardElement = (id) =>
  document.querySelector(`[data-block="${CSS.escape(id)}"]`);

/** @type {Map<string, Promise<void>>} */
const fetching = new Map();

/**
 * Fetches a card and puts it in place of the one on the page, or at its end.
 * Calls for one card run one after the other, so an older answer never wins.
 * @param {string} id
 */
export function refreshCard(id) {
  const turn = (fetching.get(id) ?? Promise.resolve()).then(() => replace(id));
  fetching.set(id, turn);
  return turn;
}

/** @param {string} id */
async function replace(id) {
  let next;
  try {
    next = await fragment(`/blocks/${encodeURIComponent(id)}/card`);
  } catch (problem) {
    if (problem instanceof RequestProblem && problem.status === 404) removeCard(id);
    return;
  }
  const current = cardElement(id);
  if (!next) return;
  if (current) morph(current, next);
  else {
    grid()?.append(next);
    document.querySelector("[data-welcome]")?.setAttribute("hidden", "");
  }
  announce(current ?? next);
}

/** @param {Element} card */
const announce = (card) => card.dispatchEvent(new CustomEvent("dash:card", { bubbles: true }));

/** @param {string} id */
export function removeCard(id) {
  cardElement(id)?.remove();
  if (!document.querySelector("[data-block]")) {
    document.querySelector("[data-welcome]")?.removeAttribute("hidden");
  }
}

/** Puts the cards in this order. @param {string[]} order */
function arrange(order) {
  const list = grid();
  if (!list) return;
  const now = [...list.querySelectorAll("[data-block]")]
    .map((card) => card.getAttribute("data-block"));
  if (order.join() === now.join()) return;
  for (const id of order) {
    const card = cardElement(id);
    if (card) list.append(card);
  }
}

/** @param {"live" | "lost"} state */
function showLink(state) {
  const place = document.querySelector("[data-link]");
  if (!(place instanceof HTMLElement)) return;
  place.dataset.link = state;
  place.textContent = state === "live" ? "Live" : "Reconnecting…";
}

export function connectLive() {
  if (!grid()) return;
  const source = new EventSource("/events");
  source.addEventListener("error", () => showLink("lost"));
  source.addEventListener("hello", async (event) => {
    showLink("live");
    /** @type {{ cards: { id: string, revision: string }[] }} */
    const { cards } = JSON.parse(event.data);
    const known = new Set(cards.map((card) => card.id));
    for (const card of document.querySelectorAll("[data-block]")) {
      const id = card.getAttribute("data-block") ?? "";
      if (!known.has(id)) removeCard(id);
    }
    await Promise.all(cards
      .filter(({ id, revision }) => cardElement(id)?.dataset.revision !== revision)
      .map(({ id }) => refreshCard(id)));
    arrange(cards.map((card) => card.id));
  });
  source.addEventListener("card", (event) => refreshCard(JSON.parse(event.data).id));
  source.addEventListener("removed", (event) => removeCard(JSON.parse(event.data).id));
  source.addEventListener("layout", async (event) => {
    /** @type {{ cards: string[] }} */
    const { cards } = JSON.parse(event.data);
    await Promise.all(cards.map(refreshCard));
    arrange(cards);
  });
  source.addEventListener("job", (event) => showJob(JSON.parse(event.data)));
}
