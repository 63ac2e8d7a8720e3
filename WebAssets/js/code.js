// The files of a block in an editor (Debian's CodeMirror 5): one tab a file, highlighting, line numbers,
// Ctrl-S saves. What is wrong is marked where it stands and listed while somebody types, with a button
// where it can be mended safely. A refusal is shown at its line. Without script, or without the library, they are the plain
// fields that are saved.

import { send } from "./api.js";
import { loadLibrary } from "./library.js";

/** The language of each field. */
const MODES = { script: "lua", spec: { name: "javascript", json: true }, manifest: { name: "javascript", json: true } };

/** @type {Promise<void> | undefined} */
let library;

/** @param {string} name */
const address = (name) => `/assets/vendor/codemirror/${name}`;

function load() {
  library ??= (async () => {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = address("codemirror.css");
    document.head.append(style);
    await loadLibrary(address("codemirror.js"));
    await Promise.all(["lua.js", "javascript.js"].map((name) => loadLibrary(address(name))));
  })();
  return library;
}

/** @param {HTMLFormElement} form */
export async function dress(form) {
  await load();
  const { CodeMirror } = /** @type {any} */ (globalThis);
  const fields = [...form.querySelectorAll("textarea")];
  const tabs = document.createElement("div");
  tabs.className = "code-tabs";
  tabs.setAttribute("role", "tablist");
  tabs.setAttribute("aria-label", "Files");
  const editors = fields.map((field) => {
    const box = /** @type {HTMLElement} */ (field.closest(".field"));
    const label = /** @type {HTMLLabelElement} */ (box.querySelector("label"));
    const name = label.textContent ?? "";
    const editor = CodeMirror.fromTextArea(field, {
      mode: MODES[/** @type {keyof typeof MODES} */ (field.name)], lineNumbers: true, tabSize: 2, indentUnit: 2,
      indentWithTabs: false, viewportMargin: Infinity,
      // Tab and Escape do what they do in every field.
      extraKeys: { Tab: false, "Shift-Tab": false, Esc: false, "Ctrl-S": () => form.requestSubmit(), "Cmd-S": () => form.requestSubmit() },
    });
    editor.getInputField().setAttribute("aria-label", name);
    // Long files are scrolled by keyboard, too.
    editor.getScrollerElement().tabIndex = 0;
    editor.on("change", () => editor.save());
    label.hidden = true;
    const tab = document.createElement("button");
    tab.type = "button";
    tab.className = "code-tab";
    tab.setAttribute("role", "tab");
    tab.textContent = name;
    tab.addEventListener("click", () => show(editors.findIndex((one) => one.tab === tab)));
    tab.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      if (step === 0) return;
      const here = editors.findIndex((one) => one.tab === tab);
      show((here + step + editors.length) % editors.length).focus();
    });
    tabs.append(tab);
    return { editor, box, tab, name, field: field.name };
  });
  /** @param {number} index */
  const show = (index) => {
    for (const [place, { box, tab, editor }] of editors.entries()) {
      box.hidden = place !== index;
      tab.setAttribute("aria-selected", String(place === index));
      tab.tabIndex = place === index ? 0 : -1;
      if (place === index) editor.refresh();
    }
    return editors[index].tab;
  };
  editors[0]?.box.before(tabs);
  show(0);
  form.dataset.dressed = "";
  checkWhileTyping(form, editors, show);
  // "block.lua:12: …" and "block.ui.json, line 3" lead to their lines.
  form.addEventListener("dash:problem", (event) => {
    const text = event instanceof CustomEvent ? String(event.detail) : "";
    const index = editors.findIndex(({ name }) => text.includes(name));
    const line = Number(/(?::|line )(\d+)/.exec(text)?.[1] ?? 0);
    if (index < 0) return;
    show(index);
    if (line > 0) {
      editors[index].editor.setCursor(line - 1, 0);
      editors[index].editor.addLineClass(line - 1, "background", "code-problem");
      editors[index].editor.scrollIntoView({ line: line - 1, ch: 0 }, 80);
    }
  });
  form.addEventListener("submit", () => {
    for (const { editor } of editors) editor.eachLine((/** @type {any} */ line) => editor.removeLineClass(line, "background", "code-problem"));
  }, { capture: true });
}

