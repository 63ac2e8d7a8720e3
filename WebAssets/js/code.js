// The files of a block in an editor (Debian's CodeMirror 5): one tab a file, highlighting, line numbers,
// Ctrl-S saves. A refusal is shown at its line. Without script, or without the library, they are the plain
// fields that are saved.

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
    return { editor, box, tab, name };
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
