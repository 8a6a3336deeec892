// Keyboard help: the small "?" card of shortcuts.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./wording.js";

const KEYS = [
  [["j", "k"], "keys.walk"],
  [["c"], "keys.claim"],
  [["t", "Enter"], "keys.thread"],
  [["/"], "keys.command"],
  [["Alt+↑", "Alt+↓"], "keys.channels"],
  [["p"], "keys.person"],
  [["h"], "keys.home"],
  [["Esc"], "keys.close"],
  [["?"], "keys.help"],
];

export function showHelp() {
  if (document.querySelector("dialog.help")) return;
  const close = h("button", { type: "button", class: "icon-button", "aria-label": t("panel.close"), onclick: () => dialog.close() }, icon("close"));
  const rows = KEYS.flatMap(([keys, what]) => [h("dt", {}, keys.map((key) => h("kbd", {}, key))), h("dd", {}, t(what))]);
  const head = h("header", { class: "modal-head" }, h("h2", {}, t("help")), close);
  const dialog = h("dialog", { class: "dialog help", "aria-label": t("help") }, head, h("dl", { class: "keys" }, rows));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}
