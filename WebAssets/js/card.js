// The menu of a card and its one next action. Every item is a form that also works without script;
// here it is sent in the background.

import { expectCard } from "./add.js";
import { send } from "./api.js";
import { cardElement, refreshCard, removeCard } from "./live.js";
import { toast } from "./toast.js";
import { undo } from "./undo.js";

/** @param {unknown} problem */
const say = (problem) => toast(problem instanceof Error ? problem.message : String(problem));

/** @param {HTMLFormElement} form */
async function perform(form) {
  const id = form.closest("[data-block]")?.getAttribute("data-block");
  const path = new URL(form.action).pathname;
  const fields = Object.fromEntries(new FormData(form).entries());
  delete fields.csrf;
  form.closest("details")?.removeAttribute("open");
  if (form.dataset.act === "delete" && id) {
    const card = cardElement(id);
    const name = card?.querySelector("h2")?.textContent?.trim() ?? id;
    // Away at once, and back when the host did not hear of it.
    card?.setAttribute("data-going", "");
    try {
      await send("DELETE", `/blocks/${encodeURIComponent(id)}`);
      removeCard(id);
      toast(`Deleted “${name}”`, {
        label: "Undo",
        act: undo,
      });
    } catch (problem) {
      card?.removeAttribute("data-going");
      throw problem;
    }
    return;
  }
  const answer = await send("POST", path, fields);
  // Whoever asks for a second card is led to it.
  if (form.dataset.act === "duplicate") expectCard(answer.id);
  else if (id) await refreshCard(id);
}

/** A picture that does not come gives way to its description. @param {EventTarget | null} picture */
function describePicture(picture) {
  if (!(picture instanceof HTMLImageElement) || !picture.closest(".card-body")) return;
  const words = document.createElement("span");
  words.className = "picture-missing";
  words.textContent = picture.alt;
  picture.replaceWith(words);
}

export function connectCards() {
  document.addEventListener("error", (event) => describePicture(event.target), { capture: true });
  for (const picture of document.images) {
    if (picture.complete && picture.naturalWidth === 0) describePicture(picture);
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.act === undefined) return;
    event.preventDefault();
    perform(form).catch(say);
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    }
  });
  // A menu that opens below the window is brought into it.
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!(menu instanceof HTMLDetailsElement) || !menu.open || !menu.matches(".menu")) return;
    menu.querySelector(".menu-items")?.scrollIntoView({ block: "nearest" });
  }, { capture: true });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    menu?.removeAttribute("open");
    menu?.querySelector("summary")?.focus();
  });
  // A section that the person opened or closed stays so when the card is replaced.
  document.addEventListener("click", (event) => {
    const summary = event.target instanceof Element && event.target.closest("summary");
    const section = summary && summary.closest("details");
    if (section && !section.matches(".menu")) section.setAttribute("data-touched", "");
  });
}
