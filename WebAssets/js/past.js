// The page of a moment: charts are drawn and tables sorted as ever, and nothing else is alive.

import { connectCharts } from "./charts.js";
import { connectTables } from "./table.js";

connectTables();
connectCharts();
