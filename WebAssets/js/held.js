// A card in the hand: it follows a pointer, and the others make room for where it would be put.

import { gridOf, sections } from "./frames.js";
import { COLUMNS, endOf, move } from "./grid.js";
import { breakpoint, place, show, shown } from "./layout.js";
import { grid, homeOf, idOf, tellPlace } from "./moves.js";

/** @typedef {import("./grid.js").Place} Place */

/** Widths that a corner snaps to. */
const SNAPS = { wide: [3, 4, 6, 8, 9, 12], medium: [3, 4, 6], phone: [1] };

/** A card that follows a pointer. */
export class Held {
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
    this.top = box.top + scrollY;
    /** The middles of the other cards of its section, on a phone. */
    this.rows = this.middles(homeOf(card));
    /** Where the sections began: one that makes room does not run away. */
    this.tops = sections().map(({ id, folded }) => {
      const frame = document.getElementById(`section-${id}`);
      return { id, folded, top: (frame?.getBoundingClientRect().top ?? Infinity) + scrollY };
    });
    this.follow();
  }

  /** @param {HTMLElement} home */
  middles(home) {
    return [...home.querySelectorAll(":scope > [data-block]")].filter((other) => other !== this.card)
      .map((other) => { const at = other.getBoundingClientRect(); return at.top + at.height / 2 + scrollY; });
  }

  /** The section that the pointer is in: the last one that began above it. */
  get section() {
    const y = this.pointer.y + scrollY;
    return this.tops.filter(({ top }) => top <= y).at(-1) ?? { id: 0, folded: false };
  }

  /** The upper left corner of the card in pixels of a grid. @param {HTMLElement} home */
  corner(home) {
    const box = home.getBoundingClientRect();
    return { x: this.pointer.x - this.grip.x - box.left, y: this.pointer.y - this.grip.y - box.top };
  }

  /** @param {{id: number, folded: boolean}} section @returns {Place} */
  wanted({ id: s, folded }) {
    if (folded) return { ...this.old, s, y: endOf(this.start, s) };
    const home = /** @type {HTMLElement} */ (gridOf(s));
    if (breakpoint() === "phone") {
      // The edge that goes ahead counts: a card gives way when half of it is passed.
      const top = this.pointer.y - this.grip.y + scrollY;
      const edge = top < this.top ? top : top + this.card.offsetHeight;
      if (s === this.old.s) return { ...this.old, y: this.rows.filter((row) => row < edge).length };
      const pointer = this.pointer.y + scrollY;
      return { ...this.old, s, y: this.middles(home).filter((middle) => middle < pointer).length };
    }
    const corner = this.corner(home);
    const { column, row } = cell();
    return { ...this.old, s, x: Math.round(corner.x / column), y: Math.max(0, Math.round(corner.y / row)) };
  }

  follow() {
    const section = this.section;
    this.target = this.wanted(section);
    // A folded section takes the card without showing it.
    const isSeen = !section.folded;
    for (const frame of document.querySelectorAll("[data-section]")) {
      frame.toggleAttribute("data-over", !isSeen && frame.id === `section-${section.id}`);
    }
    show(isSeen ? move(this.start, breakpoint(), idOf(this.card), this.target) : this.start);
    const home = homeOf(this.card);
    if (this.ghost.parentElement !== home) home.append(this.ghost);
    this.ghost.hidden = !isSeen;
    const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = this.card;
    Object.assign(this.ghost.style, {
      left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`,
    });
    const corner = this.corner(home);
    this.card.style.translate = `${corner.x - left}px ${corner.y - top}px`;
  }

  /** @param {boolean} isDropped */
  end(isDropped) {
    this.ghost.remove();
    document.querySelector("[data-over]")?.removeAttribute("data-over");
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
export class Stretched {
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
