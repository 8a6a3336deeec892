// Elements: which drawing belongs to which Block Kit element.

import { drawButton, drawOverflow } from "./buttons.js";
import { drawCheckboxes, drawRadio, drawSelect } from "./choices.js";
import { h } from "./dom.js";
import { drawMultiSelect } from "./multi_select.js";
import { drawPicture } from "./pictures.js";
import { drawPicker } from "./pickers.js";
import { drawAddressInput, drawNumberInput, drawTextInput } from "./text_fields.js";
import { t } from "./wording.js";

const DRAWN = {
  button: drawButton,
  workflow_button: drawButton,
  overflow: drawOverflow,
  image: (element) => drawPicture(element, "thumbnail"),
  plain_text_input: drawTextInput,
  number_input: drawNumberInput,
  email_text_input: drawAddressInput,
  url_text_input: drawAddressInput,
  static_select: drawSelect,
  external_select: drawSelect,
  users_select: drawSelect,
  channels_select: drawSelect,
  conversations_select: drawSelect,
  multi_static_select: drawMultiSelect,
  multi_external_select: drawMultiSelect,
  multi_users_select: drawMultiSelect,
  multi_channels_select: drawMultiSelect,
  multi_conversations_select: drawMultiSelect,
  radio_buttons: drawRadio,
  checkboxes: drawCheckboxes,
  datepicker: drawPicker,
  timepicker: drawPicker,
  datetimepicker: drawPicker,
};

export function drawElement(element, block, context) {
  const draw = DRAWN[element?.type];
  return draw ? draw(element, block, context) : h("span", { class: "unknown" }, t("block.unknown", { type: element?.type ?? "?" }));
}
