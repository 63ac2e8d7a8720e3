// Ctrl-Z takes back the last thing that was done to any card, whoever did it and wherever.

import { announce } from "./announce.js";
import { send } from "./api.js";
import { toast } from "./toast.js";

/** Is somebody writing there, whose own undo this key is? @param {EventTarget | null} target */
export const isTyping = (target) => target instanceof HTMLElement
  && target.matches("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]");

export async function undo() {
  try {
    const { message } = await send("POST", "/undo");
    toast(message);
    announce(message);
  } catch (problem) {
    toast(problem instanceof Error ? problem.message : String(problem));
  }
}

export function connectUndo() {
  document.addEventListener("keydown", (event) => {
    const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (!isUndo || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    undo();
  });
}
