// What moving and resizing means for a card, whatever it is done with: its place is told to the host and said
// aloud. What it means for the other cards is in grid.js.

import { announce } from "./announce.js";
import { sections } from "./frames.js";
import { endOf, step } from "./grid.js";
import { breakpoint, place, shown } from "./layout.js";
import { reveal } from "./sections.js";

/** @typedef {import("./grid.js").Place} Place */
/** @typedef {import("./grid.js").Direction} Direction */

/** The grid above all sections. */
export const grid = () => /** @type {HTMLElement} */ (document.querySelector("[data-cards]"));

/** @param {Element} card */
export const homeOf = (card) => /** @type {HTMLElement} */ (card.closest("[data-cards]") ?? grid());

/** @param {Element} card */
export const idOf = (card) => card.getAttribute("data-block") ?? "";

/** @param {Element} card */
export const nameOf = (card) => card.querySelector(".card-title")?.textContent?.trim() ?? "The card";

/** Says where a card stands now. @param {Element} card @param {string} did */
export function tellPlace(card, did) {
  const now = shown().get(idOf(card));
  if (!now) return;
  const fellows = [...shown().values()].filter(({ s }) => s === now.s);
  const where = breakpoint() === "phone"
    ? `number ${now.y + 1} of ${fellows.length}`
    : `column ${now.x + 1}, row ${now.y + 1}, ${now.w} columns wide, ${now.h} rows high`;
  const section = sections().find(({ id }) => id === now.s);
  announce(`${nameOf(card)} ${did}: ${where}${section ? `, in ${section.title}` : ""}.`);
}

/** Where a card goes from the edge of its section: the end of what is above, or the start of what is below.
 *  @param {Place} old @param {Direction} direction @returns {Place | null} */
function beyond(old, direction) {
  if (direction === "left" || direction === "right") return null;
  const order = [0, ...sections().map(({ id }) => id)];
  const s = order[order.indexOf(old.s) + (direction === "up" ? -1 : 1)];
  if (s === undefined) return null;
  return { ...old, s, y: direction === "up" ? endOf(shown(), s) : 0 };
}

/** @param {HTMLElement} card @param {Direction} direction */
export function moveBy(card, direction) {
  const old = shown().get(idOf(card));
  if (!old) return;
  const near = step(shown(), breakpoint(), idOf(card), direction).get(idOf(card));
  const now = near && (old.x !== near.x || old.y !== near.y) ? near : beyond(old, direction);
  if (!now) {
    announce(`${nameOf(card)} cannot go further.`);
    return;
  }
  place(idOf(card), now);
  reveal(card);
  card.scrollIntoView({ block: "nearest" });
  tellPlace(card, "moved");
}

/** On a phone all cards are as wide as it is and as tall as they need.
 *  @param {HTMLElement} card @param {number} w @param {number} h */
export function resizeTo(card, w, h) {
  const old = shown().get(idOf(card));
  if (!old || breakpoint() === "phone") return;
  place(idOf(card), { ...old, w, h });
  card.scrollIntoView({ block: "nearest" });
  tellPlace(card, "resized");
}

/** @type {Record<string, Direction>} */
const arrows = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/** @param {HTMLElement} card @param {string} key @param {boolean} isResize @returns {boolean} was it a key for this? */
export function byKey(card, key, isResize) {
  const direction = arrows[key];
  const old = shown().get(idOf(card));
  if (!direction || !old) return false;
  if (!isResize) moveBy(card, direction);
  else if (direction === "left" || direction === "right") {
    resizeTo(card, old.w + (direction === "right" ? 1 : -1), old.h);
  } else resizeTo(card, old.w, old.h + (direction === "down" ? 1 : -1));
  return true;
}
