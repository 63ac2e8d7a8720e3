// Draws every <figure data-chart> by Chart.js from the JSON beside its canvas.
//
// The server already decided what is shown: this file only maps its plain data to Chart.js, with
// the colours of the theme, and draws again when the theme changes.

import { loadLibrary } from "./library.js";
import { timeMarks } from "./timeaxis.js";

/** @typedef {{name: string, tone: string, values: (number|null)[], texts: string[], sizes?: (number|null)[]}} Series */
/** @typedef {{kind: string, scale: string, positions: (number|null)[], labels: string[], series: Series[],
 *   tones: (string|null)[], refs: {value: number, label: string, tone: string}[], stack: boolean|string,
 *   horizontal: boolean, smooth: boolean, points: boolean, legend: string, zero: boolean, log: boolean,
 *   min: number|null, max: number|null, zone: string}} ChartData */

/** @type {Map<HTMLElement, {chart: any, json: string}>} */
const drawn = new Map();
const palette = ["accent", "success", "warning", "info", "danger", "muted", "neutral", "accent"];

/** @param {string} name @returns {string} */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** @param {string} tone @param {number} index @returns {string} */
function colour(tone, index) {
  const name = tone && tone !== "neutral" ? tone : palette[index % palette.length];
  return token(`--tone-${name}-fg`);
}

/** @param {string} hex @param {string} alpha two hexadecimal digits @returns {string} */
const faded = (hex, alpha) => (/^#[0-9a-f]{6}$/i.test(hex) ? hex + alpha : hex);

/** The sum of all series at each place. @param {ChartData} data @returns {number[]} */
const totals = (data) => (data.series[0]?.values ?? []).map((_, i) =>
  data.series.reduce((sum, series) => sum + Math.abs(series.values[i] ?? 0), 0));

/** The series with its shares in percent. @param {ChartData} data @param {Series} series */
function shares(data, series) {
  const sums = totals(data);
  return { ...series, values: series.values.map((v, i) => (v === null || !sums[i] ? null : (100 * v) / sums[i])) };
}

/** Where a time axis begins and ends: at the data, and half a bar beyond. @param {ChartData} data */
function timeBounds(data) {
  const known = data.positions.filter((position) => position !== null).sort((a, b) => a - b);
  if (known.length < 2) return {};
  const room = data.kind === "bar" ? (known[known.length - 1] - known[0]) / (known.length - 1) / 2 : 0;
  return { min: known[0] - room, max: known[known.length - 1] + room };
}

/** Marks at whole hours, days or months, as many as the axis has room for. @param {string} zone */
const markTimes = (zone) => (axis) => {
  const room = axis.isHorizontal() ? Math.floor(axis.chart.width / 70) : Math.floor(axis.chart.height / 40);
  const marks = timeMarks(axis.min, axis.max, zone, Math.min(Math.max(room, 2), 8));
  if (marks.length) axis.ticks = marks;
};

/** @param {string} text @param {number} room in characters @returns {string} */
const cut = (text, room) => (text.length > room ? text.slice(0, room - 1) + "…" : text);

/** Long names are cut to the room they have. @this {any} @param {number} value */
function shortName(value) {
  const text = String(this.getLabelForValue(value));
  const room = this.isHorizontal()
    ? Math.max(6, Math.floor(this.chart.width / Math.min(this.chart.data.labels.length, 8) / 8)) : 18;
  return cut(text, room);
}

/** @param {ChartData} data */
function dataset(data, series, index, isRound) {
  const main = colour(series.tone, index);
  const isNominal = data.scale === "nominal";
  const points = isRound || isNominal
    ? series.values
    : series.values.map((value, i) => ({ x: data.positions[i], y: value }));
  const bubble = series.sizes?.length ? Math.max(...series.sizes.map((size) => size ?? 0), 1) : 0;
  const each = data.tones.some(Boolean)
    ? data.tones.map((tone) => (tone ? colour(tone, index) : main))
    : main;
  return {
    label: series.name,
    data: points,
    borderColor: isRound ? token("--color-card") : each,
    backgroundColor: isRound
      ? series.values.map((_, i) => colour("", i))
      : data.kind === "bar" || data.kind === "scatter" ? each : faded(main, "22"),
    fill: data.kind === "area",
    tension: data.smooth ? 0.35 : 0,
    borderWidth: isRound ? 2 : data.kind === "bar" ? 0 : 2,
    borderRadius: data.kind === "bar" ? 3 : 0,
    pointRadius: bubble
      ? series.sizes.map((size) => 3 + 12 * Math.sqrt((size ?? 0) / bubble))
      : data.kind === "scatter" || data.points ? 3 : 0,
    pointHitRadius: 12,
    spanGaps: true,
  };
}

/** Horizontal lines for targets and thresholds. */
const referenceLines = {
  id: "refs",
  afterDatasetsDraw(chart, _, options) {
    const { ctx, chartArea: area } = chart;
    const scale = options.horizontal ? chart.scales.x : chart.scales.y;
    for (const ref of options.refs ?? []) {
      const place = scale?.getPixelForValue(ref.value);
      if (place === undefined || Number.isNaN(place)) continue;
      ctx.save();
      ctx.strokeStyle = ctx.fillStyle = colour(ref.tone, 4);
      ctx.setLineDash([4, 4]);
      ctx.beginPath();
      if (options.horizontal) { ctx.moveTo(place, area.top); ctx.lineTo(place, area.bottom); }
      else { ctx.moveTo(area.left, place); ctx.lineTo(area.right, place); }
      ctx.stroke();
      ctx.font = `11px ${token("--font-sans")}`;
      if (!options.horizontal) ctx.fillText(ref.label, area.left + 4, place - 4);
      ctx.restore();
    }
  },
};

/** @param {ChartData} data */
function configuration(data) {
  const isRound = data.kind === "pie" || data.kind === "donut";
  const muted = token("--color-muted");
  const line = token("--color-border");
  const isTime = data.scale === "temporal";
  const values = {
    beginAtZero: data.zero || data.stack === "percent",
    type: data.log ? "logarithmic" : "linear",
    stacked: data.stack !== false,
    grid: { color: line, drawBorder: false },
    ticks: {
      color: muted, maxTicksLimit: 6,
      ...(data.stack === "percent" ? { callback: (value) => value + "%" } : {}),
    },
    ...(data.stack === "percent" ? { max: 100 } : {}),
    ...(data.min === null ? {} : { min: data.min }),
    ...(data.max === null ? {} : { max: data.max }),
  };
  const positions = {
    type: data.scale === "nominal" ? "category" : "linear",
    stacked: data.stack !== false,
    offset: data.kind === "bar" && !isTime,
    ...(isTime ? { ...timeBounds(data), afterBuildTicks: markTimes(data.zone) } : {}),
    grid: { display: false, drawBorder: false },
    ticks: {
      color: muted, maxRotation: 0, autoSkipPadding: 12, maxTicksLimit: 8,
      ...(data.scale === "nominal" ? { callback: shortName } : {}),
      ...(isTime ? { callback: (_, index, marks) => marks[index].label } : {}),
      ...(data.scale === "quantitative" ? { callback: (value) => String(value) } : {}),
    },
  };
  const showLegend = data.legend === "auto" ? isRound || data.series.length > 1 : data.legend !== "none";
  return {
    type: { area: "line", donut: "doughnut" }[data.kind] ?? data.kind,
    data: {
      labels: isRound ? data.labels.map((label) => cut(label, 18)) : data.scale === "nominal" ? data.labels : undefined,
      datasets: data.series.map((series, index) =>
        dataset(data, data.stack === "percent" && !isRound ? shares(data, series) : series, index, isRound)),
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 250 },
      indexAxis: data.horizontal ? "y" : "x",
      parsing: isRound || data.scale === "nominal" ? undefined : { xAxisKey: data.horizontal ? "y" : "x", yAxisKey: data.horizontal ? "x" : "y" },
      interaction: { mode: isRound ? "nearest" : "index", intersect: false, axis: data.horizontal ? "y" : "x" },
      scales: isRound ? {} : data.horizontal ? { x: values, y: positions } : { x: positions, y: values },
      plugins: {
        legend: {
          display: showLegend,
          position: data.legend === "right" || (isRound && data.legend === "auto") ? "right" : "bottom",
          labels: { color: muted, boxWidth: 10, boxHeight: 10, usePointStyle: true },
        },
        tooltip: {
          callbacks: {
            title: (items) => (items[0] ? data.labels[items[0].dataIndex] : ""),
            label: (item) => ` ${isRound ? data.labels[item.dataIndex] : item.dataset.label}: ${data.series[item.datasetIndex].texts[item.dataIndex]}`,
          },
        },
        refs: { refs: data.refs, horizontal: data.horizontal },
      },
    },
    plugins: [referenceLines],
  };
}

