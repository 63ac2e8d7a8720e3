// Light, dark, or as the system is. The dark colours are a sheet of their own that is switched on or off;
// a cookie tells the host, so that the next first paint is right.

import { send } from "./api.js";

/** When the dark sheet holds. */
const MEDIA = { system: "(prefers-color-scheme: dark)", light: "not all", dark: "all" };

/** @param {"system" | "light" | "dark"} theme */
export function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  document.querySelector("link[data-dark]")?.setAttribute("media", MEDIA[theme]);
  document.querySelector('meta[name="color-scheme"]')
    ?.setAttribute("content", theme === "system" ? "light dark" : theme);
  for (const button of document.querySelectorAll("[data-themes] button")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("value") === theme));
  }
  document.dispatchEvent(new CustomEvent("dash:theme"));
  send("POST", "/theme", { theme }).catch(console.info);
}

export function connectTheme() {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-themes] button");
    const theme = button && button.getAttribute("value");
    if (theme !== "system" && theme !== "light" && theme !== "dark") return;
    event.preventDefault();
    setTheme(theme);
  });
}
