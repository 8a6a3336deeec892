// Pickers: date, time, and both, in the reader's zone.

import { fires } from "./choices.js";
import { asControl, earlier } from "./controls.js";
import { fromLocalStamp, localStamp } from "./dates.js";
import { h } from "./dom.js";
import { press } from "./press.js";
import { t } from "./wording.js";

const KINDS = {
  datepicker: { input: "date", key: "selected_date", first: "initial_date", label: "element.date" },
  timepicker: { input: "time", key: "selected_time", first: "initial_time", label: "element.time" },
  datetimepicker: {
    input: "datetime-local",
    key: "selected_date_time",
    first: "initial_date_time",
    label: "element.datetime",
    shown: (seconds) => localStamp(seconds),
    meant: (stamp) => fromLocalStamp(stamp),
  },
};

export function drawPicker(element, block, context) {
  const { input, key, first, label, shown = String, meant = (value) => value } = KINDS[element.type];
  const before = earlier(context, block, element);
  const chosen = before ? before[key] : element[first];
  const node = h("input", { class: "field is-short", type: input, value: chosen ? shown(chosen) : "" });
  const read = () => (node.value ? meant(node.value) : null);
  if (fires(block)) node.addEventListener("change", () => press(context, block, element, { [key]: read() }, node));
  if (block.type !== "input") node.setAttribute("aria-label", element.placeholder?.text ?? t(label));
  return asControl(node, block, element, () => ({ [key]: read() }));
}
