// The places of cards on the grid: pure sums without a page. The host does the same ones
// (GridLayout in BlockModel); both are held to Tests/Fixtures/grid.json.
//
// Cards stay where people put them: only those that are in the way yield, downwards, and only those
// that stood below a card which leaves move up.

/** Columns and rows from the upper left of the grid of a section; `s` is its number, 0 above all sections.
 *  @typedef {{x: number, y: number, w: number, h: number, s: number}} Place */
/** @typedef {Map<string, Place>} Places */
/** @typedef {"wide" | "medium" | "phone"} Breakpoint */
/** @typedef {"left" | "right" | "up" | "down"} Direction */

/** Of the grid of each breakpoint. */
export const COLUMNS = { wide: 12, medium: 6, phone: 1 };
const NARROWEST = 3;
const LOWEST = 2;
const TALLEST = 48;
const LAST_ROW = 9_000;

const clamp = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) =>
  Math.min(Math.max(value, low), high);

/** The nearest place that the grid has. @param {Breakpoint} breakpoint @param {Place} place @returns {Place} */
export function fitting(breakpoint, { x, y, w, h, s = 0 }) {
  const row = clamp(y, 0, LAST_ROW);
  if (breakpoint === "phone") return { x: 0, y: row, w: 1, h: 1, s };
  const columns = COLUMNS[breakpoint];
  const width = clamp(w, NARROWEST, columns);
  return { x: clamp(x, 0, columns - width), y: row, w: width, h: clamp(h, LOWEST, TALLEST), s };
}

/** @param {Place} a @param {Place} b */
const shareColumns = (a, b) => a.s === b.s && a.x < b.x + b.w && b.x < a.x + a.w;

/** @param {Place} a @param {Place} b */
export const overlap = (a, b) => shareColumns(a, b) && a.y < b.y + b.h && b.y < a.y + a.h;

/** @param {Place} place */
const bottom = (place) => place.y + place.h;

/** @param {Place} a @param {Place} b */
const isSame = (a, b) => a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h && a.s === b.s;

/** The cards of each section as they are read: row by row, from the left. @param {Places} places @returns {string[]} */
export const inOrder = (places) => [...places]
  .sort(([a, p], [b, q]) => p.s - q.s || p.y - q.y || p.x - q.x || (a < b ? -1 : 1)).map(([id]) => id);

/** @param {Places} places @param {Place} place @param {string[]} without */
const isFree = (places, place, ...without) =>
  [...places].every(([id, other]) => without.includes(id) || !overlap(place, other));

/** Moves a card up as far as nothing is in the way, and no further than a row.
 *  @param {Places} places @param {string} id @param {number} row */
function rise(places, id, row) {
  let place = /** @type {Place} */ (places.get(id));
  while (place.y > Math.max(row, 0)) {
    const next = { ...place, y: place.y - 1 };
    if (!isFree(places, next, id)) break;
    place = next;
  }
  places.set(id, place);
}

/** Closes the gap that a card has left: what stands below it, in its columns, moves up.
 *  @param {Places} places @param {Place} gap */
function close(places, gap) {
  for (const id of inOrder(places)) {
    const place = /** @type {Place} */ (places.get(id));
    if (place.y >= bottom(gap) && shareColumns(place, gap)) rise(places, id, place.y - gap.h);
  }
}

/** Lets whatever overlaps yield downwards, each no further than it must.
 *  @param {Places} places @param {string} fixed stays where it is */
function settle(places, fixed) {
  const settled = [/** @type {Place} */ (places.get(fixed))];
  for (const id of inOrder(places)) {
    if (id === fixed) continue;
    let place = /** @type {Place} */ (places.get(id));
    for (;;) {
      const low = Math.max(...settled.filter((other) => overlap(place, other)).map(bottom));
      if (low === -Infinity || low >= LAST_ROW) break;
      place = { ...place, y: low };
    }
    places.set(id, place);
    settled.push(place);
  }
}

/** Lets a card and the one beside it, on whose middle it is dropped, change places.
 *  @param {Places} places @param {Breakpoint} breakpoint @param {string} id @param {Place} old @param {Place} wanted */
