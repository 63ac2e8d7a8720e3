// The command field finds as you type: the sentence as a new block, cards to jump to, what can be done,
// and recipes. Arrows choose, Enter takes; Enter without a choice adds the sentence.
// The pattern is that of an editable combobox with a list (WAI-ARIA APG).

import { submit } from "./add.js";
import { send } from "./api.js";
import { openShortcuts } from "./keys.js";
import { addSection, reveal } from "./sections.js";
import { setTheme } from "./theme.js";
import { undo } from "./undo.js";

/** @typedef {{title: string, kind: string, act: () => void}} Entry */

/** Of one kind at a time. */
const MOST = 6;

/** @type {{title: string, summary: string, sentence: string}[] | null} */
let recipes = null;

/** @type {Entry[]} */
const actions = [
  { title: "Undo the last change", kind: "Action", act: undo },
  { title: "Refresh all", kind: "Action", act: () => { send("POST", "/refresh").catch(console.info); } },
  { title: "Add a section", kind: "Action", act: addSection },
  { title: "Show issues", kind: "Page", act: () => location.assign("/issues") },
  { title: "Browse recipes", kind: "Page", act: () => location.assign("/recipes") },
  { title: "Time machine: an hour ago", kind: "Page", act: () => location.assign(`/?at=${Math.floor(Date.now() / 1000) - 3_600}`) },
  { title: "Notices", kind: "Page", act: () => location.assign("/notices") },
  { title: "Models", kind: "Page", act: () => location.assign("/models") },
  { title: "Preferences", kind: "Page", act: () => location.assign("/preferences") },
  { title: "Keys", kind: "Page", act: () => location.assign("/keys") },
  { title: "Export and backup", kind: "Page", act: () => location.assign("/backup") },
  { title: "Open the trash", kind: "Page", act: () => location.assign("/trash") },
  { title: "Keyboard shortcuts", kind: "Help", act: () => openShortcuts() },
  { title: "Theme: system", kind: "Action", act: () => setTheme("system") },
  { title: "Theme: light", kind: "Action", act: () => setTheme("light") },
  { title: "Theme: dark", kind: "Action", act: () => setTheme("dark") },
];

/** @returns {Entry[]} */
const cards = () => [...document.querySelectorAll("[data-cards] > [data-block]")].map((card) => ({
  title: card.querySelector(".card-title")?.textContent?.trim() ?? "", kind: "Card",
  act: () => {
    reveal(card);
    card.scrollIntoView({ block: "center" });
    if (card instanceof HTMLElement) card.focus({ preventScroll: true });
  },
}));

/** What a text finds. @param {string} text @returns {Entry[]} */
function find(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const finds = (/** @type {string} */ title) => words.every((word) => title.toLowerCase().includes(word));
  const offered = (recipes ?? []).filter((recipe) => finds(`${recipe.title} ${recipe.summary} ${recipe.sentence}`))
    .map((recipe) => ({ title: recipe.sentence, kind: "Recipe", act: () => submit(recipe.sentence, []) }));
  const known = [cards(), actions, offered]
    .flatMap((list, number) => list.filter(({ title }) => number === 2 || finds(title)).slice(0, MOST));
  if (words.length === 0) return known.filter(({ kind }) => kind !== "Recipe").slice(0, MOST);
  return [...known, { title: `Add “${text.trim()}”`, kind: "New block", act: () => submit(text.trim(), []) }];
}

/** Connects the field; the page does it when the field has the focus for the first time. */
export function connectPalette() {
  const form = document.querySelector("[data-add]");
  const input = form?.querySelector("input[name=sentence]");
  if (!(form instanceof HTMLFormElement) || !(input instanceof HTMLInputElement)) return;
  const list = document.createElement("ul");
  list.className = "palette";
  list.id = "palette";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "What the field finds");
  form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  /** @type {Entry[]} */
  let entries = [];
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  /** @param {number} index */
  const choose = (index) => {
    chosen = index;
    for (const [place, item] of [...list.children].entries()) {
      item.setAttribute("aria-selected", String(place === index));
    }
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", `palette-${index}`);
      list.children[index]?.scrollIntoView({ block: "nearest" });
    }
  };
  /** @param {number} index */
  const take = (index) => {
    const entry = entries[index];
    input.value = "";
    close();
    input.blur();
    entry?.act();
  };
  const show = () => {
    entries = find(input.value);
    list.replaceChildren(...entries.map(({ title, kind }, index) => {
      const item = document.createElement("li");
      item.className = "palette-item";
      item.id = `palette-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const words = document.createElement("span");
      words.textContent = title;
      const label = document.createElement("span");
      label.className = "palette-kind";
      label.textContent = kind;
      item.append(words, label);
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      item.addEventListener("click", () => take(index));
      return item;
    }));
    list.hidden = entries.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  };
  const learn = () => {
    if (recipes) return;
    recipes = [];
    send("GET", "/recipes.json").then((facts) => {
      recipes = facts.recipes;
      if (document.activeElement === input && input.value) show();
    }, console.info);
  };

  input.addEventListener("focus", learn);
  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show();
      const count = entries.length + 1;
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((chosen + 1 + step + count) % count - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (list.hidden) input.blur();
      else close();
    }
  });
  // It was fetched because the field has the focus already.
  if (document.activeElement !== input) return;
  learn();
  if (input.value) show();
}
