// Pane head: the title line of the right pane; a cross where panes stand side by side, a back arrow where they don't.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./wording.js";

export function paneHead(title, close, { topic = "", closeWords = t("panel.close") } = {}) {
  const back = h("button", { type: "button", class: "icon-button back", "aria-label": t("back"), onclick: close }, icon("back"));
  const cross = h("button", { type: "button", class: "icon-button cross", "aria-label": closeWords, onclick: close }, icon("close"));
  return [back, h("h1", {}, title), topic ? h("p", { class: "topic" }, topic) : null, cross].filter(Boolean);
}
