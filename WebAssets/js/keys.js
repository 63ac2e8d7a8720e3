// Keys on a card, menus that listen to arrows, the map of keys, and the number of issues in the bar.

import { fragment, send } from "./api.js";
import { toggleFull } from "./full.js";
import { toast } from "./toast.js";
import { isTyping, undo } from "./undo.js";

/** @param {unknown} problem */
const say = (problem) => toast(problem instanceof Error ? problem.message : String(problem));

/** The map of keys, in a dialog. */
export async function openShortcuts() {
  const map = await fragment("/shortcuts").catch(say);
  if (!map || document.querySelector("dialog[open]")) return;
  const dialog = document.createElement("dialog");
  dialog.className = "popup";
  dialog.setAttribute("aria-label", "Keyboard shortcuts");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  map.append(close);
  dialog.append(map);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** The nearest card in a direction. @param {HTMLElement} from @param {string} key */
function neighbour(from, key) {
  const here = from.getBoundingClientRect();
  const isAcross = key === "ArrowLeft" || key === "ArrowRight";
  const sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
  /** @type {HTMLElement | null} */
  let best = null;
  let least = Infinity;
  for (const card of document.querySelectorAll("[data-cards] > [data-block]")) {
    if (card === from || card.closest("[hidden]")) continue;
    const box = card.getBoundingClientRect();
    const dx = box.left + box.width / 2 - here.left - here.width / 2;
    const dy = box.top + box.height / 2 - here.top - here.height / 2;
    const ahead = (isAcross ? dx : dy) * sign;
    const aside = Math.abs(isAcross ? dy : dx);
    if (ahead > 4 && ahead + 2 * aside < least) {
      least = ahead + 2 * aside;
      best = /** @type {HTMLElement} */ (card);
    }
  }
  return best;
}

/** @param {HTMLElement} card @param {KeyboardEvent} event */
function onCard(card, event) {
  const click = (/** @type {string} */ what) => {
    const target = card.querySelector(what);
    if (target instanceof HTMLElement) target.click();
  };
  switch (event.key) {
    case "ArrowLeft": case "ArrowRight": case "ArrowUp": case "ArrowDown": {
      const next = neighbour(card, event.key);
      next?.focus({ preventScroll: true });
      next?.scrollIntoView({ block: "nearest" });
      return next !== null;
    }
    case "Enter": toggleFull(card); return true;
    case "e": case "E": click('.menu-items a[href$="/chat"]'); return true;
    case "r": case "R": click('form[data-act="refresh"] button'); return true;
    case "m": case "M": arrange(card); return true;
    default: return false;
  }
}

/** Ctrl + K, ⌘ K and a slash lead to the command field. @param {KeyboardEvent} event */
function toField(event) {
  const isCommand = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !isTyping(event.target);
  const field = document.querySelector("[data-add] input[name=sentence]");
  if ((!isCommand && !isSlash) || !(field instanceof HTMLInputElement) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  field.focus();
  field.select();
}

/** Arrows go through an open menu and around its ends. @param {KeyboardEvent} event */
function inMenu(event) {
  const menu = event.target instanceof Element && event.target.closest("details.menu");
  if (!(menu instanceof HTMLDetailsElement)) return false;
  const items = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll(".menu-item, .segment")]);
  const here = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  /** @type {Record<string, number>} */
  const places = {
    ArrowDown: (here + 1) % items.length, ArrowUp: (here < 0 ? items.length : here + items.length - 1) % items.length,
    Home: 0, End: items.length - 1,
  };
  const place = places[event.key];
  const isCaret = isTyping(event.target) && (event.key === "Home" || event.key === "End");
  if (place === undefined || items.length === 0 || isCaret) return false;
  menu.open = true;
  items[place].focus();
  return true;
}

function countIssues() {
  const badge = document.querySelector("[data-issues]");
  if (!badge) return;
  const issues = ["partial", "failing", "blocked", "needs_permission", "needs_secret", "broken"];
  const count = [...document.querySelectorAll("[data-block]")]
    .filter((card) => issues.includes(card.getAttribute("data-state") ?? "")).length;
  badge.textContent = String(count);
  badge.classList.toggle("issues-none", count === 0);
  badge.setAttribute("aria-label", count === 0 ? "No issues" : count === 1 ? "1 issue" : `${count} issues`);
}

/** The bar that moves a card is fetched when it is asked for. @param {HTMLElement} card */
export function arrange(card) {
  import("./placebar.js").then((bar) => bar.openBar(card), say);
}

export function connectKeys() {
  document.addEventListener("keydown", toField);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (inMenu(event)) {
      event.preventDefault();
      return;
    }
    if (isTyping(event.target)) return;
    const card = event.target;
    if (card instanceof HTMLElement && card.matches("[data-cards] > [data-block]")) {
      if (onCard(card, event)) event.preventDefault();
    }
    if (event.key === "?" && !document.querySelector("dialog[open]")) openShortcuts();
  });
  // A menu that is left is closed.
  document.addEventListener("focusout", (event) => {
    const menu = event.target instanceof Element && event.target.closest("details.menu[open]");
    if (menu && event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) {
      menu.removeAttribute("open");
    }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if (form.dataset.undo === undefined && form.dataset.refreshAll === undefined) return;
    event.preventDefault();
    form.closest("details")?.removeAttribute("open");
    if (form.dataset.undo !== undefined) undo();
    else send("POST", "/refresh").catch(say);
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-shortcuts]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    openShortcuts();
  });
  document.addEventListener("dash:card", countIssues);
}
