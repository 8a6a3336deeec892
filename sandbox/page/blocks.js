// Blocks: Block Kit drawn as nodes, and redrawn so that what stands still keeps its text, caret and focus.

import { stateOf } from "./controls.js";
import { freshId, h } from "./dom.js";
import { drawElement } from "./elements.js";
import { icon } from "./icons.js";
import { drawPlain, drawText } from "./mrkdwn.js";
import { drawPictureBlock } from "./pictures.js";
import { drawRichText } from "./richtext.js";
import { language, t } from "./wording.js";

const drawnIn = new WeakMap();

/**
 * Makes `host` show `blocks`. A block equal to the one before keeps its node; a changed one is redrawn with what
 * was typed in the same block_id and action_id. `values`: state known to the server, for a first drawing.
 */
export function showBlocks(host, blocks, { container, values = {} }) {
  const before = drawnIn.get(host) ?? new Map();
  const typed = stateOf(host);
  const context = { container, root: host, values: { ...values, ...typed } };
  const now = new Map();
  const focused = focusIn(host);
  for (const [index, block] of (blocks ?? []).entries()) {
    const key = block.block_id ? `id:${block.block_id}` : `at:${index}`;
    const signature = `${language()}${JSON.stringify(container)}${JSON.stringify(block)}`;
    const old = before.get(key);
    now.set(key, old?.signature === signature ? old : { signature, node: drawBlock(block, context) });
  }
  drawnIn.set(host, now);
  arrange(host, Array.from(now.values(), ({ node }) => node));
  focused?.();
}

/** Puts the nodes in order without moving those already in place: moving a node loses its focus. */
export function arrange(host, nodes) {
  const wanted = new Set(nodes);
  for (const child of Array.from(host.children)) if (!wanted.has(child)) child.remove();
  for (const [index, node] of nodes.entries()) {
    if (host.children[index] !== node) host.insertBefore(node, host.children[index] ?? null);
  }
}

/** Afterwards, puts the focus back on the element of the same action when its block was redrawn. */
function focusIn(host) {
  const active = document.activeElement;
  if (!active || !host.contains(active)) return null;
  const { action } = active.dataset;
  const article = host.closest("article");
  return () => {
    if (host.contains(document.activeElement)) return;
    const same = Array.from(host.querySelectorAll("[data-action]")).find((node) => action && node.dataset.action === action);
    (same ?? article)?.focus({ preventScroll: true });
  };
}

function drawBlock(block, context) {
  const draw = DRAWN[block.type] ?? drawUnknown;
  return h("div", { class: `block block-${block.type}`, dataset: { block: block.block_id ?? "" } }, draw(block, context));
}

const DRAWN = {
  header: (block) => h("h3", { class: "header-text" }, drawPlain(block.text)),
  section: drawSection,
  context: (block) => (block.elements ?? []).map(drawContextPart),
  divider: () => h("hr"),
  actions: (block, context) => (block.elements ?? []).map((element) => drawElement(element, block, context)),
  image: drawPictureBlock,
  input: drawInput,
  rich_text: drawRichText,
  markdown: (block) => h("div", { class: "text" }, drawText({ type: "mrkdwn", text: block.text })),
  video: drawVideo,
  alert: (block) => h("div", { class: `alert is-${block.level ?? "default"}` }, h("div", { class: "text" }, drawText(block.text))),
};

function drawSection(block, context) {
  const fields = block.fields?.map((field) => h("div", { class: "text" }, drawText(field)));
  const words = [
    block.text ? h("div", { class: "text" }, drawText(block.text)) : null,
    fields ? h("div", { class: "section-fields" }, fields) : null,
  ];
  if (!block.accessory) return words;
  const accessory = h("div", { class: "accessory" }, drawElement(block.accessory, block, context));
  return h("div", { class: "with-accessory" }, h("div", { class: "section-words" }, words), accessory);
}

function drawContextPart(part) {
  if (part.type === "image") return drawElement(part, {}, {});
  return h("span", { class: "text" }, drawText(part));
}

function drawInput(block, context) {
  const element = drawElement(block.element, block, context);
  const labelId = freshId("label");
  const label = h("label", { class: "input-label", id: labelId }, drawPlain(block.label));
  if (block.optional) label.append(h("span", { class: "optional" }, t("field.optional")));
  nameField(element, label, labelId);
  const hint = block.hint ? h("p", { class: "hint", id: freshId("hint") }, drawPlain(block.hint)) : null;
  if (hint) element.setAttribute("aria-describedby", hint.id);
  return [label, h("div", { class: "input-place" }, element), hint];
}

function nameField(element, label, labelId) {
  const isField = element.matches("input, select, textarea");
  if (!isField) {
    element.setAttribute("aria-labelledby", labelId);
    return;
  }
  element.id = freshId("field");
  label.setAttribute("for", element.id);
}

function drawVideo(block) {
  const about = [block.title?.text, block.author_name, block.provider_name].filter(Boolean).join(" · ");
  return h("div", { class: "image-stand-in" }, icon("play"), h("span", {}, about || t("block.video"), h("small", {}, block.alt_text ?? "")));
}

function drawUnknown(block) {
  return h("p", { class: "unknown" }, t("block.unknown", { type: block.type ?? "?" }));
}

/** Under each named input its error, {block_id: text}; the first one gets the focus. */
export function showErrors(host, errors) {
  for (const old of host.querySelectorAll(".field-error")) old.remove();
  for (const field of host.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  const nodes = Array.from(host.querySelectorAll("[data-block]"));
  const wrong = nodes.filter((node) => errors?.[node.dataset.block]);
  for (const node of wrong) {
    const field = node.querySelector("[data-control]");
    const message = h("p", { class: "field-error", role: "alert" }, errors[node.dataset.block]);
    node.append(message);
    field?.setAttribute("aria-invalid", "true");
  }
  const first = wrong[0]?.querySelector("input, select, textarea, button");
  first?.focus();
  first?.scrollIntoView({ block: "nearest" });
}
