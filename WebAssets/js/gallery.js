// The gallery: what works on a card works here, but nothing is sent and nothing is live.

import { connectCharts } from "./charts.js";
import { connectTables } from "./table.js";
import { connectTabs } from "./tabs.js";

const gallery = document.querySelector("[data-gallery]");
document.body.dataset.chartSource = gallery?.getAttribute("data-chart-source") ?? "";

connectTabs();
connectTables();
document.addEventListener("submit", (event) => event.preventDefault());
connectCharts().catch(console.info);
