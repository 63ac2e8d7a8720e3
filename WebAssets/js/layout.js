// The places of the cards on this page: what the host confirmed, and on top of it what a hand has done
// since. A word of the host never takes back a newer hand: changes on their way are done again on what it
// says, until it has answered them.

import { send } from "./api.js";
import { gridOf, keepSections } from "./frames.js";
import { inOrder, move, remove } from "./grid.js";
import { toast } from "./toast.js";

/** @typedef {import("./grid.js").Place} Place */
/** @typedef {import("./grid.js").Places} Places */
/** @typedef {import("./grid.js").Breakpoint} Breakpoint */

/** @type {Breakpoint[]} */
const breakpoints = ["wide", "medium", "phone"];

/** @type {Record<Breakpoint, Places>} */
let confirmed = { wide: new Map(), medium: new Map(), phone: new Map() };
let revision = -1;

/** Changes that the host has not answered, the first of them on its way.
 *  @type {{breakpoint: Breakpoint, id: string, place: Place}[]} */
const waiting = [];
let isSending = false;

const isWide = matchMedia("(width > 64rem)");
const isPhone = matchMedia("(width < 40rem)");

/** @returns {Breakpoint} */
export const breakpoint = () => (isWide.matches ? "wide" : isPhone.matches ? "phone" : "medium");

const cards = () =>
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-cards] > [data-block]"));

/** @param {string | undefined} text @returns {Place | null} */
function read(text) {
  const [x, y, w, h, s = 0] = (text ?? "").split(" ").map(Number);
  return text && Number.isFinite(h) ? { x, y, w, h, s } : null;
}

/** The places at a breakpoint as this page shows them. @param {Breakpoint} [name] @returns {Places} */
export const shown = (name = breakpoint()) => waiting
  .filter((change) => change.breakpoint === name)
  .reduce((places, { id, place }) => move(places, name, id, place), confirmed[name]);

/** The classes of a place; their rules are made by the host (GridStyle).
 *  @param {Breakpoint} name @param {Place} place */
function classes(name, { x, y, w, h }) {
  const list = name === "phone" ? [] : [`x${x}`, `w${w}`, `h${h}`];
  for (const digit of [1, 10, 100, 1000]) {
    const part = Math.floor(y / digit) % 10;
    if (part > 0) list.push(`y${part * digit}`);
  }
  return list.map((rule) => name[0] + rule);
}

/** Puts an element at a place. @param {Element} element @param {Breakpoint} name @param {Place} place */
export function put(element, name, place) {
  const old = [...element.classList].filter((rule) => rule[0] === name[0] && /^.[xywh]\d+$/.test(rule));
  const next = classes(name, place);
  if (old.length === next.length && next.every((rule) => old.includes(rule))) return;
  element.classList.remove(...old);
  element.classList.add(...next);
}

/** Gives a card of the host the places that this page knows of it, or learns them from it.
 *  @param {HTMLElement} card @returns {Element | null} the grid it belongs to */
export function dress(card) {
  const id = card.dataset.block ?? "";
  for (const name of breakpoints) {
    const place = shown(name).get(id);
    const told = read(card.dataset[name]);
    if (place) put(card, name, place);
    else if (told) confirmed[name].set(id, told);
  }
  return gridOf(shown().get(id)?.s ?? 0);
}

/** Brings a card to the grid of its section, with the focus that is in it. @param {HTMLElement} card @param {Element | null} grid */
function carry(card, grid) {
  if (!grid || card.parentElement === grid) return;
  const focused = document.activeElement;
  grid.append(card);
  if (focused instanceof HTMLElement && card.contains(focused)) focused.focus({ preventScroll: true });
}

/** Moving an element takes the focus from it: the card in which somebody is at work stays where it is, and
 *  those that are misplaced move around it. @param {HTMLElement[]} list */
