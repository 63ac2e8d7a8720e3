// Sections are made, named, moved, folded and deleted. Every one of these is a form that works without script;
// here it is sent in the background.

import { announce } from "./announce.js";
import { send } from "./api.js";
import { drawn, keepSections, showFolded, withoutEcho } from "./frames.js";
import { takeLayout } from "./layout.js";
import { toast } from "./toast.js";
import { undo } from "./undo.js";

/** @param {unknown} problem */
const say = (problem) => toast(problem instanceof Error ? problem.message : String(problem));

/** @param {HTMLElement} frame */
const path = (frame) => `/sections/${frame.dataset.section}`;

/** @param {HTMLElement} frame */
const titleOf = (frame) => frame.querySelector("[data-title]")?.textContent ?? "";

/** @param {HTMLElement} frame @param {boolean} isFolded */
async function fold(frame, isFolded) {
  showFolded(frame, isFolded);
  try {
    const facts = await withoutEcho(() => send("POST", path(frame), { folded: isFolded }));
    takeLayout(facts);
    keepSections(facts.sections);
  } catch (problem) {
    showFolded(frame, !isFolded);
    throw problem;
  }
}

/** Unfolds the section that something is in. @param {Element} element */
export function reveal(element) {
  const frame = element.closest("[data-section][data-folded]");
  if (frame instanceof HTMLElement) fold(frame, false).catch(say);
}

/** @param {HTMLElement} frame @param {string} way "up" or "down" */
async function move(frame, way) {
  takeLayout(await send("POST", path(frame), { move: way }));
  await drawn();
  frame.scrollIntoView({ block: "nearest" });
  announce(`The section ${titleOf(frame)} moved ${way}.`);
}

/** Makes a section at the end of the page, and asks for its title. */
export async function addSection() {
  try {
    const facts = await send("POST", "/sections", { title: "New section" });
    takeLayout(facts);
    await drawn();
    const frame = document.getElementById(`section-${facts.section}`);
    const menu = frame?.querySelector("details");
    const title = frame?.querySelector("input[name=title]");
    if (!frame || !menu || !(title instanceof HTMLInputElement)) return;
    frame.scrollIntoView({ block: "center" });
    menu.open = true;
    title.focus({ preventScroll: true });
    title.select();
  } catch (problem) {
    say(problem);
  }
}

/** @param {HTMLFormElement} form @param {HTMLElement} frame @param {HTMLElement | null} button */
async function submit(form, frame, button) {
  const menu = form.closest("details");
  menu?.removeAttribute("open");
  if (form.dataset.fold !== undefined) await fold(frame, frame.dataset.folded === undefined);
  else if (form.dataset.move !== undefined) {
    await move(frame, button instanceof HTMLButtonElement ? button.value : "up");
    menu?.querySelector("summary")?.focus();
  } else if (form.dataset.rename !== undefined) {
    menu?.querySelector("summary")?.focus();
    const title = new FormData(form).get("title");
    takeLayout(await send("POST", path(frame), { title }));
    await drawn();
    announce(`The section is called ${titleOf(frame)} now.`);
  } else {
    const title = titleOf(frame);
    takeLayout(await send("DELETE", path(frame)));
    await drawn();
    toast(`Deleted the section “${title}”. Its cards stayed.`, { label: "Undo", act: undo });
  }
}

export function connectSections() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if (form.dataset.addSection !== undefined) {
      event.preventDefault();
      form.closest("details")?.removeAttribute("open");
      addSection();
      return;
    }
    const frame = form.dataset.sectionForm !== undefined && form.closest("[data-section]");
    if (!(frame instanceof HTMLElement)) return;
    event.preventDefault();
    submit(form, frame, event.submitter).catch(say);
  });
  document.addEventListener("keydown", (event) => {
    const button = event.target;
    if (!(button instanceof HTMLElement) || !button.matches(".section-fold") || !event.altKey) return;
    const way = event.key === "ArrowUp" ? "up" : event.key === "ArrowDown" ? "down" : null;
    const frame = button.closest("[data-section]");
    if (!way || !(frame instanceof HTMLElement)) return;
    event.preventDefault();
    move(frame, way).catch(say);
  });
  // A search of the browser, or an address, has found something in there.
  document.addEventListener("beforematch", (event) => {
    if (event.target instanceof Element) reveal(event.target);
  });
  for (const grid of document.querySelectorAll("[data-section][data-folded] > [data-cards]:not([hidden])")) reveal(grid);
}
