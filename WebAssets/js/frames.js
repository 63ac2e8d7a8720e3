// The frames of sections: a title row and a grid of its own each, drawn by the host. Cards are put into them
// by layout.js.

import { fragment } from "./api.js";
import { morph } from "./morph.js";

/** @typedef {{id: number, title: string, folded: boolean}} Section */

const holder = () => document.querySelector("[data-sections]");

const frames = () =>
  /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-sections] > [data-section]")]);

/** The grid of a section; 0 is what stands above all sections. @param {number} section */
export const gridOf = (section) =>
  document.querySelector(`[data-cards="${section}"]`) ?? document.querySelector("[data-cards]");

/** The sections that this page shows, in their order. @returns {Section[]} */
export const sections = () => frames().map((frame) => ({
  id: Number(frame.dataset.section),
  title: frame.querySelector("[data-title]")?.textContent ?? "",
  folded: frame.dataset.folded !== undefined,
}));

/** @param {HTMLElement} frame @param {boolean} isFolded */
export function showFolded(frame, isFolded) {
  frame.toggleAttribute("data-folded", isFolded);
  frame.querySelector(".section-fold")?.setAttribute("aria-expanded", String(!isFolded));
  const grid = frame.querySelector("[data-cards]");
  // A search in the page finds what is folded, and unfolds it.
  if (isFolded) grid?.setAttribute("hidden", "until-found");
  else grid?.removeAttribute("hidden");
  if (!isFolded) frame.dispatchEvent(new CustomEvent("dash:unfold", { bubbles: true }));
}

/** Folds that the host has not answered: until then its word is older than the hand. */
let waiting = 0;

/** @template T @param {() => Promise<T>} ask @returns {Promise<T>} */
export async function withoutEcho(ask) {
  waiting += 1;
  try {
    return await ask();
  } finally {
    waiting -= 1;
  }
}

/** Drawings go one after the other. */
let turn = Promise.resolve();

/** Resolves when all that was asked for is drawn. */
export const drawn = () => turn;

/**
 * Draws the sections anew if they are not those of the host.
 * @param {Section[]} list @returns {Promise<void> | null} when they are drawn; null when they are already
 */
export function keepSections(list) {
  if (waiting > 0 || !holder()) return null;
  if (JSON.stringify(list) === JSON.stringify(sections())) return null;
  turn = turn.then(draw).catch(console.info);
  return turn;
}

async function draw() {
  const list = holder();
  const next = await fragment("/sections");
  if (!list || !next) return;
  const focused = document.activeElement;
  const wanted = /** @type {HTMLElement[]} */ ([...next.querySelectorAll("[data-section]")]);
  for (const frame of frames()) {
    if (wanted.some(({ id }) => id === frame.id)) continue;
    // The cards stay until the host says where they go.
    gridOf(0)?.append(...frame.querySelectorAll("[data-cards] > *"));
    frame.remove();
  }
  let place = list.firstElementChild;
  for (const frame of wanted) {
    const known = document.getElementById(frame.id) ?? frame;
    if (known !== frame) adopt(/** @type {HTMLElement} */ (known), frame);
    if (known === place) place = place.nextElementSibling;
    else list.insertBefore(known, place);
  }
  if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
}

/** @param {HTMLElement} frame @param {HTMLElement} next */
function adopt(frame, next) {
  const [old, head] = [frame, next].map((each) => each.querySelector(".section-head"));
  // Who is in its menu is not disturbed.
  if (old && head && !old.querySelector("details[open]")) morph(old, head);
  const isFolded = next.dataset.folded !== undefined;
  if (isFolded !== (frame.dataset.folded !== undefined)) showFolded(frame, isFolded);
}
