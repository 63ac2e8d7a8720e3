// Forms inside cards and panels, sent in the background: settings, edits, keys, and the buttons and
// checkboxes of blocks. Without script they are plain forms.

import { send } from "./api.js";
import { refreshCard } from "./live.js";
import { toast } from "./toast.js";

/** The fields of a form; a box that is not ticked is false. @param {HTMLFormElement} form */
function fields(form) {
  /** @type {Record<string, unknown>} */
  const values = Object.fromEntries(new FormData(form).entries());
  delete values.csrf;
  for (const box of form.querySelectorAll("input[type=checkbox]")) {
    const { name, checked } = /** @type {HTMLInputElement} */ (box);
    values[name] = checked;
  }
  if (form.dataset.action !== undefined) values.args = JSON.parse(String(values.args ?? "{}"));
  return values;
}

/** @param {HTMLFormElement} form */
async function submit(form) {
  // A field named "action" hides the property of that name.
  const path = new URL(form.getAttribute("action") ?? "", location.href).pathname;
  const id = decodeURIComponent(path.split("/")[2] ?? "");
  const buttons = [...form.querySelectorAll("button")];
  const values = fields(form);
  for (const button of buttons) button.disabled = true;
  try {
    await send("POST", path, values);
    // A form that belongs to a conversation shows its panel anew instead of closing it.
    // What was typed for an action is not kept: the next one begins anew.
    if (form.dataset.action !== undefined) form.reset();
    form.dispatchEvent(
      new CustomEvent("dash:sent", { bubbles: true, detail: form.dataset.reload ?? null }));
    await refreshCard(id);
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

/** Says what is wrong with a form where it was typed; nothing of that is lost.
 *  @param {HTMLFormElement} form @param {string} text */
export function complain(form, text) {
  form.querySelector(":scope > .form-problem")?.remove();
  const words = document.createElement("p");
  words.className = "form-problem";
  words.setAttribute("role", "alert");
  words.textContent = text;
  form.append(words);
  words.scrollIntoView({ block: "nearest" });
}

export function connectForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if (form.dataset.params === undefined && form.dataset.action === undefined) return;
    event.preventDefault();
    form.querySelector(":scope > .form-problem")?.remove();
    submit(form).catch((problem) => {
      const text = problem instanceof Error ? problem.message : String(problem);
      if (!form.closest("dialog.panel")) {
        toast(text);
        return;
      }
      complain(form, text);
      form.dispatchEvent(new CustomEvent("dash:problem", { detail: text }));
    });
  });
}
