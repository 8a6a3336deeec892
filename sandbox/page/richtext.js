// Rich text: the rich_text block and its elements. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block

import { drawDate } from "./dates.js";
import { h } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { drawLink } from "./links.js";
import { drawBroadcast, drawChannel, drawGroup, drawUser } from "./mentions.js";

export function drawRichText(block) {
  return h("div", { class: "rich-text" }, (block.elements ?? []).map(drawPart));
}

function drawPart(part) {
  switch (part.type) {
    case "rich_text_section":
      return h("div", { class: "rich-section" }, drawPieces(part.elements));
    case "rich_text_list":
      return drawList(part);
    case "rich_text_quote":
      return h("blockquote", {}, drawPieces(part.elements));
    case "rich_text_preformatted":
      return h("pre", { class: "code-block" }, h("code", {}, drawPieces(part.elements)));
    default:
      return null;
  }
}

function drawList(part) {
  const isOrdered = part.style === "ordered";
  const indent = Math.min(part.indent ?? 0, 8);
  const list = h(isOrdered ? "ol" : "ul", { class: `rich-list indent-${indent}` });
  if (isOrdered && part.offset) list.setAttribute("start", String(part.offset + 1));
  if (part.border) list.classList.add("has-border");
  list.append(...(part.elements ?? []).map((item) => h("li", {}, drawPieces(item.elements))));
  return list;
}

function drawPieces(pieces) {
  return (pieces ?? []).map(drawPiece);
}

function drawPiece(piece) {
  return styled(DRAWN[piece.type]?.(piece) ?? piece.fallback ?? piece.text ?? "", piece.style);
}

const DRAWN = {
  text: (piece) => piece.text ?? "",
  link: (piece) => drawLink(piece.url, ...(piece.text ? [piece.text] : [])),
  emoji: (piece) => fromUnicode(piece.unicode) ?? emojiOf(piece.name) ?? `:${piece.name}:`,
  user: (piece) => drawUser(piece.user_id),
  channel: (piece) => drawChannel(piece.channel_id),
  usergroup: (piece) => drawGroup(piece.usergroup_id),
  team: (piece) => piece.team_id ?? "",
  broadcast: (piece) => drawBroadcast(piece.range),
  color: (piece) => drawColor(piece.value),
  date: (piece) => {
    const date = drawDate(piece.timestamp, piece.format ?? "{date}", piece.fallback);
    return piece.url ? drawLink(piece.url, date) : date;
  },
};

function fromUnicode(hexes) {
  if (!hexes || !/^[0-9a-f-]+$/i.test(hexes)) return null;
  const points = hexes.split("-").map((hex) => parseInt(hex, 16));
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : null;
}

function drawColor(value) {
  if (!/^#[0-9a-f]{3,8}$/i.test(value ?? "")) return value ?? "";
  const sample = h("span", { class: "color-sample" });
  sample.style.backgroundColor = value;
  return h("span", {}, sample, value);
}

const WRAPPERS = [
  ["code", () => h("code", { class: "code" })],
  ["bold", () => h("strong")],
  ["italic", () => h("em")],
  ["strike", () => h("s")],
  ["underline", () => h("u")],
  ["highlight", () => h("mark")],
];

function styled(content, style = {}) {
  let node = content instanceof Node ? content : document.createTextNode(String(content));
  for (const [name, make] of WRAPPERS) {
    if (!style[name]) continue;
    const wrapper = make();
    wrapper.append(node);
    node = wrapper;
  }
  return node;
}
