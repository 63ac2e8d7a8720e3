// Slides the cards aside so that the one a drawer is about stays visible beside it; on a phone the page scrolls until it
// stands above the drawer. Nothing is laid out anew: what somebody reads keeps its shape, and all of it comes back when
// the drawer is closed.

/** Pixels between a card and the drawer. */
const GAP = 16;

const isPhone = matchMedia("(width < 40rem)");

const grids = () => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-cards]"));

/** Where the grid begins when nothing is slid. @param {HTMLElement} cards */
function start(cards) {
  const page = cards.parentElement;
  if (!page) return 0;
  return page.getBoundingClientRect().left + parseFloat(getComputedStyle(page).paddingLeft);
}

/** Pixels of a card that have to be seen above a drawer: its header. */
const SEEN = 56;

/** Where the page was scrolled to before the drawer took the lower part of a phone. @type {number | null} */
let before = null;

/** @param {HTMLElement} card @param {HTMLElement} drawer */
function scrollAbove(card, drawer) {
  const top = document.querySelector(".top")?.getBoundingClientRect().bottom ?? 0;
  const box = card.getBoundingClientRect();
  if (box.top >= top && box.top + SEEN <= innerHeight - drawer.offsetHeight) return;
  before ??= scrollY;
  // The last card, too, has to come up that far.
  document.body.style.paddingBottom = `${drawer.offsetHeight}px`;
  scrollBy({ top: box.top - top - GAP, behavior: "instant" });
}

/** @param {HTMLElement | null} card @param {HTMLElement} drawer */
export function makeRoom(card, drawer) {
  const cards = card?.parentElement;
  for (const grid of grids()) if (grid !== cards || isPhone.matches) grid.style.translate = "";
  if (!card || !cards?.matches("[data-cards]")) return;
  if (isPhone.matches) {
    scrollAbove(card, drawer);
    return;
  }
  const left = start(cards) + card.offsetLeft;
  const over = left + card.offsetWidth + GAP - (innerWidth - drawer.offsetWidth);
  // A card wider than what is left of the page shows its beginning.
  const shift = Math.max(0, Math.min(over, left - GAP));
  cards.style.translate = shift ? `${-shift}px` : "";
}

export function giveBack() {
  for (const grid of grids()) grid.style.translate = "";
  document.body.style.paddingBottom = "";
  if (before !== null) scrollTo({ top: before, behavior: "instant" });
  before = null;
}
