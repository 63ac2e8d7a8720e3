// Moving and resizing cards: dragging the header (Debian's SortableJS), or with the keyboard while
// the focus is on the card: Alt + arrow keys move it, Alt + Shift + arrow keys change its size.
// The host keeps order and size; every open page follows.

import { send } from "./api.js";
import { loadLibrary } from "./library.js";
import { toast } from "./toast.js";

const limits = { columns: { min: 3, max: 12 }, rows: { min: 1, max: 12 } };

/** @param {HTMLElement} card @param {"columns" | "rows"} side */
const spanOf = (card, side) => Number(card.dataset[side] ?? 1);

/** @param {HTMLElement} list */
async function save(list) {
  const cards = [...list.querySelectorAll("[data-block]")].map((element) => {
    const card = /** @type {HTMLElement} */ (element);
    return { id: card.dataset.block, columns: spanOf(card, "columns"), rows: spanOf(card, "rows") };
  });
  try {
    await send("PUT", "/layout", { cards });
  } catch (problem) {
    toast(problem instanceof Error ? problem.message : String(problem));
  }
}

/** @param {HTMLElement} card @param {"columns" | "rows"} side @param {number} step */
function resize(card, side, step) {
  const { min, max } = limits[side];
  const old = spanOf(card, side);
  const next = Math.min(max, Math.max(min, old + step));
  card.classList.replace(`${side}-${old}`, `${side}-${next}`);
  card.dataset[side] = String(next);
}

/** @param {HTMLElement} card @param {number} step */
function move(card, step) {
  const other = step < 0 ? card.previousElementSibling : card.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(card);
  else other.after(card);
  card.focus();
  card.scrollIntoView({ block: "nearest" });
}

/** On a small screen all cards are as wide as it is, and a size that was changed would not be seen.
 *  @param {Element} list */
const isOneColumn = (list) => getComputedStyle(list).display !== "grid";

/** @param {HTMLElement} card @param {KeyboardEvent} event */
function byKey(card, event) {
  const back = event.key === "ArrowLeft" || event.key === "ArrowUp";
  const forth = event.key === "ArrowRight" || event.key === "ArrowDown";
  if (!event.altKey || (!back && !forth)) return false;
  if (event.shiftKey && card.parentElement && isOneColumn(card.parentElement)) return false;
  const step = back ? -1 : 1;
  if (!event.shiftKey) move(card, step);
  else resize(card, event.key === "ArrowUp" || event.key === "ArrowDown" ? "rows" : "columns", step);
  return true;
}

export async function connectReorder() {
  const list = document.querySelector("[data-cards]");
  if (!(list instanceof HTMLElement)) return;
  list.addEventListener("keydown", (event) => {
    const card = event.target;
    if (!(card instanceof HTMLElement) || !card.matches("[data-block]")) return;
    if (!byKey(card, event)) return;
    event.preventDefault();
    save(list);
  });
  if (!matchMedia("(hover: hover)").matches) return;
  // Without it the keyboard still moves cards.
  await loadLibrary(document.body.dataset.sortSource).catch(console.info);
  const sortable = /** @type {any} */ (globalThis).Sortable;
  if (!sortable) return;
  list.dataset.reorder = "";
  sortable.create(list, {
    handle: ".card-head",
    filter: "a, summary, button, input, .menu-items",
    preventOnFilter: false,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
    onEnd: (/** @type {{ oldIndex: number, newIndex: number }} */ event) => {
      if (event.oldIndex !== event.newIndex) save(list);
    },
  });
}
