// Choices: selects, radio buttons and checkboxes.

import { asControl, earlier } from "./controls.js";
import { freshId, h } from "./dom.js";
import { drawText } from "./mrkdwn.js";
import { press } from "./press.js";
import { nameOf, page, people } from "./store.js";
import { t } from "./wording.js";

/** Where each kind of select keeps its choice, and what it offers when the block does not say. */
const KINDS = {
  static_select: { one: "selected_option", many: "selected_options", first: "initial_option", firsts: "initial_options" },
  external_select: { one: "selected_option", many: "selected_options", first: "initial_option", firsts: "initial_options" },
  users_select: { one: "selected_user", many: "selected_users", first: "initial_user", firsts: "initial_users" },
  channels_select: { one: "selected_channel", many: "selected_channels", first: "initial_channel", firsts: "initial_channels" },
  conversations_select: {
    one: "selected_conversation",
    many: "selected_conversations",
    first: "initial_conversation",
    firsts: "initial_conversations",
  },
};

/** The kind's names and its offers: [{key, label, value, group}], value being what Slack's state holds. */
export function kindOf(element) {
  const base = element.type.replace(/^multi_/, "");
  return { ...KINDS[base], offers: OFFERS[base](element) };
}

const OFFERS = {
  static_select: ({ options, option_groups: groups }) =>
    groups ? groups.flatMap((group) => asOffers(group.options, group.label?.text)) : asOffers(options),
  external_select: () => [],
  users_select: () => people().map((user) => ({ key: user.id, label: nameOf(user), value: user.id })),
  channels_select: () => asRooms((channel) => !channel.is_im),
  conversations_select: () => asRooms(() => true),
};

function asOffers(options, group) {
  return (options ?? []).map((option) => ({ key: option.value, label: option.text?.text ?? "", value: option, group }));
}

function asRooms(fits) {
  return page.channels.filter(fits).map(({ id, name, is_im: isIm }) => ({ key: id, label: isIm ? name : `#${name}`, value: id }));
}

export function keyOf(value) {
  return typeof value === "object" && value !== null ? value.value : value;
}

export function fires(block) {
  return block.type !== "input" || block.dispatch_action === true;
}

export function drawSelect(element, block, context) {
  const { one, first, offers } = kindOf(element);
  const before = earlier(context, block, element);
  const chosen = before ? before[one] : element[first];
  const select = h("select", { class: "select", dataset: { action: element.action_id ?? "" } });
  select.append(placeholderOf(element, block), ...drawOffers(offers));
  const set = (value) => (select.value = offers.some(({ key }) => key === keyOf(value)) ? keyOf(value) : "");
  const read = () => offers[Number(select.selectedOptions[0]?.dataset.index)]?.value ?? null;
  set(chosen ?? null);
  let last = read();
  if (fires(block)) {
    select.addEventListener("change", async () => {
      if (await press(context, block, element, { [one]: read() }, select)) last = read();
      else set(last);
    });
  }
  if (block.type !== "input") select.setAttribute("aria-label", element.placeholder?.text ?? t("element.choose"));
  return asControl(select, block, element, () => ({ [one]: read() }));
}

function placeholderOf(element, block) {
  const canBeEmpty = block.type === "input" && block.optional;
  return h("option", { value: "", hidden: !canBeEmpty }, element.placeholder?.text ?? t("element.choose"));
}

function drawOffers(offers) {
  const groups = new Map();
  const nodes = [];
  for (const [index, { key, label, group }] of offers.entries()) {
    const option = h("option", { value: key, dataset: { index: String(index) } }, label);
    if (!group) nodes.push(option);
    else if (groups.has(group)) groups.get(group).append(option);
    else {
      groups.set(group, h("optgroup", { label: group }, option));
      nodes.push(groups.get(group));
    }
  }
  return nodes;
}

export function drawRadio(element, block, context) {
  const before = earlier(context, block, element);
  const chosen = before ? before.selected_option : element.initial_option;
  const name = freshId("radio");
  const group = h("div", { class: "choices", role: "radiogroup" });
  const options = element.options ?? [];
  for (const option of options) group.append(drawTick("radio", name, option, keyOf(chosen) === option.value));
  const read = () => options[Array.from(group.querySelectorAll("input")).findIndex((tick) => tick.checked)] ?? null;
  if (fires(block)) group.addEventListener("change", () => press(context, block, element, { selected_option: read() }, group));
  return asControl(group, block, element, () => ({ selected_option: read() }));
}

export function drawCheckboxes(element, block, context) {
  const before = earlier(context, block, element);
  const chosen = new Set((before ? before.selected_options : element.initial_options)?.map(keyOf) ?? []);
  const group = h("div", { class: "choices", role: "group" });
  const options = element.options ?? [];
  for (const option of options) group.append(drawTick("checkbox", null, option, chosen.has(option.value)));
  const read = () => Array.from(group.querySelectorAll("input")).flatMap((tick, index) => (tick.checked ? [options[index]] : []));
  if (fires(block)) group.addEventListener("change", () => press(context, block, element, { selected_options: read() }, group));
  return asControl(group, block, element, () => ({ selected_options: read() }));
}

/** One radio button or checkbox with its words and, smaller, its description. */
export function drawTick(type, name, option, checked) {
  const words = [drawText(option.text), option.description ? h("small", {}, drawText(option.description)) : null];
  return h("label", { class: "tick" }, h("input", { type, name, checked, value: option.value }), h("span", {}, words));
}
