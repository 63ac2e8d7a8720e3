// Shows a card on the whole page: the card itself moves into a dialog, so that updates, forms and charts
// go on; its place on the grid stays empty until it comes back.

import { foldSoon } from "./fit.js";

/** @param {HTMLElement} card */
function open(card) {
  const gap = document.createElement("div");
  gap.className = card.className;
  gap.classList.add("card-gap");
  const focused = document.activeElement;
  card.replaceWith(gap);
  const dialog = document.createElement("dialog");
  dialog.className = "full";
  dialog.setAttribute("aria-labelledby", card.querySelector("h2")?.id ?? "");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "icon-button full-close";
  close.setAttribute("aria-label", "Close");
  close.textContent = "✕";
  close.addEventListener("click", () => dialog.close());
  dialog.append(close, card);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => {
    gap.replaceWith(card);
    dialog.remove();
    foldSoon(card);
    (focused instanceof HTMLElement && card.contains(focused) ? focused : card).focus({ preventScroll: true });
  });
  document.body.append(dialog);
  const body = card.querySelector(":scope > .card-body");
  dialog.showModal();
  foldSoon(card);
  if (body instanceof HTMLElement) body.focus();
}

/** Shows a card on the whole page, or puts it back. @param {HTMLElement} card */
export function toggleFull(card) {
  const dialog = card.closest("dialog.full");
  if (dialog instanceof HTMLDialogElement) dialog.close();
  else if (card.closest("[data-cards]")) open(card);
}

export function connectFull() {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button[data-full]");
    const card = button && button.closest("[data-block]");
    if (card instanceof HTMLElement) toggleFull(card);
  });
}
