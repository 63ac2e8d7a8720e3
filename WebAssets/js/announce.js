// One polite live region for the whole page. It speaks at most once in two seconds; of what comes
// meanwhile the last is said.

const PAUSE = 2_000;

let spokenAt = -PAUSE;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} text a sentence */
export function announce(text) {
  clearTimeout(timer);
  const wait = spokenAt + PAUSE - performance.now();
  if (wait > 0) {
    timer = setTimeout(announce, wait, text);
    return;
  }
  const region = document.querySelector("[data-announce]");
  if (!region) return;
  spokenAt = performance.now();
  region.textContent = text;
}
