// Confirm: Slack's confirmation dialog, asked before a press is sent.

import { h } from "./dom.js";
import { drawText } from "./mrkdwn.js";
import { t } from "./wording.js";

/** Resolves to true when the person confirms. */
export function askConfirm({ title, text, confirm, deny, style }) {
  return new Promise((resolve) => {
    let isYes = false;
    const answer = (yes) => () => {
      isYes = yes;
      dialog.close();
    };
    const yesClass = style === "danger" ? "button is-danger is-solid" : "button is-primary";
    const yes = h("button", { type: "button", class: yesClass, onclick: answer(true) }, drawText(confirm ?? plain("confirm.yes")));
    const no = h("button", { type: "button", class: "button", onclick: answer(false) }, drawText(deny ?? plain("confirm.no")));
    const dialog = h(
      "dialog",
      { class: "dialog confirm", "aria-labelledby": "confirm-title" },
      h("h2", { id: "confirm-title" }, drawText(title ?? plain("confirm.title"))),
      h("div", { class: "confirm-text text" }, drawText(text)),
      h("footer", {}, no, yes),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(isYes);
    });
    document.body.append(dialog);
    dialog.showModal();
    yes.focus();
  });
}

function plain(key) {
  return { type: "plain_text", text: t(key) };
}
