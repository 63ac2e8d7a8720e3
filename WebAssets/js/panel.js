// The drawer: change, settings, code and log of a block at the right of the page, beside its card. The same
// fragments are pages of their own without script. What was typed is not lost: leaving asks first.

import { fragment } from "./api.js";
import { cardElement } from "./live.js";
import { toast } from "./toast.js";

/** @typedef {{dialog: HTMLDialogElement, head: HTMLElement, body: Element, opener: Element | null, id: string}} Panel */

/** @type {Panel | null} */
let panel = null;

/** @param {unknown} problem */
const say = (problem) => toast(problem instanceof Error ? problem.message : String(problem));

/** @param {string} path */
const blockOf = (path) => decodeURIComponent(path.split("/")[2] ?? "");

/** Has somebody typed what is not sent? @param {Element} body */
const isUnsaved = (body) => [...body.querySelectorAll("form:not([data-chat]) :is(input, textarea, select)")].some((field) => {
  if (field instanceof HTMLSelectElement) {
    return [...field.options].some((option) => option.selected !== option.defaultSelected) && field.dataset.touched !== undefined;
  }
  if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
    return field.checked !== field.defaultChecked;
  }
  return (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
    && field.type !== "hidden" && field.value !== field.defaultValue;
});

/** Does something that would lose what was typed: at once when there is nothing, else after a question.
 *  @param {() => void} act */
function leaving(act) {
  if (!panel || !isUnsaved(panel.body)) {
    act();
    return;
  }
  panel.dialog.querySelector(".panel-question")?.remove();
  const question = document.createElement("div");
  question.className = "panel-question";
  question.setAttribute("role", "alertdialog");
  question.setAttribute("aria-label", "Unsaved changes");
  const words = document.createElement("p");
  words.textContent = "What you changed here is not saved.";
  const stay = document.createElement("button");
  stay.type = "button";
  stay.className = "button button-small button-primary";
  stay.textContent = "Go on editing";
  stay.addEventListener("click", () => question.remove());
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "button button-small";
  drop.textContent = "Throw it away";
  drop.addEventListener("click", () => {
    question.remove();
    act();
  });
  question.append(words, stay, drop);
  panel.head.after(question);
  stay.focus();
}

/** @param {Element} body */
function focusIn(body) {
  const field = body.querySelector("textarea, input:not([type=hidden]), select, [data-focus]");
  const target = field ?? panel?.head.querySelector("h1");
  if (!(target instanceof HTMLElement)) return;
  if (!field) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

/** @param {Element} next what the drawer shows now @param {string} path */
function fill(next, path) {
  if (!panel) return;
  const title = next.querySelector("h1");
  panel.head.querySelector("h1")?.remove();
  if (title) panel.head.prepend(title);
  panel.body.replaceWith(next);
  panel.body = next;
  panel.dialog.classList.toggle("panel-code", path.endsWith("/edit"));
  panel.dialog.dataset.path = path;
  next.dispatchEvent(new CustomEvent("dash:panel", { bubbles: true }));
}

function close() {
  if (!panel) return;
  const { dialog, opener, id } = panel;
  panel = null;
  dialog.close();
  dialog.remove();
  document.documentElement.removeAttribute("data-drawer");
  const card = cardElement(id);
  const back = opener?.isConnected ? opener : card?.querySelector("summary");
  if (back instanceof HTMLElement && back.checkVisibility()) back.focus({ preventScroll: true });
  else card?.focus({ preventScroll: true });
}

/** Opens a drawer, or shows something else in the one that is open. @param {HTMLAnchorElement} link */
async function open(link) {
  const path = link.pathname;
  const next = await fragment(path);
  if (!next) return;
  if (!panel) {
    const dialog = document.createElement("dialog");
    dialog.className = "panel";
    const head = document.createElement("div");
    head.className = "panel-head";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "icon-button";
    button.setAttribute("aria-label", "Close");
    button.textContent = "✕";
    button.addEventListener("click", () => leaving(close));
    head.append(button);
    const body = document.createElement("div");
    dialog.append(head, body);
    const opener = link.closest("details")?.querySelector("summary") ?? link;
    panel = { dialog, head, body, opener, id: blockOf(path) };
    listen(dialog);
    document.body.append(dialog);
    // Above a card that is shown on the whole page only a modal one can be.
    if (document.querySelector("dialog.full[open]")) dialog.showModal();
    else dialog.show();
    document.documentElement.dataset.drawer = "";
  }
  panel.id = blockOf(path);
  fill(next, path);
  panel.dialog.setAttribute("aria-label", panel.head.querySelector("h1")?.textContent ?? "Block");
  cardElement(panel.id)?.scrollIntoView({ block: "nearest" });
  focusIn(next);
}

/** @param {HTMLDialogElement} dialog */
function listen(dialog) {
  dialog.addEventListener("dash:sent", async (event) => {
    const path = event instanceof CustomEvent ? event.detail : null;
    // A block that was deleted by its conversation has no panel any more.
    const next = path ? await fragment(path).catch(() => null) : null;
    if (!panel) return;
    if (!next) {
      close();
      return;
    }
    // What was said meanwhile shows the panel anew when it has its answer.
    if (panel.body.querySelector(".chat-working")) return;
    const typed = panel.body.querySelector("textarea");
    fill(next, path);
    const field = next.querySelector("textarea");
    if (!field) return;
    field.focus();
    if (!typed?.value) return;
    // What was typed meanwhile is not lost.
    field.value = typed.value;
    field.setSelectionRange(typed.selectionStart, typed.selectionEnd);
  });
  dialog.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) event.target.dataset.touched = "";
  });
  dialog.addEventListener("keydown", (event) => {
    // The editor of code has answered it already.
    if (event.defaultPrevented) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      const question = dialog.querySelector(".panel-question");
      if (question) question.remove();
      else leaving(close);
      return;
    }
    const isSend = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    const isSave = event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey);
    const form = event.target instanceof Element && event.target.closest("form");
    if (!(form instanceof HTMLFormElement) || (!isSend && !isSave)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

export function connectPanels() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-panel]");
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    leaving(() => { open(link).catch(say); });
  });
  document.addEventListener("keydown", (event) => {
    const isOutside = document.activeElement === document.body;
    if (panel && event.key === "Escape" && !event.defaultPrevented && isOutside) leaving(close);
  });
  addEventListener("beforeunload", (event) => {
    if (panel && isUnsaved(panel.body)) event.preventDefault();
  });
}
