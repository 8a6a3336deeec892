// Mentions: people, channels, groups and broadcasts as chips in a text.

import { h } from "./dom.js";
import { routeTo } from "./route.js";
import { channelById, nameOf, page, userById } from "./store.js";

export function drawUser(id, label) {
  const name = nameOf(userById(id)) || label || id;
  return h("span", { class: id === page.user ? "mention is-me" : "mention" }, `@${name}`);
}

export function drawChannel(id, label) {
  const channel = channelById(id);
  if (!channel) return h("span", { class: "mention" }, `#${label || id}`);
  return h("a", { class: "mention", href: routeTo({ place: id }) }, `#${channel.name}`);
}

export function drawGroup(id, label) {
  return h("span", { class: "mention" }, label ? label : `@${id}`);
}

/** @channel, @here, @everyone: those call everybody, so they stand out. */
export function drawBroadcast(range) {
  return h("span", { class: "mention is-broadcast" }, `@${range}`);
}