function sort(list) {
  const middle = Math.max(0, list.findIndex((card) => card.contains(document.activeElement)));
  for (let index = middle - 1; index >= 0; index -= 1) {
    const next = list[index + 1];
    if (next.previousElementSibling !== list[index]) next.before(list[index]);
  }
  for (let index = middle + 1; index < list.length; index += 1) {
    const last = list[index - 1];
    if (last.nextElementSibling !== list[index]) last.after(list[index]);
  }
}

const isCalm = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * Shows places, and lets the cards that are seen glide there.
 * @param {Places} [places] of the breakpoint of this page, instead of those that hold
 */
export function show(places = shown()) {
  const name = breakpoint();
  const before = new Map([...cards()].map((card) => [card, card.getBoundingClientRect()]));
  for (const card of before.keys()) {
    const id = card.dataset.block ?? "";
    for (const each of breakpoints) {
      const place = each === name ? places.get(id) : shown(each).get(id);
      if (place) put(card, each, place);
    }
  }
  /** @type {Map<Element, HTMLElement[]>} */
  const grids = new Map();
  const known = new Map([...before.keys()].map((card) => [card.dataset.block ?? "", card]));
  for (const id of inOrder(places)) {
    const card = known.get(id);
    const grid = gridOf(places.get(id)?.s ?? 0);
    if (!card || !grid) continue;
    carry(card, grid);
    grids.set(grid, [...grids.get(grid) ?? [], card]);
  }
  for (const list of grids.values()) sort(list);
  if (isCalm.matches || document.hidden || document.documentElement.dataset.ready === undefined) return;
  for (const [card, old] of before) {
    if (card.dataset.held !== undefined) continue;
    const now = card.getBoundingClientRect();
    const [dx, dy] = [old.left - now.left, old.top - now.top];
    const isSeen = (/** @type {DOMRect} */ box) => box.bottom > 0 && box.top < innerHeight;
    if ((dx || dy) && (isSeen(old) || isSeen(now))) {
      card.animate([{ translate: `${dx}px ${dy}px` }, { translate: "none" }], { duration: 160, easing: "ease-out" });
    }
  }
}

/** What the host says of all places and sections. @param {any} facts @param {boolean} [isFirst] of a connection */
export function takeLayout(facts, isFirst = false) {
  if (!facts || (!isFirst && facts.revision <= revision)) return;
  revision = facts.revision;
  for (const name of breakpoints) {
    confirmed[name] = new Map(Object.entries(facts[name] ?? {}).map(
      ([id, [x, y, w, h, s = 0]]) => [id, { x, y, w, h, s }]));
  }
  const settle = () => { if (!document.querySelector("[data-held]")) show(); };
  // Cards follow when their sections are there.
  const change = keepSections(facts.sections ?? []);
  if (change) change.then(settle);
  else settle();
}

/** A card is gone; the host will say the same. @param {string} id */
export function forget(id) {
  for (const name of breakpoints) confirmed[name] = remove(confirmed[name], id);
  show();
}

/** Moves or resizes a card: here at once, and on the host. @param {string} id @param {Place} wanted */
export function place(id, wanted) {
  const name = breakpoint();
  const settled = move(shown(), name, id, wanted).get(id);
  if (!settled) return;
  const last = waiting.at(-1);
  if (last && waiting.length > 1 && last.id === id && last.breakpoint === name) last.place = settled;
  else waiting.push({ breakpoint: name, id, place: settled });
  show();
  tell();
}

async function tell() {
  if (isSending) return;
  isSending = true;
  while (waiting.length > 0) {
    const { breakpoint: name, id, place: { x, y, w, h, s } } = waiting[0];
    try {
      const facts = await send(
        "PUT", `/blocks/${encodeURIComponent(id)}/place`, { breakpoint: name, place: s ? [x, y, w, h, s] : [x, y, w, h] });
      waiting.shift();
      takeLayout(facts);
    } catch (problem) {
      waiting.shift();
      toast(problem instanceof Error ? problem.message : String(problem));
      show();
    }
  }
  isSending = false;
}

export function connectLayout() {
  for (const card of cards()) dress(card);
  show();
  for (const query of [isWide, isPhone]) query.addEventListener("change", () => show());
}
