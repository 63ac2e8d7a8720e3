// Adding a block: the sentence becomes a job, shown as a card where the new one will be. Its steps arrive
// as events, until the card is there, or an answer says why there is none and what would help.

import { announce } from "./announce.js";
import { RequestProblem, send } from "./api.js";
import { welcomeIfEmpty } from "./welcome.js";

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

/** The newest step that is known of each job, since events and answers overtake each other, and what was
 *  done so far. @type {Map<string, {step: number, stages: string[]}>} */
const known = new Map();

/** Jobs that this page has started: it goes where their cards come. @type {Set<string>} */
const own = new Set();

/** Blocks whose cards this page waits for. @type {Set<string>} */
const awaited = new Set();

const field = () => {
  const input = document.querySelector("[data-add] input[name=sentence]");
  return input instanceof HTMLInputElement ? input : null;
};

/** @param {Element} card */
const into = (card) => card.scrollIntoView({
  block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
});

/** Goes to a card that this page has asked for, and lets it be seen. @param {string} id */
function arrive(id) {
  const card = document.querySelector(`[data-block="${CSS.escape(id)}"]`);
  if (!(card instanceof HTMLElement) || !awaited.delete(id)) return;
  card.dataset.new = "";
  card.addEventListener("animationend", () => card.removeAttribute("data-new"), { once: true });
  into(card);
  announce(`${card.querySelector("h2")?.textContent?.trim() ?? "The block"} was added.`);
}

/** Goes to a card that is on its way, when it is there. @param {string} id */
export function expectCard(id) {
  awaited.add(id);
  arrive(id);
}

/** Is this the same wish in other words, for which what was allowed holds? @param {string} asked @param {string} sentence */
function isOfSameSource(asked, sentence) {
  const address = /https?:\/\/\S+/.exec(asked)?.[0];
  return address !== undefined && sentence.split(/\s+/).includes(address);
}

/** Words of an answer that lead somewhere; `JobCard` knows the same. */
const LEADS = /(connect a model|\d+ more\b)/;

/** An answer, whose words lead where they point to. @param {string} text */
function told(text) {
  const line = make("p", "job-stage");
  const words = make("span", "");
  for (const part of text.split(LEADS)) {
    if (!LEADS.test(part)) {
      words.append(part);
      continue;
    }
    const link = make("a", "", part);
    link.href = part.endsWith("model") ? "/models" : "/recipes";
    words.append(link);
  }
  line.append(words);
  return line;
}

/** Takes a job off the page; an empty one welcomes again. @param {Element | null | undefined} item */
function clear(item) {
  item?.remove();
  welcomeIfEmpty();
}

/** @param {Job} job */
function drawn(job) {
  const item = make("article", "card job");
  item.dataset.job = job.id;
  item.setAttribute("aria-label", `New block: ${job.sentence}`);
  item.append(make("p", "job-sentence", job.sentence));
  const actions = make("div", "job-actions");
  if (job.status === "running") {
    for (const done of known.get(job.id)?.stages.slice(0, -1) ?? []) item.append(make("p", "job-done", done));
    const stage = make("p", "job-stage");
    const spinner = make("span", "spinner");
    spinner.setAttribute("aria-hidden", "true");
    stage.append(spinner, job.stage);
    actions.append(button("Cancel", false, () => {
      send("DELETE", `/jobs/${job.id}`).catch(() => clear(item));
    }));
    item.append(stage, actions);
    return item;
  }
  if (job.grant) {
    const grant = job.grant;
    actions.append(button(`${job.grant_label} and try again`, true, () => {
      clear(item);
      submit(job.sentence, [...(job.grants ?? []), grant]);
    }));
  }
  for (const sentence of (job.suggestions ?? []).slice(0, 3)) {
    actions.append(button(sentence, false, () => {
      clear(item);
      submit(sentence, isOfSameSource(job.sentence, sentence) ? job.grants ?? [] : []);
    }));
  }
  if (job.source) actions.append(shape(job.source, job.grants ?? []));
  actions.append(
    button("Change the sentence", !job.grant, () => {
      const input = field();
      clear(item);
      if (!input) return;
      input.value = job.sentence;
      input.focus();
    }),
    button("Dismiss", false, () => clear(item)));
  item.append(told(job.stage), actions);
  return item;
}

/** An answer and what can be done about it are seen whole, in rows of the grid. @param {HTMLElement} item */
function fit(item) {
  const { gridAutoRows, rowGap } = getComputedStyle(/** @type {Element} */ (item.parentElement));
  const gap = parseFloat(rowGap);
  const rows = (item.scrollHeight + item.offsetHeight - item.clientHeight + gap) / (parseFloat(gridAutoRows) + gap);
  if (rows > 4) item.style.gridRow = `span ${Math.ceil(rows)}`;
}

/** Draws a job among the cards. @param {Job} job */
export function showJob(job) {
  const list = document.querySelector("[data-cards]");
  const facts = known.get(job.id) ?? { step: -1, stages: [] };
  if (!list || facts.step >= (job.step ?? 0)) return;
  facts.step = job.step ?? 0;
  // "Writing the block: 80 characters" and what comes after it is one step.
  const stage = job.stage ?? "";
  const isSame = facts.stages.at(-1)?.split(":")[0] === stage.split(":")[0];
  facts.stages.splice(isSame ? -1 : facts.stages.length, 1, stage);
  known.set(job.id, facts);
  const old = list.querySelector(`[data-job="${CSS.escape(job.id)}"]`);
  if (job.status === "added" || job.status === "cancelled") {
    if (job.status === "cancelled") clear(old);
    else old?.remove();
    if (job.block && own.has(job.id)) expectCard(job.block);
    return;
  }
  const item = drawn(job);
  const hadFocus = old?.contains(document.activeElement) ?? false;
  if (old) old.replaceWith(item);
  else list.prepend(item);
  welcomeIfEmpty();
  if (job.status === "answer") fit(item);
  if (hadFocus) item.querySelector("button")?.focus();
  if (!own.has(job.id)) return;
  if (!old || job.status === "answer") into(item);
  announce(job.stage);
}

/** Asks for the jobs that are shown as running: what became of them may have been missed. */
export function catchUpJobs() {
  for (const item of document.querySelectorAll("[data-job]")) {
    if (!(item instanceof HTMLElement) || !item.querySelector(".spinner")) continue;
    send("GET", `/jobs/${item.dataset.job}`).then(showJob, (problem) => {
      // The host was started anew, or it is long over.
      if (problem instanceof RequestProblem && problem.status === 404) clear(item);
    });
  }
}

/** Makes a block of a sentence. @param {string} sentence @param {string[]} grants */
export async function submit(sentence, grants) {
  try {
    const job = await send("POST", "/blocks", { sentence, grants });
    own.add(job.id);
    const isOver = !document.querySelector(`[data-job="${CSS.escape(job.id)}"]`) && known.has(job.id);
    showJob(job);
    // Its end came before this answer did.
    if (isOver) send("GET", `/jobs/${job.id}`).then((last) => { if (last.block) expectCard(last.block); }, () => {});
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
    const input = field();
    const sentence = input?.value.trim();
    if (!input || !sentence) {
      input?.focus();
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
  document.addEventListener("dash:card", (event) => {
    if (event.target instanceof HTMLElement) arrive(event.target.dataset.block ?? "");
  });
}
