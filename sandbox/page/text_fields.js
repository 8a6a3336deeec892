// Text fields: inputs that take typing (plain text, number, e-mail, address).

import { asControl, earlier } from "./controls.js";
import { h } from "./dom.js";
import { press } from "./press.js";
import { t } from "./wording.js";

const PAUSE_AFTER_TYPING = 250;

export function drawTextInput(element, block, context) {
  const node = h(element.multiline ? "textarea" : "input", {
    class: "field",
    type: element.multiline ? null : "text",
    rows: element.multiline ? 4 : null,
    placeholder: element.placeholder?.text,
    maxlength: element.max_length ?? 3000,
    autocomplete: "off",
    value: earlier(context, block, element)?.value ?? element.initial_value ?? "",
  });
  if (element.multiline) node.addEventListener("input", () => grow(node));
  if (element.max_length) node.addEventListener("input", () => countDown(node, element.max_length));
  return finished(node, element, block, context);
}

export function drawNumberInput(element, block, context) {
  const node = h("input", {
    class: "field is-short",
    type: "number",
    inputmode: element.is_decimal_allowed ? "decimal" : "numeric",
    step: element.is_decimal_allowed ? "any" : "1",
    min: element.min_value,
    max: element.max_value,
    placeholder: element.placeholder?.text,
    value: earlier(context, block, element)?.value ?? element.initial_value ?? "",
  });
  return finished(node, element, block, context);
}

/** email_text_input and url_text_input. */
export function drawAddressInput(element, block, context) {
  const node = h("input", {
    class: "field",
    type: element.type === "email_text_input" ? "email" : "url",
    placeholder: element.placeholder?.text,
    value: earlier(context, block, element)?.value ?? element.initial_value ?? "",
  });
  return finished(node, element, block, context);
}

/** What is wrong with the typed value, as Slack's own client says before it sends; "" when nothing is. */
export function typedFault(element, state) {
  const value = state.value;
  if (value === null || value === undefined || value === "") return "";
  if (element.min_length && value.length < element.min_length) return t("field.short", { n: element.min_length });
  if (element.type !== "number_input") return "";
  const number = Number(value);
  if (!Number.isFinite(number)) return t("field.number");
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return t("field.whole");
  if (element.min_value !== undefined && number < Number(element.min_value)) return t("field.least", { n: element.min_value });
  if (element.max_value !== undefined && number > Number(element.max_value)) return t("field.most", { n: element.max_value });
  return "";
}

function finished(node, element, block, context) {
  const send = () => press(context, block, element, { value: node.value }, node);
  if (block.dispatch_action) {
    const moments = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
    if (moments.includes("on_enter_pressed")) onEnter(node, send);
    if (moments.includes("on_character_entered")) afterTyping(node, send);
  }
  return asControl(node, block, element, () => ({ value: node.value === "" ? null : node.value }));
}

function onEnter(node, send) {
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
}

function afterTyping(node, send) {
  let timer = null;
  node.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => node.isConnected && send(), PAUSE_AFTER_TYPING);
  });
}

/** A text area grows with its text, to a limit set by its class. */
export function grow(node) {
  if (!node.offsetParent) return; // not on screen: it has no height to measure
  node.style.height = "auto";
  node.style.height = `${node.scrollHeight + 2}px`;
}

function countDown(node, most) {
  const old = node.parentElement?.querySelector(".counter");
  old?.remove();
  const left = most - node.value.length;
  if (left <= most * 0.2) node.after(h("span", { class: "counter" }, t("field.left", { n: left })));
}
