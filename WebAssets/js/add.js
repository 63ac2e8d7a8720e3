// Adding a block: the sentence becomes a job; its progress arrives as events and is shown under the
// input until the card is there, or an answer says why there is none.

import { RequestProblem, send } from "./api.js";

/**
 * @typedef {object} Job
 * @property {string} id
 * @property {string} sentence
 * @property {number} [step] counts the changes of a job
 * @property {"running" | "added" | "answer" | "cancelled"} status
 * @property {string} stage what is being done, or the answer
 * @property {string} [block] of the card that was added
 * @property {string} [grant] what must be allowed first
 * @property {string} [grant_label] the same as the words of a button
 * @property {string[]} [grants] those that were allowed already
 * @property {string[]} [suggestions] sentences that would work
 * @property {string} [source] what a block can be picked from by hand
 */

/** @template {keyof HTMLElementTagNameMap} T
 *  @param {T} name @param {string} className @param {string} [text] */
function make(name, className, text) {
  const element = document.createElement(name);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** @param {string} label @param {boolean} isMain @param {() => void} act */
function button(label, isMain, act) {
  const element = make(
    "button", `button button-small${isMain ? " button-primary" : ""}`, label);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

/** The way to pick by hand what no sentence said. @param {string} source @param {string[]} grants */
function shape(source, grants) {
  const form = make("form", "");
  form.method = "post";
  form.action = "/shape";
  const token = document.querySelector('meta[name="dash-csrf"]')?.getAttribute("content") ?? "";
  for (const [name, value] of [["csrf", token], ["source", source], ["grants", grants.join(",")]]) {
    const field = make("input", "");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  form.append(make("button", "button button-small", "Shape it by hand"));
  return form;
}

/** The newest step that is known of each job: events and answers overtake each other.
 *  @type {Map<string, number>} */
const steps = new Map();

/** Draws a job in the list under the input. @param {Job} job */
export function showJob(job) {
  const list = document.querySelector("[data-jobs]");
  if (!list || (steps.get(job.id) ?? -1) >= (job.step ?? 0)) return;
  steps.set(job.id, job.step ?? 0);
  const old = list.querySelector(`[data-job="${CSS.escape(job.id)}"]`);
  if (job.status === "added" || job.status === "cancelled") {
    old?.remove();
    return;
  }
  const item = make("div", "job");
  item.dataset.job = job.id;
  const text = make("div", "job-text");
  text.append(make("p", "job-sentence", job.sentence), make("p", "job-stage", job.stage));
  if (job.status === "running") {
    const spinner = make("span", "spinner");
    spinner.setAttribute("aria-hidden", "true");
    item.append(spinner, text, button("Cancel", false, () => {
      send("DELETE", `/jobs/${job.id}`).catch(() => item.remove());
    }));
  } else {
    const actions = make("div", "job-actions");
    if (job.grant) {
      const grant = job.grant;
      actions.append(button(`${job.grant_label} and try again`, true, () => {
        item.remove();
        submit(job.sentence, [...(job.grants ?? []), grant]);
      }));
    }
    for (const sentence of (job.suggestions ?? []).slice(0, 3)) {
      actions.append(button(sentence, false, () => {
        item.remove();
        submit(sentence, []);
      }));
    }
    if (job.source) actions.append(shape(job.source, job.grants ?? []));
    actions.append(button("Change the sentence", !job.grant, () => {
      const input = document.querySelector("[data-add] input[name=sentence]");
      item.remove();
      if (!(input instanceof HTMLInputElement)) return;
      input.value = job.sentence;
      input.focus();
    }));
    text.append(actions);
    item.append(text, button("Dismiss", false, () => item.remove()));
  }
  if (old) old.replaceWith(item);
  else list.append(item);
}

/** Asks for the jobs that are shown as running: what became of them may have been missed. */
export function catchUpJobs() {
  for (const item of document.querySelectorAll("[data-jobs] [data-job]")) {
    if (!(item instanceof HTMLElement) || !item.querySelector(".spinner")) continue;
    send("GET", `/jobs/${item.dataset.job}`).then(showJob, (problem) => {
      // The host was started anew, or it is long over.
      if (problem instanceof RequestProblem && problem.status === 404) item.remove();
    });
  }
}

/** @param {string} sentence @param {string[]} grants */
async function submit(sentence, grants) {
  try {
    showJob(await send("POST", "/blocks", { sentence, grants }));
  } catch (problem) {
    const stage = problem instanceof RequestProblem ? problem.message : String(problem);
    showJob({ id: `local-${Date.now()}`, sentence, status: "answer", stage });
  }
}

export function connectAdd() {
  const form = document.querySelector("[data-add]");
  if (!(form instanceof HTMLFormElement)) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const input = form.elements.namedItem("sentence");
    if (!(input instanceof HTMLInputElement)) return;
    const sentence = input.value.trim();
    if (!sentence) {
      input.focus();
      return;
    }
    input.value = "";
    submit(sentence, []);
  });
  document.addEventListener("click", (event) => {
    const example = event.target instanceof Element && event.target.closest("[data-example]");
    if (!example) return;
    event.preventDefault();
    submit(example.getAttribute("data-example") ?? "", []);
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLElement
      && event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    form.querySelector("input")?.focus();
  });
}