/** @param {HTMLElement} figure */
function draw(figure) {
  const json = figure.querySelector("[data-chart-data]")?.textContent ?? "";
  const canvas = figure.querySelector("canvas");
  const old = drawn.get(figure);
  if (!json || !canvas || (old && old.json === json && old.chart.canvas === canvas)) return;
  old?.chart.destroy();
  const chart = new window.Chart(canvas, configuration(JSON.parse(json)));
  drawn.set(figure, { chart, json });
}

/** Draws all charts of the page now, and again whenever cards or the theme change.
 * Without the library the tables beside the charts still say everything. */
export async function connectCharts() {
  if (!window.Chart) await loadLibrary(document.body.dataset.chartSource);
  const drawAll = () => {
    for (const [figure, entry] of drawn) {
      if (!figure.isConnected) {
        entry.chart.destroy();
        drawn.delete(figure);
      }
    }
    document.querySelectorAll("figure[data-chart]").forEach((figure) => draw(/** @type {HTMLElement} */ (figure)));
  };
  const redrawAll = () => {
    drawn.forEach((entry) => entry.chart.destroy());
    drawn.clear();
    drawAll();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawAll);
  document.addEventListener("dash:theme", redrawAll);
  document.addEventListener("dash:card", drawAll);
  document.addEventListener("dash:panel", drawAll);
  drawAll();
}
