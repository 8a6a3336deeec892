// Message list: a scrolling conversation; the last hundred are drawn, older ones as one scrolls up.

import { arrange } from "./blocks.js";
import { dayKey, dayName } from "./dates.js";
import { announce, h } from "./dom.js";
import { writerOf } from "./faces.js";
import { icon } from "./icons.js";
import { makeMessage, showMessage } from "./message.js";
import { page } from "./store.js";
import { language, t } from "./wording.js";

const FIRST = 100; // messages drawn at first
const MORE = 50; // and with each step back
const NEAR = 48; // px from the end that still count as being at the end
const SAME_BREATH = 300; // seconds in which messages of one writer are drawn as a group

export class MessageList {
  /** place: {inThread, openThread(ts)}; atEnd() is called when the person reaches the newest message. */
  constructor({ inThread = false, openThread = () => {}, atEnd = () => {} }) {
    this.place = { inThread, openThread };
    this.atEnd = atEnd;
    this.list = h("div", { class: "messages" });
    this.scroller = h("div", { class: "scroller", tabindex: "0", role: "region" }, this.list);
    this.pill = h("button", { type: "button", class: "pill", hidden: true, onclick: () => this.toEnd() });
    this.node = h("div", { class: "list" }, this.scroller, this.pill);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.isStuck && this.toEnd()).observe(this.list);
    new ResizeObserver(() => this.isStuck && this.toEnd()).observe(this.scroller);
    this.reset(null, "");
  }

  /** Another conversation: nothing of the one before stays. */
  reset(channel, label) {
    this.place.channel = channel;
    this.scroller.setAttribute("aria-label", label);
    this.rows = new Map();
    this.messages = [];
    this.shown = FIRST;
    this.isStuck = true;
    this.unreadFrom = null;
    this.fresh = 0;
    this.list.replaceChildren(h("p", { class: "loading" }, t("loading")));
    this.drawPill();
  }

  show(messages, { intro = null } = {}) {
    const before = this.messages.at(-1)?.ts ?? null;
    this.messages = messages;
    this.intro = intro;
    if (before && !this.isStuck) this.fresh += messages.filter((m) => m.ts > before && m.user !== page.user).length;
    if (before) this.sayNewest(before);
    this.draw();
    this.drawPill();
    if (this.isStuck) this.toEnd();
  }

  /** For screen readers: who wrote what just came. */
  sayNewest(before) {
    const newest = this.messages.at(-1);
    if (newest.ts <= before || newest.user === page.user || newest.note) return;
    announce(t("message.from", { name: writerOf(newest).name, text: String(newest.text ?? "").slice(0, 120) }));
  }

  draw() {
    const visible = this.messages.slice(-this.shown);
    const rows = new Map();
    const nodes = this.shown < this.messages.length ? [] : [this.intro ?? emptyWords(visible)];
    let previous = null;
    for (const message of visible) {
      if (!previous || dayKey(previous.ts) !== dayKey(message.ts)) nodes.push(this.line(rows, `day ${dayKey(message.ts)}`, dayName(message.ts)));
      if (message.ts === this.unreadFrom) nodes.push(this.line(rows, "unread", t("message.unread"), "is-unread"));
      nodes.push(this.row(rows, message, isOneBreath(previous, message) && message.ts !== this.unreadFrom));
      previous = message;
    }
    this.rows = rows;
    arrange(this.list, nodes.filter(Boolean));
  }

  row(rows, message, isGrouped) {
    const base = `${message.ts}${message.ephemeral ? "e" : ""}${message.note ? "n" : ""}`;
    const key = rows.has(base) ? `${base}#${rows.size}` : base;
    const signature = `${language()}${isGrouped}${JSON.stringify(message)}`;
    const row = this.rows.get(key) ?? { parts: makeMessage() };
    if (row.signature !== signature) showMessage(row.parts, message, { ...this.place, isGrouped });
    rows.set(key, { ...row, signature });
    return row.parts.article;
  }

  line(rows, key, words, mark = "") {
    const row = this.rows.get(key) ?? { node: h("div", { class: `line ${mark}` }, h("span", {})) };
    row.node.firstChild.textContent = words;
    rows.set(key, row);
    return row.node;
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const wasStuck = this.isStuck;
    this.isStuck = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.isStuck && !wasStuck) this.arrived();
    if (scrollTop < 400 && this.shown < this.messages.length) this.older();
  }

  arrived() {
    this.fresh = 0;
    this.drawPill();
    this.atEnd();
  }

  older() {
    const anchor = this.list.querySelector("article");
    const before = anchor?.getBoundingClientRect().top ?? 0;
    this.shown += MORE;
    this.draw();
    if (anchor?.isConnected) this.scroller.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  toEnd() {
    this.isStuck = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    if (this.fresh) this.arrived();
  }

  drawPill() {
    this.pill.hidden = this.fresh === 0;
    this.pill.replaceChildren(icon("down"), t("message.fresh", { n: this.fresh }));
  }

  /** Shows that message, drawing older ones as far as needed; false when it is not in this conversation. */
  reveal(ts) {
    const index = this.messages.findIndex((message) => message.ts === ts);
    if (index < 0) return false;
    this.shown = Math.max(this.shown, this.messages.length - index + 20);
    this.isStuck = false;
    this.draw();
    const article = this.articles().find((node) => node.dataset.ts === ts);
    article.scrollIntoView({ block: "center" });
    article.focus({ preventScroll: true });
    article.classList.add("is-found");
    article.addEventListener("animationend", () => article.classList.remove("is-found"), { once: true });
    return true;
  }

  articles() {
    return Array.from(this.list.querySelectorAll("article"));
  }

  /** The focus moves to the message `step` further; from outside, to the newest. */
  move(step) {
    const articles = this.articles();
    const at = articles.indexOf(document.activeElement?.closest("article"));
    const next = articles[at < 0 ? articles.length - 1 : Math.max(0, Math.min(articles.length - 1, at + step))];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  }
}

function isOneBreath(previous, message) {
  if (!previous || previous.note || message.note || message.ephemeral !== previous.ephemeral) return false;
  const writer = (m) => `${m.user ?? ""}${m.bot_id ?? ""}${m.username ?? ""}`;
  const isCard = (m) => m.blocks?.some(({ type }) => type === "actions" || type === "header");
  if (isCard(previous) || isCard(message)) return false; // cards stand on their own
  return writer(previous) === writer(message) && Number(message.ts) - Number(previous.ts) < SAME_BREATH;
}

function emptyWords(messages) {
  return messages.length ? null : h("p", { class: "loading" }, t("message.none"));
}
