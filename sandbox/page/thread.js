// Thread: a message and its replies, in the right pane.

import { api } from "./api.js";
import { Composer } from "./composer.js";
import { labelOf } from "./conversation.js";
import { h } from "./dom.js";
import { MessageList } from "./message_list.js";
import { paneHead } from "./pane_head.js";
import { faultWords } from "./press.js";
import { go } from "./route.js";
import { channelById, coalesced, page } from "./store.js";
import { t } from "./wording.js";

export const threadList = new MessageList({ inThread: true });
export const threadComposer = new Composer({ send });
const head = h("header", { class: "pane-head" });
const fault = h("p", { class: "fault-note pane-fault", role: "alert", hidden: true });
export const threadPane = h("section", { class: "side-pane" }, head, fault, threadList.node, threadComposer.node);
let shown = null;

export function showThread() {
  const key = `${page.user}/${page.place}/${page.thread}`;
  drawHead();
  threadComposer.open(key, { name: t("thread.reply"), placeholder: t("thread.placeholder") });
  if (shown === key) return;
  shown = key;
  threadList.reset(page.place, t("thread"));
  refreshThread();
  requestAnimationFrame(() => threadComposer.resize());
}

export function forgetThread() {
  shown = null;
}

export const refreshThread = coalesced(async () => {
  const { user, place, thread } = page;
  if (!thread) return;
  try {
    const { messages } = await api.replies(user, place, thread);
    if (user === page.user && thread === page.thread) threadList.show(messages);
    say("");
  } catch (problem) {
    say(faultWords(problem));
  }
});

async function send(text) {
  if (text.startsWith("/")) return { ok: false, note: { zh: t("thread.no_commands"), en: t("thread.no_commands") } };
  threadList.toEnd();
  const { user, place: channel, thread } = page;
  const answer = await api.message({ user, channel, thread_ts: thread, text });
  refreshThread();
  return answer;
}

function drawHead() {
  threadPane.setAttribute("aria-label", t("thread"));
  const topic = labelOf(channelById(page.place));
  head.replaceChildren(...paneHead(t("thread"), closeThread, { topic, closeWords: t("thread.close") }));
}

export function closeThread() {
  go({ place: page.place });
}

function say(words) {
  fault.textContent = words;
  fault.hidden = !words;
}
