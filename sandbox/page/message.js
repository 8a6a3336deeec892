// Message: one message as an article: who, when, what, and what hangs on it.

import { showBlocks } from "./blocks.js";
import { clockTime, dayName, fullMoment } from "./dates.js";
import { h } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { avatar, writerOf } from "./faces.js";
import { icon } from "./icons.js";
import { drawFiles } from "./pictures.js";
import { nameOf, page, userById } from "./store.js";
import { either, t } from "./wording.js";

/** An empty article to be filled by showMessage; the body stays, so that fields in it keep what was typed. */
export function makeMessage() {
  const parts = {
    gutter: h("div", { class: "gutter" }),
    top: h("div", { class: "top" }),
    body: h("div", { class: "blocks" }),
    extras: h("div", { class: "extras" }),
    tools: h("div", { class: "tools" }),
  };
  const main = h("div", { class: "main" }, parts.top, parts.body, parts.extras);
  return { ...parts, article: h("article", { class: "message", tabindex: "-1" }, parts.gutter, main, parts.tools) };
}

/** Fills it. place: {channel, isGrouped, inThread, openThread(ts)}. */
export function showMessage(parts, message, place) {
  const writer = writerOf(message);
  const isNote = Boolean(message.note) && !message.text && !message.blocks?.length;
  const { article } = parts;
  article.className = classesOf(message, isNote, place);
  article.dataset.ts = message.ts;
  article.setAttribute("aria-label", isNote ? t("note.label") : `${writer.name} ${clockTime(message.ts)}`);
  parts.gutter.replaceChildren(gutterOf(message, writer, isNote, place));
  parts.top.replaceChildren(...topOf(message, writer, isNote, place));
  showBody(parts.body, message, isNote, place.channel);
  parts.extras.replaceChildren(...extrasOf(message, place));
  parts.tools.replaceChildren(...toolsOf(message, isNote, place));
}

function classesOf(message, isNote, { isGrouped }) {
  const marks = { "is-grouped": isGrouped, "is-ephemeral": message.ephemeral, "is-note": isNote };
  return ["message", ...Object.keys(marks).filter((mark) => marks[mark])].join(" ");
}

function gutterOf(message, writer, isNote, { isGrouped }) {
  if (isNote) return h("span", { class: "note-mark" }, icon("warning"));
  return isGrouped ? timeOf(message) : avatar(writer.user);
}

function timeOf(message) {
  return h("time", { class: "at", title: fullMoment(Number(message.ts)) }, clockTime(Number(message.ts)));
}

function topOf(message, writer, isNote, { isGrouped }) {
  const onlyYou = h("p", { class: "only-you" }, icon("eye"), t("message.only_you"));
  const badge = writer.isApp ? h("span", { class: "badge-app" }, t("message.app")) : null;
  const byline = h("header", { class: "byline" }, h("bdi", { class: "name" }, writer.name), badge, timeOf(message));
  return [message.ephemeral ? onlyYou : null, isGrouped || isNote ? null : byline].filter(Boolean);
}

function showBody(host, message, isNote, channel) {
  const edited = message.edited ? { type: "edited" } : null;
  const blocks = isNote ? [] : message.blocks?.length ? message.blocks : textBlocks(message.text);
  const type = message.ephemeral ? "ephemeral" : "message";
  const container = { type, channel, ts: message.ts, thread_ts: message.thread_ts };
  showBlocks(host, blocks, { container });
  host.classList.toggle("is-edited", Boolean(edited));
  host.dataset.edited = edited ? t("message.edited") : "";
}

/** A message without blocks is its text. */
function textBlocks(text) {
  return text ? [{ type: "section", block_id: "", text: { type: "mrkdwn", text } }] : [];
}

function extrasOf(message, place) {
  return [
    ...(message.attachments ?? []).map((attachment) => drawAttachment(attachment, message, place)),
    message.files?.length ? drawFiles(message.files) : null,
    message.reactions?.length ? drawReactions(message.reactions) : null,
    message.note ? drawNote(message.note) : null,
    message.reply_count && !place.inThread ? drawReplies(message, place) : null,
  ].filter(Boolean);
}

function drawAttachment(attachment, message, place) {
  const host = h("div", { class: "blocks" });
  const node = h("div", { class: "attachment" }, host);
  if (/^#?[0-9a-f]{6}$/i.test(attachment.color ?? "")) {
    node.style.setProperty("--bar", `#${attachment.color.replace("#", "")}`);
  }
  const words = attachment.text ?? attachment.fallback ?? "";
  const container = { type: "message", channel: place.channel, ts: message.ts };
  showBlocks(host, attachment.blocks ?? textBlocks(words), { container });
  return node;
}

function drawReactions(reactions) {
  return h("div", { class: "reactions" }, reactions.map((reaction) => {
    const names = (reaction.users ?? []).map((id) => nameOf(userById(id)) || id).join(", ");
    const count = reaction.count ?? reaction.users?.length ?? 1;
    const mine = reaction.users?.includes(page.user) ? "is-mine" : "";
    return h("span", { class: `reaction ${mine}`, title: names }, emojiOf(reaction.name) ?? `:${reaction.name}:`, h("b", {}, count));
  }));
}

/** Red, on the spot: what was refused and by which rule. */
export function drawNote(note) {
  return h(
    "div",
    { class: "note", role: "note" },
    h("strong", {}, t(`note.${note.kind}`)),
    h("span", {}, either(note)),
    note.times > 1 ? h("span", { class: "quiet" }, t("note.times", { n: note.times })) : null,
    note.rule ? h("code", { class: "rule" }, note.rule) : null,
  );
}

function drawReplies(message, { openThread }) {
  const latest = Number(message.latest_reply);
  const when = latest ? t("thread.latest", { when: `${dayName(latest)} ${clockTime(latest)}` }) : "";
  return h(
    "button",
    { type: "button", class: "replies", onclick: () => openThread(message.ts) },
    icon("thread"),
    h("b", {}, t("thread.count", { n: message.reply_count })),
    h("span", { class: "quiet" }, when),
  );
}

function toolsOf(message, isNote, { inThread, openThread }) {
  if (inThread || isNote || message.ephemeral) return [];
  const label = t("thread.open");
  const open = () => openThread(message.thread_ts ?? message.ts);
  return [h("button", { type: "button", class: "icon-button", title: label, "aria-label": label, onclick: open }, icon("thread"))];
}

