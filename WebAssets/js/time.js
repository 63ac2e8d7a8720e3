// Times that tick: "2 min ago", countdowns, clocks. The server writes them first; the words here
// are those of the server's `relative` format.

const units = /** @type {const} */ ([
  ["year", 31_536_000], ["month", 2_592_000], ["week", 604_800], ["day", 86_400],
  ["hour", 3_600], ["minute", 60],
]);

const short = { year: "y", month: "mo", week: "wk", day: "d", hour: "h", minute: "min" };

/**
 * "just now", "5 min ago", "in 3 h".
 * @param {number} then milliseconds @param {number} now milliseconds
 */
export function relative(then, now) {
  const seconds = Math.round((then - now) / 1000);
  const size = Math.abs(seconds);
  for (const [name, length] of units) {
    if (size >= length) {
      const text = `${Math.floor(size / length)} ${short[name]}`;
      return seconds < 0 ? `${text} ago` : `in ${text}`;
    }
  }
  return seconds > 5 ? `in ${seconds} s` : "just now";
}

/** "2 d 04:05:09" of a number of seconds. @param {number} seconds */
function clockwork(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const days = Math.floor(whole / 86_400);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const rest = `${two(Math.floor(whole / 3600) % 24)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return days > 0 ? `${days} d ${rest}` : rest;
}

/** What this element should say now; null leaves it alone. @param {HTMLElement} element */
function wording(element) {
  const now = Date.now();
  const then = Date.parse(element.getAttribute("datetime") ?? "");
  switch (element.dataset.tick) {
    case "relative":
      return Number.isNaN(then) ? null : relative(then, now);
    case "countdown":
      if (Number.isNaN(then)) return null;
      return then <= now && element.dataset.done
        ? element.dataset.done : clockwork((then - now) / 1000);
    case "elapsed":
      return Number.isNaN(then) ? null : clockwork((now - then) / 1000);
    case "clock":
      return new Intl.DateTimeFormat(document.documentElement.lang || "en", {
        hour: "2-digit", minute: "2-digit", hourCycle: "h23",
        second: element.dataset.seconds === undefined ? undefined : "2-digit",
        timeZone: element.dataset.zone || undefined,
      }).format(now);
    default:
      return null;
  }
}

/** Brings every ticking time under `root` up to date. @param {ParentNode} [root] */
export function tick(root = document) {
  for (const element of root.querySelectorAll("[data-tick]")) {
    let text = null;
    try {
      text = wording(/** @type {HTMLElement} */ (element));
    } catch { /* an unknown zone keeps the server's words */ }
    if (text !== null && element.textContent !== text) element.textContent = text;
  }
}

export function connectTimes() {
  tick();
  setInterval(() => { if (!document.hidden) tick(); }, 1000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
  document.addEventListener("dash:card", (event) => tick(/** @type {Element} */ (event.target)));
}
