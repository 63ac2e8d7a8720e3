// The menu of a card and its one next action. Every item is a form that also works without script;
// here it is sent in the background. Log and settings open in a dialog instead of on their own page.

import { fragment, send } from "./api.js";
import { refreshCard, removeCard } from "./live.js";
import { toast } from "./toast.js";

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
    const name = form.closest("[data-block]")?.querySelector("h2")?.textContent?.trim() ?? id;
    removeCard(id);
    try {
      await send("DELETE", `/blocks/${encodeURIComponent(id)}`);
      toast(`Deleted “${name}”`, {
        label: "Undo",
        act: () => { send("POST", `/blocks/${encodeURIComponent(id)}/undelete`).catch(say); },
      });
    } catch (problem) {
      await refreshCard(id);
      throw problem;
    }
    return;
  }
  await send("POST", path, fields);
  if (id) await refreshCard(id);
}

/** @param {HTMLAnchorElement} link */
async function openPanel(link) {
  const panel = await fragment(link.pathname);
  if (!panel) return;
  document.querySelector("dialog.panel")?.remove();
  const dialog = document.createElement("dialog");
  dialog.className = "panel";
  dialog.setAttribute("aria-label", link.textContent ?? "");
  const head = document.createElement("header");
  head.className = "panel-head";
  const title = panel.querySelector("h1") ?? document.createElement("h1");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "icon-button";
  close.setAttribute("aria-label", "Close");
  close.textContent = "✕";
  close.addEventListener("click", () => dialog.close());
  head.append(title, close);
  dialog.append(head, panel);
  const body = { now: panel };
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("dash:sent", async (event) => {
    const path = event instanceof CustomEvent ? event.detail : null;
    // A block that was deleted by its conversation has no panel any more.
    const next = path ? await fragment(path).catch(() => null) : null;
    if (!next) return dialog.close();
    // What was said meanwhile shows the panel anew when it has its answer.
    if (body.now.querySelector(".chat-working")) return;
    next.querySelector("h1")?.remove();
    const typed = body.now.querySelector("textarea");
    const field = next.querySelector("textarea");
    body.now.replaceWith(next);
    body.now = next;
    if (!field) return;
    field.focus();
    if (!typed?.value) return;
    // What was typed meanwhile is not lost.
    field.value = typed.value;
    field.setSelectionRange(typed.selectionStart, typed.selectionEnd);
  });
  document.body.append(dialog);
  dialog.showModal();
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
    const link = event.target.closest("a[data-panel]");
    if (link instanceof HTMLAnchorElement && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      link.closest("details")?.removeAttribute("open");
      openPanel(link).catch(say);
    }
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    }
  });
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
