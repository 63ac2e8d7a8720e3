// The page of a moment: times are those of the reader, charts are drawn and tables sorted as ever, and nothing
// else is alive.

import { connectCharts } from "./charts.js";
import { connectTables } from "./table.js";
import { connectTimes } from "./time.js";

connectTimes();
connectTables();
connectCharts();
