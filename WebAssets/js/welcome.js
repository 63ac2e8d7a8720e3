// What an empty dashboard shows. The host sends its pictures only when it is seen, so a page whose last card
// went away asks for them.

import { fragment } from "./api.js";

const known = () => document.querySelector("[data-welcome]");

/** Shows the welcome while there is neither a card nor one on its way. */
export function welcomeIfEmpty() {
  const isEmpty = !document.querySelector("[data-block], [data-job]");
  known()?.toggleAttribute("hidden", !isEmpty);
  if (!isEmpty || known()?.querySelector(".starter")) return;
  fragment("/welcome").then((next) => {
    if (next && !known()?.hasAttribute("hidden")) known()?.replaceWith(next);
  }, console.info);
}
