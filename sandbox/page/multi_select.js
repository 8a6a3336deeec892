// Multi-select: several choices from a list, as a button that opens a list of checkboxes.

import { drawTick, fires, keyOf, kindOf } from "./choices.js";
import { asControl, earlier } from "./controls.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { closePopup, float } from "./popups.js";
import { press } from "./press.js";
import { t } from "./wording.js";

export function drawMultiSelect(element, block, context) {
  const { many, firsts, offers } = kindOf(element);
  const before = earlier(context, block, element);
  const chosen = new Set((before ? before[many] : element[firsts])?.map(keyOf) ?? []);
  const read = () => offers.filter(({ key }) => chosen.has(key)).map(({ value }) => value);
  const words = h("span", { class: "multi-words" });
  const button = h("button", { type: "button", class: "select multi", "aria-haspopup": "true", "aria-expanded": "false" }, words, icon("down"));
  const redraw = () => words.replaceChildren(...chips(offers, chosen, element));
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-expanded") === "true") return closePopup();
    const startedWith = Array.from(chosen).join("\n");
    const closed = () => {
      const isChanged = startedWith !== Array.from(chosen).join("\n");
      if (isChanged && fires(block)) press(context, block, element, { [many]: read() }, button);
    };
    const list = drawList(offers, chosen, element, redraw);
    float(button, list, { closed });
    return list.querySelector("input")?.focus();
  });
  redraw();
  return asControl(button, block, element, () => ({ [many]: read() }));
}

function chips(offers, chosen, element) {
  const shown = offers.filter(({ key }) => chosen.has(key));
  if (!shown.length) return [h("span", { class: "placeholder" }, element.placeholder?.text ?? t("element.choose"))];
  return shown.map(({ label }) => h("span", { class: "chip" }, label));
}

function drawList(offers, chosen, element, changed) {
  const most = element.max_selected_items ?? Infinity;
  const list = h("div", { class: "popup multi-list", role: "group", "aria-label": element.placeholder?.text ?? t("element.choose") });
  const limit = () => {
    for (const tick of list.querySelectorAll("input")) tick.disabled = !tick.checked && chosen.size >= most;
  };
  for (const { key, label } of offers) {
    const tick = drawTick("checkbox", null, { value: key, text: { type: "plain_text", text: label } }, chosen.has(key));
    tick.addEventListener("change", (event) => {
      if (event.target.checked) chosen.add(key);
      else chosen.delete(key);
      limit();
      changed();
    });
    list.append(tick);
  }
  limit();
  list.addEventListener("keydown", walk);
  return list;
}

function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const ticks = Array.from(event.currentTarget.querySelectorAll("input:not(:disabled)"));
  ticks[(ticks.indexOf(document.activeElement) + step + ticks.length) % ticks.length]?.focus();
}
