// Tables: a click on a column's head sorts by it, the search field filters rows; lists that fold
// show the rest on demand. What was chosen is written on the element and survives its replacement.

/** @param {HTMLTableRowElement} row @param {number} column */
function sortKey(row, column) {
  const cell = row.cells[column];
  const number = Number(cell?.dataset.value ?? NaN);
  return Number.isNaN(number) ? (cell?.textContent?.trim() ?? "") : number;
}

/** @param {HTMLTableElement} table */
function applySort(table) {
  const [column, direction] = (table.dataset.sort ?? "").split(" ").map(Number);
  const body = table.tBodies[0];
  if (!body || !direction) return;
  const words = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const rows = [...body.rows].map((row) => ({ row, key: sortKey(row, column) }));
  rows.sort((a, b) => direction * (typeof a.key === "number" && typeof b.key === "number"
    ? a.key - b.key : words.compare(String(a.key), String(b.key))));
  body.append(...rows.map(({ row }) => row));
  for (const [place, head] of [...(table.tHead?.rows[0]?.cells ?? [])].entries()) {
    if (place === column) {
      head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
    } else head.removeAttribute("aria-sort");
  }
}

/** @param {HTMLInputElement} field */
function applySearch(field) {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = field.parentElement?.querySelectorAll("tbody tr") ?? [];
  for (const row of /** @type {Iterable<HTMLElement>} */ (rows)) {
    const text = row.textContent?.toLowerCase() ?? "";
    row.hidden = !words.every((word) => text.includes(word));
  }
}

/** @param {HTMLElement} list */
function applyFold(list) {
  const shown = Number(list.dataset.collapse);
  const rest = [...list.children].slice(shown);
  const isOpen = list.dataset.expanded !== undefined;
  for (const item of /** @type {HTMLElement[]} */ (rest)) item.hidden = !isOpen;
  let button = list.nextElementSibling;
  if (!(button instanceof HTMLButtonElement && button.dataset.more !== undefined)) {
    button = document.createElement("button");
    button.className = "c-list__more";
    button.setAttribute("type", "button");
    button.setAttribute("data-more", "");
    list.after(button);
  }
  button.textContent = isOpen ? "Show less" : `Show ${rest.length} more`;
  button.setAttribute("aria-expanded", String(isOpen));
}

/** @param {ParentNode} root */
function apply(root) {
  for (const table of root.querySelectorAll("table[data-sortable]")) {
    for (const head of table.querySelectorAll("thead th")) head.setAttribute("tabindex", "0");
    applySort(/** @type {HTMLTableElement} */ (table));
  }
  for (const field of root.querySelectorAll("input[data-search]")) {
    applySearch(/** @type {HTMLInputElement} */ (field));
  }
  for (const list of root.querySelectorAll("[data-collapse]")) {
    applyFold(/** @type {HTMLElement} */ (list));
  }
}

/** @param {Element} target */
function sortBy(target) {
  const head = target.closest("table[data-sortable] thead th");
  const table = head?.closest("table");
  if (!(head instanceof HTMLTableCellElement) || !table) return;
  const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  table.dataset.sort = `${head.cellIndex} ${direction}`;
  applySort(table);
}

export function connectTables() {
  apply(document);
  document.addEventListener("dash:card", (event) => apply(/** @type {Element} */ (event.target)));
  document.addEventListener("input", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.dataset.search !== undefined) {
      applySearch(event.target);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target instanceof Element) sortBy(event.target);
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    sortBy(event.target);
    const more = event.target.closest("button[data-more]");
    const list = more?.previousElementSibling;
    if (!(list instanceof HTMLElement) || list.dataset.collapse === undefined) return;
    list.toggleAttribute("data-expanded");
    applyFold(list);
  });
}