/** Milliseconds after the last key until the files are looked at. */
const REST = 500;

/**
 * @typedef {{ line: number, column: number }} Place
 * @typedef {{ file: string, line: number | null, column: number | null, severity: "error" | "warning",
 *   message: string, why?: string, mend?: string, fix?: { title: string, start: Place, end: Place, text: string } }} Problem
 * @typedef {{ editor: any, name: string, field: string, tab: HTMLElement }} Editor
 */

/**
 * @param {HTMLFormElement} form
 * @param {Editor[]} editors
 * @param {(index: number) => HTMLElement} show
 */
function checkWhileTyping(form, editors, show) {
  const list = document.createElement("ul");
  list.className = "code-problems";
  list.setAttribute("aria-live", "polite");
  list.setAttribute("aria-label", "Problems");
  form.append(list);
  let timer = 0;
  let turn = 0;
  /** @type {any[]} */
  let marks = [];

  const check = async () => {
    const mine = ++turn;
    const files = Object.fromEntries(editors.map(({ field, editor }) => [field, editor.getValue()]));
    // Whoever cannot be asked now is asked with the next key.
    const answer = await send("POST", "/api/v1/check", files).catch(() => null);
    if (answer && mine === turn) tell(answer.problems);
  };

  /** @param {Problem[]} problems */
  const tell = (problems) => {
    for (const mark of marks) mark.clear();
    marks = [];
    for (const { name, tab } of editors) {
      const worst = problems.filter((one) => one.file === name).map((one) => one.severity).sort()[0];
      tab.dataset.problem = worst ?? "";
    }
    list.replaceChildren(...problems.map((problem) => item(problem)));
  };

  /** @param {Problem} problem */
  const item = (problem) => {
    const index = editors.findIndex(({ name }) => name === problem.file);
    const row = document.createElement("li");
    row.className = `code-problem-${problem.severity}`;
    const link = document.createElement("button");
    link.type = "button";
    link.className = "link-button";
    link.textContent = problem.file + (problem.line ? `:${problem.line}` : "");
    link.addEventListener("click", () => {
      show(index);
      editors[index].editor.setCursor((problem.line ?? 1) - 1, offset(editors[index].editor, problem));
      editors[index].editor.focus();
    });
    const words = [problem.message, problem.why, problem.mend && `→ ${problem.mend}`].filter(Boolean).join(". ");
    row.append(link, ` ${words} `);
    if (index >= 0 && problem.line) {
      const { editor } = editors[index];
      const from = { line: problem.line - 1, ch: offset(editor, problem) };
      const word = editor.findWordAt({ line: from.line, ch: from.ch + 1 });
      const to = word.head.ch > from.ch ? word.head : { line: from.line, ch: editor.getLine(from.line)?.length ?? 0 };
      marks.push(editor.markText(from, to, { className: `code-mark-${problem.severity}`, title: words }));
    }
    if (index >= 0 && problem.fix) {
      const { title, start, end, text } = problem.fix;
      const { editor } = editors[index];
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small";
      button.textContent = title.charAt(0).toUpperCase() + title.slice(1);
      button.addEventListener("click", () => {
        editor.replaceRange(
          text, { line: start.line - 1, ch: offset(editor, start) }, { line: end.line - 1, ch: offset(editor, end) });
        void check();
      });
      row.append(button);
    }
    return row;
  };

  for (const { editor } of editors) {
    editor.on("change", () => {
      clearTimeout(timer);
      timer = setTimeout(check, REST);
    });
  }
  void check();
}

/**
 * Columns count characters, the editor counts UTF-16.
 * @param {any} editor @param {{ line: number | null, column: number | null }} place
 */
function offset(editor, { line, column }) {
  const text = editor.getLine((line ?? 1) - 1) ?? "";
  return [...text].slice(0, (column ?? 1) - 1).join("").length;
}
