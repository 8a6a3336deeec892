// Buttons: button and overflow elements.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { isSafe } from "./links.js";
import { drawPlain } from "./mrkdwn.js";
import { openMenu } from "./popups.js";
import { press } from "./press.js";
import { insideAddress } from "./route.js";
import { t } from "./wording.js";

export function drawButton(element, block, context) {
  const style = { primary: "is-primary", danger: "is-danger" }[element.style] ?? "";
  const node = h(
    "button",
    {
      type: "button",
      class: `button ${style}`,
      "aria-label": element.accessibility_label,
      dataset: { action: element.action_id ?? "" },
      onclick: () => act(element, block, context, node),
    },
    drawPlain(element.text),
  );
  return node;
}

async function act(element, block, context, node) {
  if (element.url) follow(element.url);
  const fields = element.value === undefined ? {} : { value: element.value };
  await press(context, block, element, fields, node);
}

function follow(url) {
  const inside = insideAddress(url);
  if (inside) location.hash = inside;
  else if (isSafe(url)) window.open(url, "_blank", "noopener,noreferrer");
}

export function drawOverflow(element, block, context) {
  const entries = () =>
    (element.options ?? []).map((option) => ({
      label: option.text?.text ?? "",
      note: option.description?.text,
      url: option.url && isSafe(option.url) ? option.url : null,
      run: () => press(context, block, element, { selected_option: option }, node),
    }));
  const node = h(
    "button",
    {
      type: "button",
      class: "button overflow",
      "aria-label": t("element.more"),
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      dataset: { action: element.action_id ?? "" },
      onclick: () => openMenu(node, entries(), { label: t("element.more") }),
    },
    icon("more"),
  );
  return node;
}
