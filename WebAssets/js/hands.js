// Moving and resizing cards by mouse, touch and keyboard.
//
// Mouse: drag the header, drag the corner. Touch: hold the header for a moment, then drag. Keyboard, with
// the focus on a card: Alt + arrows move it, Alt + Shift + arrows change its size.

import { arrange } from "./keys.js";
import { breakpoint, shown } from "./layout.js";
import { byKey, grid, idOf } from "./moves.js";

/** Milliseconds that a finger rests before it holds a card, and pixels it may move until then. */
const HOLD = 350;
const SLACK = 8;

/** What holds a card is fetched when a pointer goes down on one. @type {typeof import("./held.js") | null} */
let hold = null;
/** @type {import("./held.js").Held | import("./held.js").Stretched | null} */
let held = null;
/** What a pointer on a header may become. @type {{card: HTMLElement, event: PointerEvent, isCorner: boolean, timer?: ReturnType<typeof setTimeout>} | null} */
let ready = null;

/** Takes the card that is ready into the hand. */
function take() {
  if (!ready || !hold) return;
  const { card, event, isCorner } = ready;
  clearTimeout(ready.timer);
  ready = null;
  if (!shown().has(idOf(card))) return;
  held = isCorner ? new hold.Stretched(card, event) : new hold.Held(card, event);
  document.documentElement.dataset.holding = isCorner ? "corner" : "card";
  getSelection()?.removeAllRanges();
  requestAnimationFrame(scrollAtEdges);
}

/** @param {boolean} isDropped */
function release(isDropped) {
  clearTimeout(ready?.timer);
  ready = null;
  const last = held;
  held = null;
  delete document.documentElement.dataset.holding;
  last?.end(isDropped);
}

/** A card that is held at the edge of the window scrolls the page. */
function scrollAtEdges() {
  if (!held) return;
  const EDGE = 60;
  const y = held.pointer.y;
  const speed = y < EDGE ? y - EDGE : y > innerHeight - EDGE ? y - innerHeight + EDGE : 0;
  if (speed !== 0) {
    const old = scrollY;
    scrollBy(0, speed / 4);
    if (scrollY !== old) held.follow();
  }
  requestAnimationFrame(scrollAtEdges);
}

/** @param {PointerEvent} event */
function down(event) {
  if (event.button !== 0 || held || !(event.target instanceof Element)) return;
  const card = event.target.closest("[data-cards] > [data-block]");
  if (!(card instanceof HTMLElement)) return;
  const isCorner = event.target.closest("[data-grip]") !== null;
  if (isCorner) event.preventDefault();
  else if (!event.target.closest(".card-head")) return;
  else if (event.target.closest("a, button, summary, input, form, .menu-items")) return;
  const here = { card, event, isCorner };
  ready = here;
  import("./held.js").then((module) => {
    hold = module;
    if (ready !== here) return;
    if (isCorner) take();
    else if (event.pointerType !== "mouse") ready.timer = setTimeout(takeByTouch, HOLD);
  }, console.info);
}

function takeByTouch() {
  take();
  navigator.vibrate?.(10);
}

/** @param {PointerEvent} event */
function moved(event) {
  if (ready) {
    const distance = Math.hypot(event.clientX - ready.event.clientX, event.clientY - ready.event.clientY);
    if (distance > (event.pointerType === "mouse" ? 4 : SLACK)) {
      if (event.pointerType === "mouse") take();
      else if (!ready.isCorner) release(false);
    }
  }
  if (!held) return;
  held.pointer = { x: event.clientX, y: event.clientY };
  held.follow();
}

export function connectHands() {
  const list = document.querySelector("main");
  if (!grid() || !list) return;
  list.addEventListener("keydown", (event) => {
    const card = event.target;
    if (!(card instanceof HTMLElement) || !card.matches("[data-block]") || !event.altKey) return;
    if (event.shiftKey && breakpoint() === "phone") return;
    if (byKey(card, event.key, event.shiftKey)) event.preventDefault();
  });
  list.addEventListener("pointerdown", down);
  document.addEventListener("pointermove", moved);
  document.addEventListener("pointerup", () => release(true));
  document.addEventListener("pointercancel", () => release(false));
  document.addEventListener("keydown", (event) => {
    if (held && event.key === "Escape") release(false);
  });
  // A finger that holds a card does not scroll the page; the menu of a long press stays away.
  list.addEventListener("touchmove", (event) => {
    if ((held || ready?.isCorner) && event.cancelable) event.preventDefault();
  }, { passive: false });
  list.addEventListener("contextmenu", (event) => { if (held || ready?.timer) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-arrange]");
    const card = link && link.closest("[data-block]");
    if (!(card instanceof HTMLElement) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    arrange(card);
  });
}

