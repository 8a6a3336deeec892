// Hints: three things to try, shown on the first visit and never again.

import { h } from "./dom.js";
import { keep, kept } from "./preferences.js";
import { page } from "./store.js";
import { t } from "./wording.js";

export const hints = h("aside", { class: "hints", hidden: true });
let isOpen = kept("hints") !== "seen";

export function drawHints() {
  if (isOpen) keep("hints", "seen");
  hints.hidden = !isOpen;
  if (!isOpen) return;
  const keys = ["hints.act", page.demo ? "hints.review" : "hints.card", "hints.keys"];
  const close = h("button", { type: "button", class: "button is-quiet", onclick: closeHints }, t("hints.close"));
  hints.setAttribute("aria-label", t("hints"));
  hints.replaceChildren(h("ol", {}, keys.map((key) => h("li", {}, t(key)))), close);
}

/** True when they were open. */
export function closeHints() {
  const wasOpen = isOpen;
  isOpen = false;
  hints.hidden = true;
  return wasOpen;
}
