// Tabs by the ARIA pattern (WAI-ARIA APG, "Tabs"): arrow keys move, one panel is shown. Without
// script every panel is visible. The choice is kept while the card is replaced and over reloads.

/** @param {Element} tabs */
const tabsOf = (tabs) =>
  /** @type {HTMLElement[]} */ ([...tabs.querySelectorAll(':scope > [role=tablist] > [role=tab]')]);

/** @param {Element} tabs */
const storageKey = (tabs) => {
  const block = tabs.closest("[data-block]")?.getAttribute("data-block") ?? "";
  return `dash-tab:${block}:${tabs.getAttribute("data-keep") ?? ""}`;
};

/** @param {Element} tabs @param {number} chosen */
function choose(tabs, chosen) {
  const list = tabsOf(tabs);
  const index = Math.min(Math.max(chosen, 0), list.length - 1);
  for (const [place, tab] of list.entries()) {
    const isChosen = place === index;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
    if (panel) panel.hidden = !isChosen;
  }
}

/** @param {ParentNode} root */
function restore(root) {
  for (const tabs of root.querySelectorAll("[data-tabs]")) {
    choose(tabs, Number(localStorage.getItem(storageKey(tabs)) ?? 0));
  }
}

/** @param {HTMLElement} tab */
function pick(tab) {
  const tabs = tab.closest("[data-tabs]");
  if (!tabs) return;
  const index = tabsOf(tabs).indexOf(tab);
  localStorage.setItem(storageKey(tabs), String(index));
  choose(tabs, index);
}

export function connectTabs() {
  restore(document);
  document.addEventListener("dash:card", (event) => restore(/** @type {Element} */ (event.target)));
  document.addEventListener("click", (event) => {
    const tab = event.target instanceof Element && event.target.closest("[role=tab]");
    if (tab instanceof HTMLElement) pick(tab);
  });
  document.addEventListener("keydown", (event) => {
    const tab = event.target;
    if (!(tab instanceof HTMLElement) || tab.getAttribute("role") !== "tab") return;
    const tabs = tab.closest("[data-tabs]");
    if (!tabs) return;
    const list = tabsOf(tabs);
    const here = list.indexOf(tab);
    /** @type {Record<string, number>} */
    const places = {
      ArrowRight: (here + 1) % list.length,
      ArrowLeft: (here - 1 + list.length) % list.length,
      Home: 0,
      End: list.length - 1,
    };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    list[place].focus();
    pick(list[place]);
  });
}
