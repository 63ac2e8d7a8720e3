// The conversation about a block: a sentence is sent, and what Dash does about it is shown as it
// happens. Without script it is a plain form.

import { follow } from "./api.js";
import { refreshCard } from "./live.js";
import { toast } from "./toast.js";
import { undo } from "./undo.js";

/** @param {string} className @param {string} [text] */
function line(className, text = "") {
  const item = document.createElement("li");
  item.className = `chat-line ${className}`;
  item.textContent = text;
  return item;
}

/** The list of what was said; the first sentence makes it. @param {HTMLFormElement} form */
function conversation(form) {
  const known = form.parentElement?.querySelector("ol.chat");
  if (known) return known;
  const list = document.createElement("ol");
  list.className = "chat";
  form.before(list);
  return list;
}

/** @param {HTMLFormElement} form */
async function say(form) {
  const input = form.querySelector("textarea");
  const sentence = input?.value.trim();
  const keep = /** @type {HTMLInputElement | null} */ (form.querySelector("input[name=keep]"));
  if (!input || !sentence) return;
  const path = form.getAttribute("action") ?? "";
  const id = decodeURIComponent(path.split("/")[2] ?? "");
  const list = conversation(form);
  const said = line("chat-person", sentence);
  const answer = line("chat-dash chat-working");
  const words = document.createElement("p");
  const stage = document.createElement("p");
  stage.className = "chat-stage";
  stage.setAttribute("role", "status");
  stage.textContent = "Starting";
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.className = "button button-small";
  cancel.textContent = "Cancel";
  const control = new AbortController();
  cancel.addEventListener("click", () => control.abort());
  answer.append(words, stage, cancel);
  list.append(said, answer);
  answer.scrollIntoView({ block: "nearest" });
  // A panel that is closed, or shows something else, wants no answer any more.
  form.closest("dialog")?.addEventListener("close", () => control.abort());
  const send = form.querySelector("button");
  if (send) send.disabled = true;
  input.value = "";
  let end = null;
  try {
    await follow(path, { sentence, keep: keep?.checked ?? false }, control.signal, (step) => {
      if (step.status !== "running") end = step;
      stage.textContent = step.stage ?? "";
      if (step.text) words.textContent = step.text;
    });
    if (!end) toast("Dash ended before it had an answer. Nothing was changed; say it again.");
  } catch (problem) {
    if (!control.signal.aborted) toast(problem instanceof Error ? problem.message : String(problem));
  }
  if (send) send.disabled = false;
  answer.classList.remove("chat-working");
  if (end) {
    if (end.status === "deleted") toast("The block is in the trash.", { label: "Undo", act: undo });
    form.dispatchEvent(
      new CustomEvent("dash:sent", { bubbles: true, detail: form.dataset.reload ?? null }));
    await refreshCard(id);
  } else {
    said.remove();
    answer.remove();
    input.value = sentence;
    input.focus();
  }
}

export function connectChat() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.chat === undefined) return;
    event.preventDefault();
    say(form);
  });
}
