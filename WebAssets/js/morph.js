// Makes one element equal to another while keeping what the person did to it: focus and text being
// typed, scroll, opened sections, the chosen tab, the sort order.

/** What the person chose; the server never sends these. */
const kept = ["data-touched", "data-expanded", "data-sort", "data-moving", "data-held", "data-going",
  "data-news", "aria-description"];

/** @param {Node} a @param {Node} b */
const isSame = (a, b) =>
  a.nodeType === b.nodeType && a.nodeName === b.nodeName
  && key(a) === key(b);

/** @param {Node} node */
const key = (node) =>
  node instanceof Element ? node.id || node.getAttribute("data-key") || "" : "";

/**
 * @param {Element} current an element of the page
 * @param {Element} next what it should be; taken apart
 */
export function morph(current, next) {
  if (current.isEqualNode(next)) return;
  attributes(current, next);
  if (current instanceof HTMLInputElement || current instanceof HTMLTextAreaElement) return;
  children(current, next);
}

/** @param {Element} current @param {Element} next */
function attributes(current, next) {
  // A menu is opened and closed by people alone.
  const touched = current.hasAttribute("data-touched") || current.matches("details.menu");
  for (const { name, value } of [...next.attributes]) {
    if (touched && name === "open") continue;
    if (current.getAttribute(name) !== value) current.setAttribute(name, value);
  }
  // A chart's drawing lives in attributes that the server knows nothing of.
  const isDrawn = current instanceof HTMLCanvasElement;
  for (const { name } of [...current.attributes]) {
    const isKept = isDrawn || kept.includes(name) || (touched && name === "open");
    if (!next.hasAttribute(name) && !isKept) current.removeAttribute(name);
  }
  const isTyping = current === document.activeElement;
  if (current instanceof HTMLInputElement && next instanceof HTMLInputElement && !isTyping) {
    if (current.type === "checkbox" || current.type === "radio") current.checked = next.checked;
    else if (current.value !== next.value) current.value = next.value;
  }
  if (current instanceof HTMLTextAreaElement && next instanceof HTMLTextAreaElement && !isTyping) {
    current.value = next.value;
  }
}

/** @param {Element} current @param {Element} next */
function children(current, next) {
  /** @type {Map<string, Node>} */
  const named = new Map();
  for (const child of current.childNodes) if (key(child)) named.set(key(child), child);

  let place = current.firstChild;
  const list = [...next.childNodes];
  for (const [index, wanted] of list.entries()) {
    const name = key(wanted);
    const match = name ? named.get(name) : null;
    if (match && match !== place && isSame(match, wanted)) {
      current.insertBefore(match, place);
      place = match;
    }
    if (place && isSame(place, wanted)) {
      const following = place.nextSibling;
      if (place instanceof Element && wanted instanceof Element) morph(place, wanted);
      else if (place.nodeValue !== wanted.nodeValue) place.nodeValue = wanted.nodeValue;
      place = following;
    } else if (place?.nextSibling && list[index + 1] && isSame(place.nextSibling, list[index + 1])) {
      // One stands for another; what follows stays what it is.
      const following = place.nextSibling;
      place.replaceWith(wanted);
      place = following;
    } else {
      current.insertBefore(wanted, place);
    }
  }
  while (place) {
    const following = place.nextSibling;
    place.remove();
    place = following;
  }
}
