// Moving and resizing cards by mouse, touch and keyboard, and by a bar with buttons that needs none of
// them. What a change means for the other cards is in grid.js.
//
// Mouse: drag the header, drag the corner. Touch: hold the header for a moment, then drag. Keyboard, with
// the focus on a card: Alt + arrows move it, Alt + Shift + arrows change its size.

import { announce } from "./announce.js";
import { COLUMNS, move, step } from "./grid.js";
import { breakpoint, place, show, shown } from "./layout.js";

/** @typedef {import("./grid.js").Place} Place */
/** @typedef {import("./grid.js").Direction} Direction */

/** Widths that a corner snaps to. */
const SNAPS = { wide: [3, 4, 6, 8, 9, 12], medium: [3, 4, 6], phone: [1] };
/** Columns and rows of the sizes with a name, as on the host. */
const SIZES = /** @type {const} */ ({
  Small: { wide: 3, medium: 3, h: 4 }, Medium: { wide: 4, medium: 3, h: 6 },
  Large: { wide: 6, medium: 6, h: 8 }, "Full width": { wide: 12, medium: 6, h: 10 },
});
/** Milliseconds that a finger rests before it holds a card, and pixels it may move until then. */
const HOLD = 350;
const SLACK = 8;

const grid = () => /** @type {HTMLElement} */ (document.querySelector("[data-cards]"));

/** @param {Element} card */
const idOf = (card) => card.getAttribute("data-block") ?? "";

/** @param {Element} card */
const nameOf = (card) => card.querySelector(".card-title")?.textContent?.trim() ?? "The card";

/** Says where a card stands now. @param {Element} card @param {string} did */
function tellPlace(card, did) {
  const now = shown().get(idOf(card));
  if (!now) return;
  const where = breakpoint() === "phone"
    ? `number ${now.y + 1} of ${shown().size}`
    : `column ${now.x + 1}, row ${now.y + 1}, ${now.w} columns wide, ${now.h} rows high`;
  announce(`${nameOf(card)} ${did}: ${where}.`);
}

/** @param {HTMLElement} card @param {Direction} direction */
function moveBy(card, direction) {
  const old = shown().get(idOf(card));
  const now = step(shown(), breakpoint(), idOf(card), direction).get(idOf(card));
  if (!old || !now || (old.x === now.x && old.y === now.y)) {
    announce(`${nameOf(card)} cannot go further.`);
    return;
  }
  place(idOf(card), now);
  card.scrollIntoView({ block: "nearest" });
  tellPlace(card, "moved");
}

/** On a phone all cards are as wide as it is and as tall as they need.
 *  @param {HTMLElement} card @param {number} w @param {number} h */
function resizeTo(card, w, h) {
  const old = shown().get(idOf(card));
  if (!old || breakpoint() === "phone") return;
  place(idOf(card), { ...old, w, h });
  card.scrollIntoView({ block: "nearest" });
  tellPlace(card, "resized");
}

/** @type {Record<string, Direction>} */
const arrows = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/** @param {HTMLElement} card @param {string} key @param {boolean} isResize @returns {boolean} was it a key for this? */
function byKey(card, key, isResize) {
  const direction = arrows[key];
  const old = shown().get(idOf(card));
  if (!direction || !old) return false;
  if (!isResize) moveBy(card, direction);
  else if (direction === "left" || direction === "right") {
    resizeTo(card, old.w + (direction === "right" ? 1 : -1), old.h);
  } else resizeTo(card, old.w, old.h + (direction === "down" ? 1 : -1));
  return true;
}

// MARK: Holding a card

/** A card that follows a pointer. */
class Held {
  /** @param {HTMLElement} card @param {PointerEvent} event */
  constructor(card, event) {
    this.card = card;
    this.start = shown();
    this.old = /** @type {Place} */ (this.start.get(idOf(card)));
    this.target = this.old;
    const box = card.getBoundingClientRect();
    this.grip = { x: event.clientX - box.left, y: event.clientY - box.top };
    this.pointer = { x: event.clientX, y: event.clientY };
    card.dataset.held = "";
    this.ghost = document.createElement("div");
    this.ghost.className = "drop-target";
    grid().append(this.ghost);
    this.top = box.top + scrollY;
    /** The middles of the other cards, on a phone. */
    this.rows = [...grid().querySelectorAll(":scope > [data-block]")].filter((other) => other !== card)
      .map((other) => { const at = other.getBoundingClientRect(); return at.top + at.height / 2 + scrollY; });
    this.follow();
  }

  /** The upper left corner of the card in pixels of the grid. */
  get corner() {
    const box = grid().getBoundingClientRect();
    return { x: this.pointer.x - this.grip.x - box.left, y: this.pointer.y - this.grip.y - box.top };
  }

  /** @returns {Place} */
  wanted() {
    const corner = this.corner;
    if (breakpoint() === "phone") {
      // The edge that goes ahead counts: a card gives way when half of it is passed.
      const top = this.pointer.y - this.grip.y + scrollY;
      const edge = top < this.top ? top : top + this.card.offsetHeight;
      return { ...this.old, y: this.rows.filter((row) => row < edge).length };
    }
    const { column, row } = cell();
    return { ...this.old, x: Math.round(corner.x / column), y: Math.max(0, Math.round(corner.y / row)) };
  }

