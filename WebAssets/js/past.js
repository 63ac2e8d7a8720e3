// The page of a moment: times are those of the reader, charts are drawn and tables sorted as ever, cards end on a whole
// row and are shown on the whole page, and nothing else is alive.

import { connectCharts } from "./charts.js";
import { connectFit } from "./fit.js";
import { connectFull } from "./full.js";
import { connectTables } from "./table.js";
import { connectTimes } from "./time.js";

connectTimes();
connectTables();
connectCharts();
connectFull();
connectFit();

// Another moment is looked at from the same place of the page.
const PLACE = "dash-past-scroll";

function keepPlace() {
  try { sessionStorage.setItem(PLACE, String(scrollY)); } catch { /* without room it begins at the top */ }
}

const place = sessionStorage.getItem(PLACE);
sessionStorage.removeItem(PLACE);
if (place) scrollTo({ top: Number(place), behavior: "instant" });
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest('.past-steps a[href^="/?at="]')) keepPlace();
});
document.addEventListener("submit", (event) => {
  if (event.target instanceof Element && event.target.matches(".past-slider")) keepPlace();
});
