// Conversation: the middle pane: a channel's messages with the composer, or the app's Home tab.

import { api } from "./api.js";
import { Composer } from "./composer.js";
import { h } from "./dom.js";
import { showHome } from "./home.js";
import { icon } from "./icons.js";
import { MessageList } from "./message_list.js";
import { faultWords } from "./press.js";
import { go } from "./route.js";
import { channelById, coalesced, emit, page } from "./store.js";
import { t } from "./wording.js";

const head = h("header", { class: "pane-head" });
const fault = h("p", { class: "fault-note pane-fault", role: "alert", hidden: true });
const content = h("div", { class: "pane-body" });
export const conversationPane = h("main", { class: "conversation" }, head, fault, content);

export const mainList = new MessageList({
  openThread: (thread) => go({ place: page.place, thread }),
  atEnd: () => markRead(),
});
export const composer = new Composer({ send });
const home = h("div", { class: "scroller home", tabindex: "0", role: "region" });
let shown = null; // "user/place" now drawn

/** Draws the place the address names; messages follow. */
export function showConversation() {
  const key = `${page.user}/${page.place}`;
  drawHead();
  if (shown === key) return openComposer();
  shown = key;
  sayFault("");
  if (page.place === "home") {
    content.replaceChildren(home);
    home.setAttribute("aria-label", t("home"));
    return showHome(home, { isNew: true });
  }
  mainList.reset(page.place, labelOf(channelById(page.place)));
  const isArchived = channelById(page.place)?.is_archived;
  const foot = isArchived ? h("p", { class: "archived" }, icon("lock"), t("channel.archived")) : composer.node;
  content.replaceChildren(...(page.place ? [mainList.node, foot] : []));
  openComposer();
  return page.place ? refreshMessages() : null;
}

/** Asks again for what the middle pane shows. */
export const refreshMessages = coalesced(async () => {
  const { user, place } = page;
  if (!place || place === "home") return;
  try {
    const { messages } = await api.messages(user, place);
    if (user === page.user && place === page.place) receive(messages);
  } catch (problem) {
    sayFault(faultWords(problem));
  }
});

/** Home was published anew. */
export function refreshHome() {
  if (page.place === "home") showHome(home, { isNew: false });
}

/** The language changed: everything in the pane is drawn again from what is known. */
export function redrawConversation() {
  shown = null;
  showConversation();
}

function receive(messages) {
  sayFault("");
  const channel = channelById(page.place);
  const isFirst = mainList.messages.length === 0;
  if (isFirst) mainList.unreadFrom = firstUnread(messages, channel?.unread ?? 0);
  mainList.show(messages, { intro: introOf(channel) });
  if (page.at && mainList.reveal(page.at)) page.at = null;
  if (mainList.isStuck) markRead();
}

/** The first of the newest `unread` messages that others wrote. */
function firstUnread(messages, unread) {
  const others = messages.filter(({ user, ephemeral, note }) => user !== page.user && !ephemeral && !note);
  return unread && unread < others.length ? others.at(-unread).ts : null;
}

async function markRead() {
  const channel = channelById(page.place);
  if (!channel?.unread || document.hidden) return;
  channel.unread = 0;
  emit("channels");
  try {
    await api.read(page.user, channel.id);
  } catch (problem) {
    console.warn("could not tell the server what was read:", problem);
  }
}

document.addEventListener("visibilitychange", () => mainList.isStuck && markRead());

async function send(text) {
  const { user, place: channel } = page;
  mainList.toEnd();
  const answer = await (text.startsWith("/")
    ? api.command({ user, channel, text: text })
    : api.message({ user, channel, text: text }));
  refreshMessages();
  return answer;
}

function drawHead() {
  const channel = channelById(page.place);
  const back = h("button", { type: "button", class: "icon-button back", "aria-label": t("back.channels"), onclick: () => go({}) }, icon("back"));
  if (page.place === "home") {
    head.replaceChildren(back, h("h1", {}, icon("home"), `${page.app.name ?? ""} · ${t("home")}`));
    return;
  }
  const topic = channel?.topic ? h("p", { class: "topic", title: channel.topic }, channel.topic) : "";
  head.replaceChildren(back, h("h1", {}, iconOf(channel), h("bdi", {}, channel?.name ?? page.place ?? "")), topic);
}

function openComposer() {
  const where = labelOf(channelById(page.place));
  composer.open(`${page.user}/${page.place}`, { name: t("composer.name"), placeholder: t("composer.placeholder", { where }) });
}

function introOf(channel) {
  if (!channel) return null;
  const words = t(channel.is_im ? "channel.im_start" : "channel.start", { where: labelOf(channel) });
  return h("div", { class: "intro" }, h("h2", {}, labelOf(channel)), h("p", {}, channel.topic || words));
}

export function labelOf(channel) {
  if (!channel) return "";
  return channel.is_im ? channel.name || page.app.name : `#${channel.name}`;
}

export function iconOf(channel) {
  if (channel?.is_im) return icon("chat");
  return icon(channel?.is_archived ? "lock" : "hash");
}

function sayFault(words) {
  fault.textContent = words;
  fault.hidden = !words;
}
