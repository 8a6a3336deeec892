// Press: a person acts on an element; the app is told, and what went wrong is said beside the button.

import { api } from "./api.js";
import { askConfirm } from "./confirm.js";
import { stateOf } from "./controls.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { page } from "./store.js";
import { either, t } from "./wording.js";

/** `fields` in Slack's own names ({value} or {selected_option} …). False when the person or the server said no. */
export async function press(context, block, element, fields, node) {
  if (node.getAttribute("aria-busy") === "true") return false;
  if (element.confirm && !(await askConfirm(element.confirm))) return false;
  clearFault(node);
  node.setAttribute("aria-busy", "true");
  try {
    const answer = await api.press({
      user: page.user,
      container: context.container,
      block_id: block.block_id,
      action_id: element.action_id,
      ...fields,
      state: stateOf(context.root),
    });
    if (answer.ok === false) showFault(node, noteWords(answer.note));
    return answer.ok !== false;
  } catch (fault) {
    showFault(node, faultWords(fault));
    return false;
  } finally {
    node.removeAttribute("aria-busy");
  }
}

/** The sentence of a note {zh, en, rule}, with the rule it comes from. */
export function noteWords(note) {
  const sentence = either(note) || either(note?.text) || t("fault.app");
  return note?.rule ? `${sentence} (${note.rule})` : sentence;
}

export function faultWords(fault) {
  if (fault.status === 0) return t("fault.unreachable");
  return fault.message || t("fault.server", { status: fault.status ?? "?" });
}

function showFault(node, words) {
  const mark = h("span", { class: "fault-mark", role: "img", "aria-label": words, title: words }, icon("warning"));
  node.after(mark);
  const block = node.closest("[data-block]") ?? node.parentElement;
  block.append(h("p", { class: "fault-note", role: "alert" }, words));
}

function clearFault(node) {
  const block = node.closest("[data-block]") ?? node.parentElement;
  for (const old of block?.querySelectorAll(".fault-mark, .fault-note") ?? []) old.remove();
}
