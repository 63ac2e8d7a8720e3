// Cards end on a whole row. What does not fit is left out, and a button says how much it is; it shows the
// card on the whole page. A card whose height is a guess of the host is given the height it needs, once.

import { send } from "./api.js";
import { breakpoint, takeLayout } from "./layout.js";

/** Pixels: a row of the grid with the gap below it, and the gap alone. */
const ROW = 56;
const GAP = 16;
/** Rows of a card that is fitted: no card begins life higher than a screen. */
const FEWEST = 2;
const MOST = 10;
/** Pixels at the foot of a card that is cut, for the button. */
const FOOT = 36;

/** What is shown as a whole or not at all. */
const UNIT = "li, tr, p, pre, blockquote, figure, form, img, svg, canvas, button, label, dt, dd, h1, h2, h3, h4, h5, "
  + ".c-stat, .c-badge, .c-progress, .c-callout, .c-clock, [data-chart]";

/** @param {Element} card */
const bodyOf = (card) => /** @type {HTMLElement | null} */ (card.querySelector(":scope > .card-body"));

/** @param {HTMLElement} card */
const isWhole = (card) => card.closest("dialog") !== null || card.closest("[data-cards]") === null;

/** Pixels that a body needs for all it holds. @param {HTMLElement} body */
function contentHeight(body) {
  const top = body.getBoundingClientRect().top - body.scrollTop;
  const bottoms = [...body.children].map((child) => child.getBoundingClientRect().bottom);
  return Math.max(0, ...bottoms) - top + parseFloat(getComputedStyle(body).paddingBottom);
}

/** Marks what does not fit above `limit`, and counts the rows among it.
 *  @param {Element} element @param {number} limit @param {boolean} isFirst @returns {number} */
function cut(element, limit, isFirst) {
  let rows = 0;
  for (const child of element.children) {
    const box = child.getBoundingClientRect();
    if (box.height === 0 || box.bottom <= limit + 1 || child.matches("thead, script")) {
      isFirst = false;
      continue;
    }
    const isUnit = child.matches(UNIT) || child.children.length === 0;
    if (box.top < limit && (!isUnit || isFirst)) {
      rows += isUnit ? 0 : cut(child, limit, isFirst);
    } else {
      child.setAttribute("data-cut", "");
      rows += child.matches("li, tr") ? 1 : child.querySelectorAll("li:not(li li), tbody tr").length;
    }
    isFirst = false;
  }
  return rows;
}

/** @param {HTMLElement} card */
function fold(card) {
  const body = bodyOf(card);
  const button = card.querySelector(":scope > .card-more");
  if (!body || !(button instanceof HTMLElement)) return;
  for (const element of body.querySelectorAll("[data-cut]")) element.removeAttribute("data-cut");
  body.removeAttribute("data-folded");
  button.hidden = true;
  // What somebody works in is not folded away: it scrolls.
  if (isWhole(card) || body.querySelector("form")) return;
  body.setAttribute("data-folded", "");
  const { top } = body.getBoundingClientRect();
  if (contentHeight(body) <= body.clientHeight + 2) return;
  const rows = cut(body, top + body.clientHeight - FOOT, true);
  button.hidden = false;
  button.textContent = rows > 0 ? `${rows} more` : "More";
}

/** @type {Set<HTMLElement>} */
const due = new Set();

/** Folds a card with the next frame. @param {HTMLElement} card */
export function foldSoon(card) {
  if (due.size === 0) {
    requestAnimationFrame(() => {
      const cards = [...due];
      due.clear();
      for (const each of cards) if (each.isConnected) fold(each);
    });
  }
  due.add(card);
}

// MARK: Heights

/** @param {HTMLElement} card */
function neededRows(card) {
  const body = bodyOf(card);
  if (!body) return FEWEST;
  const height = card.offsetHeight - body.offsetHeight + contentHeight(body);
  return Math.min(MOST, Math.max(FEWEST, Math.ceil((height + GAP) / ROW)));
}

/** Cards that were measured, so that an answer that is late is not asked for again. @type {Set<string>} */
const asked = new Set();

/** Is there something to measure: data, and no picture on its way? @param {HTMLElement} card */
function isSettled(card) {
  const body = bodyOf(card);
  return body !== null && body.childElementCount > 0 && card.dataset.running === undefined
    && ["ok", "empty", "partial", "stale"].includes(card.dataset.state ?? "")
    && [...body.querySelectorAll("img")].every((img) => img.complete || img.loading === "lazy");
}

async function fit() {
  const name = breakpoint();
  if (name === "phone" || document.hidden) return;
  /** @type {Record<string, number>} */
  const heights = {};
  for (const card of document.querySelectorAll("[data-cards] > [data-unfitted]")) {
    const { block = "", unfitted = "" } = /** @type {HTMLElement} */ (card).dataset;
    const key = `${name} ${block}`;
    if (!unfitted.split(" ").includes(name) || asked.has(key) || card.closest("[hidden]")) continue;
    if (!isSettled(/** @type {HTMLElement} */ (card))) continue;
    asked.add(key);
    heights[block] = neededRows(/** @type {HTMLElement} */ (card));
  }
  if (Object.keys(heights).length === 0) return;
  // Without an answer the guess of the host stays.
  await send("POST", "/layout/fit", { breakpoint: name, heights }).then(takeLayout, console.info);
}

export function connectFit() {
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const card = target.closest(".card");
      if (card instanceof HTMLElement) foldSoon(card);
    }
  });
  const watch = (/** @type {Element} */ card) => {
    const body = bodyOf(card);
    if (body) sizes.observe(body);
  };
  for (const card of document.querySelectorAll("[data-cards] > [data-block]")) watch(card);
  document.addEventListener("dash:card", (event) => {
    if (!(event.target instanceof HTMLElement)) return;
    watch(event.target);
    fold(event.target);
    fit();
  });
  // A row that is shown or hidden by the card itself changes what fits.
  document.addEventListener("toggle", (event) => {
    const card = event.target instanceof Element && event.target.closest("[data-block]");
    if (card instanceof HTMLElement) foldSoon(card);
  }, { capture: true });
  document.fonts.ready.then(fit);
  document.addEventListener("dash:unfold", () => fit());
  addEventListener("resize", () => fit());
}
