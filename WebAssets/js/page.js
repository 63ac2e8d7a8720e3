// The page: every behaviour works on [data-…] attributes and is connected once, by delegation,
// so that cards which arrive later behave like the ones of the first paint.

import { connectAdd } from "./add.js";
import { connectCards } from "./card.js";
import { connectFit } from "./fit.js";
import { connectForms } from "./forms.js";
import { connectFull } from "./full.js";
import { connectHands } from "./hands.js";
import { connectKeys } from "./keys.js";
import { connectLayout } from "./layout.js";
import { connectLive } from "./live.js";
import { connectNews } from "./news.js";
import { connectSections } from "./sections.js";
import { connectTables } from "./table.js";
import { connectTabs } from "./tabs.js";
import { connectTheme } from "./theme.js";
import { connectTimes } from "./time.js";
import { connectUndo } from "./undo.js";

connectTimes();
connectTabs();
connectTables();
connectCards();
connectForms();
connectAdd();
connectTheme();
connectKeys();
connectLayout();
connectHands();
connectSections();
connectFull();
connectUndo();
connectNews();
connectLive();

// What the command field finds is fetched when the field has the focus for the first time.
const field = document.querySelector("[data-add] input[name=sentence]");
const fetchPalette = () => { import("./palette.js").then((palette) => palette.connectPalette(), console.info); };
// Until it is there, Escape leaves the field; then it may close a list first.
field?.addEventListener("keydown", (event) => {
  if (event instanceof KeyboardEvent && event.key === "Escape" && !field.hasAttribute("role")) /** @type {HTMLElement} */ (field).blur();
});
if (field && document.activeElement === field) fetchPalette();
else field?.addEventListener("focus", fetchPalette, { once: true });

// The drawer and its conversation are fetched when the first one is opened.
let hasDrawer = false;

async function fetchDrawer() {
  hasDrawer = true;
  const [panel, chat] = await Promise.all([import("./panel.js"), import("./chat.js")]);
  panel.connectPanels();
  chat.connectChat();
  panel.adoptPanel();
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a[data-panel]");
  if (hasDrawer || !(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  // Without it the page of the link says the same.
  fetchDrawer().then(() => link.click(), () => location.assign(link.href));
});
addEventListener("popstate", () => {
  if (hasDrawer || !location.pathname.startsWith("/blocks/")) return;
  fetchDrawer().then(() => dispatchEvent(new PopStateEvent("popstate")), () => location.reload());
});

// The editor is fetched when a panel with code opens.
document.addEventListener("dash:panel", (event) => {
  const form = event.target instanceof Element && event.target.querySelector("form[data-code]");
  if (!(form instanceof HTMLFormElement)) return;
  import("./code.js").then((code) => code.dress(form))
    .catch((problem) => { form.dataset.dressed = ""; console.info(problem); });
});

// Charts need a library of their own; it is fetched when the first one is on the page.
let hasCharts = false;

function connectChartsOnce() {
  if (hasCharts || !document.querySelector("[data-chart]")) return;
  hasCharts = true;
  // Without it the tables beside the charts still say everything.
  import("./charts.js").then((charts) => charts.connectCharts(), console.info);
}

connectChartsOnce();
document.addEventListener("dash:card", connectChartsOnce);
document.addEventListener("dash:panel", connectChartsOnce);

// Says that keys and buttons now do what they promise.
const ready = () => { document.documentElement.dataset.ready = ""; };

if (document.querySelector("dialog.panel[open]")) fetchDrawer().then(ready, console.info);
else ready();
connectFit();
