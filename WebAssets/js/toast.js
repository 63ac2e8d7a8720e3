// One message at the bottom of the page, with at most one action.

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * @param {string} text
 * @param {{ label: string, act: () => void } | null} [action]
 */
export function toast(text, action = null) {
  document.querySelector(".toast")?.remove();
  clearTimeout(timer);
  const box = document.createElement("div");
  box.className = "toast";
  box.setAttribute("role", "status");
  const words = document.createElement("span");
  words.textContent = text;
  box.append(words);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = action?.label ?? "OK";
  button.addEventListener("click", () => {
    box.remove();
    action?.act();
  });
  box.append(button);
  document.body.append(box);
  timer = setTimeout(() => box.remove(), action ? 12_000 : 6_000);
}
