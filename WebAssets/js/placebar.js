// A bar with buttons that moves and resizes a card, and puts it into a section: for those who have neither a mouse
// nor two free hands.

import { sections } from "./frames.js";
import { endOf } from "./grid.js";
import { breakpoint, place, shown } from "./layout.js";
import { byKey, idOf, moveBy, nameOf, resizeTo, tellPlace } from "./moves.js";
import { reveal } from "./sections.js";

/** Columns and rows of the sizes with a name, as on the host. */
const SIZES = /** @type {const} */ ({
  Small: { wide: 3, medium: 3, h: 4 }, Medium: { wide: 4, medium: 3, h: 6 },
  Large: { wide: 6, medium: 6, h: 8 }, "Full width": { wide: 12, medium: 6, h: 10 },
});

/** A list of the sections, which puts a card at the end of the one that is chosen. @param {HTMLElement} card */
function sectionChoice(card) {
  const choice = document.createElement("select");
  choice.className = "place-section";
  choice.setAttribute("aria-label", "Section");
  for (const { id, title } of [{ id: 0, title: "Top of the page" }, ...sections()]) {
    const isHere = id === (shown().get(idOf(card))?.s ?? 0);
    choice.append(new Option(title, String(id), isHere, isHere));
  }
  choice.addEventListener("change", () => {
    const old = shown().get(idOf(card));
    const s = Number(choice.value);
    if (!old || old.s === s) return;
    place(idOf(card), { ...old, s, x: 0, y: endOf(shown(), s) });
    reveal(card);
    card.scrollIntoView({ block: "nearest" });
    tellPlace(card, "moved");
  });
  return choice;
}

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
  if (sections().length > 0) bar.append(sectionChoice(card));
  add("Done", close).classList.add("button-primary");
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.target instanceof HTMLSelectElement || !byKey(card, event.key, event.shiftKey)) return;
    event.preventDefault();
  });
  document.body.append(bar);
  card.dataset.moving = "";
  card.scrollIntoView({ block: "nearest" });
  first.focus();
}