  follow() {
    this.target = this.wanted();
    show(move(this.start, breakpoint(), idOf(this.card), this.target));
    const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = this.card;
    Object.assign(this.ghost.style, {
      left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`,
    });
    const corner = this.corner;
    this.card.style.translate = `${corner.x - left}px ${corner.y - top}px`;
  }

  /** @param {boolean} isDropped */
  end(isDropped) {
    this.ghost.remove();
    delete this.card.dataset.held;
    this.card.style.translate = "";
    if (!this.card.getAttribute("style")) this.card.removeAttribute("style");
    if (isDropped) {
      place(idOf(this.card), this.target);
      tellPlace(this.card, "moved");
    } else show();
  }
}

/** A card whose corner follows a pointer. */
class Stretched {
  /** @param {HTMLElement} card @param {PointerEvent} event */
  constructor(card, event) {
    this.card = card;
    this.start = shown();
    this.old = /** @type {Place} */ (this.start.get(idOf(card)));
    this.target = this.old;
    this.pointer = { x: event.clientX, y: event.clientY };
    card.dataset.held = "";
  }

  follow() {
    const { column, row, gap } = cell();
    const box = this.card.getBoundingClientRect();
    const room = COLUMNS[breakpoint()] - this.old.x;
    const snaps = SNAPS[breakpoint()].filter((width) => width < room).concat(room >= 3 ? [room] : [3]);
    const wish = (this.pointer.x - box.left + gap) / column;
    const w = snaps.reduce((best, width) => (Math.abs(width - wish) < Math.abs(best - wish) ? width : best));
    this.target = { ...this.old, w, h: Math.max(2, Math.round((this.pointer.y - box.top + gap) / row)) };
    show(move(this.start, breakpoint(), idOf(this.card), this.target));
  }

  /** @param {boolean} isDropped */
  end(isDropped) {
    delete this.card.dataset.held;
    if (isDropped) {
      place(idOf(this.card), this.target);
      tellPlace(this.card, "resized");
    } else show();
  }
}

/** Pixels from one column and one row to the next, and between them. */
function cell() {
  const style = getComputedStyle(grid());
  const gap = parseFloat(style.columnGap);
  return {
    column: (grid().clientWidth + gap) / COLUMNS[breakpoint()],
    row: parseFloat(style.gridAutoRows) + parseFloat(style.rowGap),
    gap,
  };
}

/** @type {Held | Stretched | null} */
let held = null;
/** What a pointer on a header may become. @type {{card: HTMLElement, event: PointerEvent, timer?: ReturnType<typeof setTimeout>} | null} */
let ready = null;

/** @param {HTMLElement} card @param {PointerEvent} event @param {boolean} isCorner */
function hold(card, event, isCorner) {
  ready = null;
  if (!shown().has(idOf(card))) return;
  held = isCorner ? new Stretched(card, event) : new Held(card, event);
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
  if (event.target.closest("[data-grip]")) {
    event.preventDefault();
    hold(card, event, true);
    return;
  }
  if (!event.target.closest(".card-head") || event.target.closest("a, button, summary, input, form, .menu-items")) return;
  ready = { card, event };
  if (event.pointerType !== "mouse") {
    ready.timer = setTimeout(() => {
      hold(card, event, false);
      navigator.vibrate?.(10);
    }, HOLD);
  }
}

/** @param {PointerEvent} event */
function moved(event) {
  if (ready) {
    const distance = Math.hypot(event.clientX - ready.event.clientX, event.clientY - ready.event.clientY);
    if (distance > (event.pointerType === "mouse" ? 4 : SLACK)) {
      if (event.pointerType === "mouse") hold(ready.card, ready.event, false);
      else release(false);
    }
  }
  if (!held) return;
  held.pointer = { x: event.clientX, y: event.clientY };
  held.follow();
}

// MARK: The bar

/** Opens a bar that moves and resizes a card by buttons and plain arrow keys. @param {HTMLElement} card */
export function openBar(card) {
  document.querySelector(".place-bar")?.remove();
  const back = card.querySelector("summary");
  const bar = document.createElement("div");
  bar.className = "place-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", `Move or resize ${nameOf(card)}`);
  /** @param {string} label @param {() => void} act @param {string} [sign] */
  const add = (label, act, sign) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.textContent = sign ?? label;
    if (sign) button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    bar.append(button);
    return button;
  };
  const close = () => {
    bar.remove();
    card.removeAttribute("data-moving");
    if (back instanceof HTMLElement) back.focus();
  };
  const isPhone = breakpoint() === "phone";
  const first = add("Move up", () => moveBy(card, "up"), "↑");
  add("Move down", () => moveBy(card, "down"), "↓");
  if (!isPhone) {
    add("Move left", () => moveBy(card, "left"), "←");
    add("Move right", () => moveBy(card, "right"), "→");
    for (const [label, size] of Object.entries(SIZES)) {
      add(label, () => resizeTo(card, size[breakpoint() === "wide" ? "wide" : "medium"], size.h));
    }
  }
  add("Done", close).classList.add("button-primary");
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (!byKey(card, event.key, event.shiftKey)) return;
    event.preventDefault();
  });
  document.body.append(bar);
  card.dataset.moving = "";
  card.scrollIntoView({ block: "nearest" });
  first.focus();
}

export function connectHands() {
  const list = grid();
  if (!list) return;
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
  list.addEventListener("touchmove", (event) => { if (held) event.preventDefault(); }, { passive: false });
  list.addEventListener("contextmenu", (event) => { if (held || ready?.timer) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-arrange]");
    const card = link && link.closest("[data-block]");
    if (!(card instanceof HTMLElement) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    openBar(card);
  });
}

