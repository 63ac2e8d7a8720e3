// The drawer: the pages of a block at the right of the dashboard, beside its card. Each has an address: it is
// opened by a link, a reload and Back do what they promise, and without script it is a page of its own. What
// was typed is not lost: leaving asks first.

import { fragment } from "./api.js";
import { complain } from "./forms.js";
import { cardElement } from "./live.js";
import { giveBack, makeRoom } from "./room.js";
import { toast } from "./toast.js";

/**
 * @typedef {object} Panel
 * @property {HTMLDialogElement} dialog
 * @property {HTMLElement} head
 * @property {Element} body
 * @property {Element | null} opener
 * @property {string} id of the block
 * @property {string} path what is shown
 * @property {boolean} isPushed Back closes it; one that was opened by its address has no page to go back to
 */

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
  stay.textContent = "Keep editing";
  stay.addEventListener("click", () => question.remove());
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "button button-small";
  drop.textContent = "Discard it";
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

/** The pages that want more width than a conversation. @type {Record<string, string>} */
const widths = { edit: "panel-code", data: "panel-wide", versions: "panel-wide" };

/** The address of a page of a block that the browser is at. */
const drawerPath = () =>
  (/^\/blocks\/[^/]+\/./.test(location.pathname) ? location.pathname + location.search : null);

/** @param {Element} next what the drawer shows now @param {string} path */
function fill(next, path) {
  if (!panel) return;
  const title = next.querySelector("h1");
  panel.head.querySelector("h1")?.remove();
  if (title) panel.head.prepend(title);
  if (panel.body !== next) panel.body.replaceWith(next);
  panel.body = next;
  panel.path = path;
  panel.id = blockOf(path);
  const page = path.split("?")[0].split("/").at(-1) ?? "";
  for (const name of new Set(Object.values(widths))) {
    panel.dialog.classList.toggle(name, widths[page] === name);
  }
  const words = title?.textContent ?? "Block";
  panel.dialog.setAttribute("aria-label", words);
  document.title = `${words} · Dash`;
  panel.body.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  makeRoom(cardElement(panel.id), panel.dialog);
  next.dispatchEvent(new CustomEvent("dash:panel", { bubbles: true }));
}

/** Takes the drawer away; the address is somebody else's to change. */
function shut() {
  if (!panel) return;
  const { dialog, opener, id } = panel;
  panel = null;
  dialog.close();
  dialog.remove();
  giveBack();
  document.title = "Dash";
  const card = cardElement(id);
  const back = opener?.isConnected ? opener : card?.querySelector("summary");
  if (back instanceof HTMLElement && back.checkVisibility()) back.focus({ preventScroll: true });
  else card?.focus({ preventScroll: true });
}

function close() {
  if (!panel) return;
  const { isPushed } = panel;
  shut();
  if (isPushed) history.back();
  else history.replaceState(null, "", "/");
}

/** A drawer without content yet. @param {Element | null} opener */
function make(opener) {
  const dialog = document.createElement("dialog");
  dialog.className = "panel";
  const head = document.createElement("div");
  head.className = "panel-head";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-button";
  button.dataset.close = "";
  button.setAttribute("aria-label", "Close");
  button.textContent = "✕";
  head.append(button);
  const body = document.createElement("div");
  dialog.append(head, body);
  panel = { dialog, head, body, opener, id: "", path: "", isPushed: false };
  listen(dialog);
  document.body.append(dialog);
  // Above a card that is shown on the whole page only a modal one can be.
  if (document.querySelector("dialog.full[open]")) dialog.showModal();
  else dialog.show();
}

/**
 * Opens a drawer, or shows something else in the one that is open.
 * @param {string} path
 * @param {Element | null} opener where the focus goes when it is closed
 * @param {boolean} isAddress the browser is there already
 */