function exchange(places, breakpoint, id, old, wanted) {
  const x = 2 * wanted.x + wanted.w;
  const y = 2 * wanted.y + wanted.h;
  const met = inOrder(places).find((other) => {
    const place = /** @type {Place} */ (places.get(other));
    return other !== id && place.s === wanted.s && 2 * place.x <= x && x < 2 * (place.x + place.w)
      && 2 * place.y <= y && y < 2 * bottom(place);
  });
  const its = met === undefined ? undefined : places.get(met);
  if (met === undefined || !its || shareColumns(its, old)) return false;
  const isRightwards = its.x > old.x;
  const mine = fitting(breakpoint, { ...old, x: isRightwards ? its.x + its.w - old.w : its.x, y: its.y });
  const theirs = { ...its, x: Math.max(0, isRightwards ? old.x : old.x + old.w - its.w), y: old.y };
  if (theirs.x + theirs.w > COLUMNS[breakpoint] || overlap(mine, theirs)) return false;
  if (!isFree(places, mine, id, met) || !isFree(places, theirs, id, met)) return false;
  places.set(id, mine);
  places.set(met, theirs);
  for (const [place, height] of /** @type {[Place, number][]} */ ([[mine, its.h], [theirs, old.h]])) {
    if (height > place.h) close(places, { ...place, y: bottom(place), h: height - place.h });
  }
  return true;
}

/** The target, below every card whose upper half it has passed. @param {Places} places @param {Place} target */
function passing(places, target) {
  let place = target;
  for (let round = 0; round <= places.size; round += 1) {
    const passed = [...places.values()]
      .filter((other) => overlap(place, other) && 2 * place.y >= 2 * other.y + other.h);
    if (passed.length === 0) break;
    place = { ...place, y: Math.min(Math.max(...passed.map(bottom)), LAST_ROW) };
  }
  return place;
}

/**
 * Puts a card elsewhere, or gives it another size.
 *
 * A card that is dropped on one beside it changes places with it when both fit. Otherwise it goes below
 * those whose upper half it has passed, and the others make room.
 * @param {Places} old stays as it is
 * @param {Breakpoint} breakpoint @param {string} id @param {Place} wanted
 * @returns {Places}
 */
export function move(old, breakpoint, id, wanted) {
  const places = new Map(old);
  const from = places.get(id);
  const target = fitting(breakpoint, wanted);
  if (!from || isSame(from, target)) return places;
  const isMove = from.w === target.w && from.h === target.h;
  if (isMove && target.s === from.s && exchange(places, breakpoint, id, from, target)) return places;
  places.delete(id);
  close(places, from);
  const before = new Map(places);
  places.set(id, isMove ? passing(places, target) : target);
  settle(places, id);
  if (!isMove) return places;
  rise(places, id, 0);
  for (const other of inOrder(places)) {
    const was = before.get(other);
    if (was && !isSame(was, /** @type {Place} */ (places.get(other)))) rise(places, other, was.y);
  }
  return places;
}

/**
 * Moves a card by one step: as little as changes something, and without pushing others down when that is
 * possible. Nothing changes at the edge.
 * @param {Places} old @param {Breakpoint} breakpoint @param {string} id @param {Direction} direction
 * @returns {Places}
 */
export function step(old, breakpoint, id, direction) {
  const from = old.get(id);
  if (!from) return old;
  const isAcross = direction === "left" || direction === "right";
  const steps = isAcross ? COLUMNS[breakpoint] : Math.max(...[...old.values()].map(bottom));
  const sign = direction === "left" || direction === "up" ? -1 : 1;
  let first = old;
  for (let distance = 1; distance <= steps; distance += 1) {
    const to = isAcross ? { ...from, x: from.x + sign * distance } : { ...from, y: from.y + sign * distance };
    if (to.x < 0 || to.y < 0 || to.x + to.w > COLUMNS[breakpoint]) break;
    const next = move(old, breakpoint, id, to);
    const now = /** @type {Place} */ (next.get(id));
    if (isAcross ? now.x === from.x : now.y === from.y) continue;
    const pushesNobody = [...next].every(([other, place]) => other === id || place.y <= (old.get(other)?.y ?? 0));
    if (pushesNobody || !isAcross) return next;
    if (first === old) first = next;
  }
  return first;
}

/** The row below the last card of a section. @param {Places} places @param {number} section */
export const endOf = (places, section) =>
  Math.max(0, ...[...places.values()].filter(({ s }) => s === section).map(bottom));

/** What is left when a card goes: what stood below it, in its columns, moves up.
 *  @param {Places} old @param {string} id @returns {Places} */
export function remove(old, id) {
  const places = new Map(old);
  const gap = places.get(id);
  places.delete(id);
  if (gap) close(places, gap);
  return places;
}
