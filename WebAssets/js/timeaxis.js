// The marks of a time axis: whole hours, days, months or years of the dashboard's time zone.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Steps of fixed length, shortest first; a week begins on Monday. */
const steps = [1, 2, 5, 10, 15, 30].map((n) => n * minute)
  .concat([1, 2, 3, 6, 12].map((n) => n * hour), [1, 2, 7, 14].map((n) => n * day));
const monday = 4 * day; // 5 January 1970
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600];

/** Milliseconds that local time is ahead of UTC at a moment. @param {Intl.DateTimeFormat} local @param {number} time */
function offset(local, time) {
  const part = Object.fromEntries(local.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - Math.floor(time / 1000) * 1000;
}

/** The marks between two moments, at most `limit`, and what each is called.
 * @param {number} min milliseconds @param {number} max milliseconds @param {string} zone IANA name
 * @param {number} limit at least 2 @returns {{value: number, label: string}[]} */
export function timeMarks(min, max, zone, limit) {
  const local = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
    hour: "numeric", minute: "numeric", second: "numeric",
  });
  const toLocal = (time) => time + offset(local, time);
  // Twice: the first guess may lie on the other side of a change of the clocks.
  const fromLocal = (time) => time - offset(local, time - offset(local, time));
  const from = toLocal(min);
  const to = toLocal(max);
  const named = (parts) => {
    const format = new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: "UTC" });
    return (time) => format.format(time);
  };
  const dayName = named({ day: "numeric", month: "short" });
  let marks = [];
  const step = steps.find((step) => (to - from) / step <= limit);
  if (step) {
    const origin = step % (7 * day) === 0 ? monday : 0;
    for (let time = Math.ceil((from - origin) / step) * step + origin; time <= to; time += step) marks.push(time);
    const timeName = named({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const isManyDays = to - from > day;
    const name = (time) => (step >= day || (isManyDays && time % day === 0) ? dayName(time) : timeName(time));
    return marks.map((time) => ({ value: fromLocal(time), label: name(time) }));
  }
  const months = (time) => new Date(time).getUTCFullYear() * 12 + new Date(time).getUTCMonth();
  const monthStep = monthSteps.find((step) => (months(to) - months(from)) / step <= limit) ?? 1200;
  for (let month = Math.ceil(months(from) / monthStep) * monthStep; month <= months(to); month += monthStep) {
    const time = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (time >= from) marks.push(time);
  }
  const name = named(monthStep >= 12 ? { year: "numeric" } : { month: "short", year: "numeric" });
  return marks.map((time) => ({ value: fromLocal(time), label: name(time) }));
}