async function open(path, opener = null, isAddress = false) {
  const next = await fragment(path);
  if (!next) return;
  if (!panel) {
    make(opener);
    if (panel && !isAddress) {
      // The page below is where it was when the drawer is closed by Back.
      history.scrollRestoration = "manual";
      history.pushState(null, "", path);
      panel.isPushed = true;
    }
  } else if (!isAddress) history.replaceState(null, "", path);
  fill(next, path);
  if (panel) cardElement(panel.id)?.scrollIntoView({ block: "nearest" });
  focusIn(next);
}

/** Takes over the drawer that came with the page. */
export function adoptPanel() {
  const dialog = document.querySelector("dialog.panel[open]");
  const head = dialog?.querySelector(".panel-head");
  const body = dialog?.querySelector(":scope > .panel-page");
  const path = drawerPath();
  // Somebody went back before it was taken over.
  if (!path) dialog?.remove();
  if (!(dialog instanceof HTMLDialogElement) || !(head instanceof HTMLElement) || !body || !path) return;
  panel = { dialog, head, body, opener: null, id: "", path, isPushed: false };
  listen(dialog);
  fill(body, path);
  cardElement(panel.id)?.scrollIntoView({ block: "nearest" });
}

/** A form whose answer is the next thing to look at. @param {HTMLFormElement} form @param {HTMLElement | null} button */
async function ask(form, button) {
  const fields = new URLSearchParams(/** @type {any} */ (new FormData(form, button)));
  const path = new URL(form.getAttribute("action") ?? "", location.href).pathname;
  const isQuestion = form.getAttribute("method") === "get";
  const next = isQuestion ? await fragment(`${path}?${fields}`) : await fragment(path, fields);
  if (!next || !panel) return;
  const shown = isQuestion ? `${path}?${fields}` : path;
  history.replaceState(null, "", shown);
  fill(next, shown);
  panel.dialog.scrollTop = 0;
  focusIn(next);
}

/** @param {HTMLDialogElement} dialog */
function listen(dialog) {
  dialog.addEventListener("dash:sent", async (event) => {
    const path = event instanceof CustomEvent ? event.detail : null;
    if (path) history.replaceState(null, "", path);
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
  dialog.addEventListener("click", (event) => {
    const cross = event.target instanceof Element && event.target.closest("[data-close]");
    if (!cross) return;
    event.preventDefault();
    leaving(close);
  });
  dialog.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) event.target.dataset.touched = "";
    // What is filled in beside a choice is what is chosen.
    const choice = event.target instanceof Element && event.target.closest(".schedule-row")?.querySelector("[type=radio]");
    if (choice instanceof HTMLInputElement) choice.checked = true;
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
    const opener = link.closest("details.menu")?.querySelector("summary") ?? link;
    link.closest("details.menu")?.removeAttribute("open");
    leaving(() => { open(link.pathname + link.search, opener).catch(say); });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.panelForm === undefined) return;
    if (!form.closest("dialog.panel")) return;
    event.preventDefault();
    ask(form, event.submitter).catch((problem) =>
      complain(form, problem instanceof Error ? problem.message : String(problem)));
  });
  addEventListener("popstate", () => {
    const path = drawerPath();
    if (path) {
      if (panel?.path !== path) leaving(() => { open(path, null, true).catch(say); });
      return;
    }
    if (panel && isUnsaved(panel.body)) {
      // Back to where the question can be asked.
      history.pushState(null, "", panel.path);
      panel.isPushed = true;
      leaving(close);
      return;
    }
    shut();
    history.scrollRestoration = "auto";
  });
  // A card that gets the focus is not left under the drawer.
  document.addEventListener("focusin", (event) => {
    const card = event.target instanceof Element && event.target.closest("[data-cards] > [data-block]");
    if (panel && card instanceof HTMLElement) makeRoom(card, panel.dialog);
  });
  addEventListener("resize", () => {
    if (panel) makeRoom(cardElement(panel.id), panel.dialog);
  });
  document.addEventListener("keydown", (event) => {
    const isOutside = document.activeElement === document.body;
    if (panel && event.key === "Escape" && !event.defaultPrevented && isOutside) leaving(close);
  });
  addEventListener("beforeunload", (event) => {
    if (panel && isUnsaved(panel.body)) event.preventDefault();
  });
}
