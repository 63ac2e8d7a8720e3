// Times that tick: "2 min ago", countdowns, clocks. The server writes them first; the words here
// are those of the host.

/** Seconds below which a unit is used, seconds of one, and its name. The host has the same rule
 *  (RelativeTime in BlockUI); both are held to Tests/Fixtures/relative_times.json. */
const units = /** @type {[number, number, string][]} */ ([
  [3570, 60, "min"], [84_600, 3600, "h"], [45 * 86_400, 86_400, "d"],
  [548 * 86_400, 30.44 * 86_400, "mo"], [Infinity, 365.25 * 86_400, "y"],
]);

/**
 * "now", "5 min ago", "in 3 h".
 * @param {number} then milliseconds @param {number} now milliseconds
 */
export function relative(then, now) {
  const seconds = (now - then) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 60) return "now";
  const [, size, name] = units.find(([below]) => distance < below) ?? units[4];
  const count = Math.max(1, Math.round(distance / size));
  return seconds > 0 ? `${count} ${name} ago` : `in ${count} ${name}`;
}

/** What the person chose; without a choice, the zone and the words are those of this browser. */
const { zone: timeZone, locale } = document.documentElement.dataset;

/** The whole time. @param {number} then milliseconds */
const whole = (then) => new Intl.DateTimeFormat(locale, {
  timeZone, weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
  hourCycle: "h23", timeZoneName: "short",
}).format(then);

/** "14:05", with the day when it is another one. @param {number} then milliseconds @param {number} now milliseconds */
function clock(then, now) {
  // Swedish writes moments as the host does: 2026-11-25 14:05.
  const written = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  const [moment, today] = [written.format(then), written.format(now)];
  return moment.slice(0, 10) === today.slice(0, 10) ? moment.slice(11) : moment;
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
    case "moment":
      return Number.isNaN(then) ? null : whole(then);
    case "time":
      return Number.isNaN(then) ? null : clock(then, now);
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
    if (element.getAttribute("data-tick") !== "relative") continue;
    const then = Date.parse(element.getAttribute("datetime") ?? "");
    const title = Number.isNaN(then) ? null : whole(then);
    if (title !== null && element.getAttribute("title") !== title) element.setAttribute("title", title);
  }
}

export function connectTimes() {
  tick();
  setInterval(() => { if (!document.hidden) tick(); }, 1000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
  for (const name of ["dash:card", "dash:panel"]) {
    document.addEventListener(name, (event) => tick(/** @type {Element} */ (event.target)));
  }
}
