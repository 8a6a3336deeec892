// Sidebar: the app's Home and direct messages, and the channels with what is unread.

import { iconOf } from "./conversation.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { routeTo } from "./route.js";
import { page } from "./store.js";
import { t } from "./wording.js";

export const sidebar = h("nav", { class: "sidebar" });

export function drawSidebar() {
  const focused = document.activeElement?.closest(".sidebar a")?.getAttribute("href");
  const channels = page.channels.filter((channel) => !channel.is_im);
  const messages = page.channels.filter((channel) => channel.is_im);
  sidebar.setAttribute("aria-label", t("sidebar"));
  sidebar.replaceChildren(
    section(t("sidebar.channels"), channels.map(drawChannel)),
    section(page.app.name ?? "", [drawHomeLink(), ...messages.map(drawChannel)]),
  );
  if (focused) Array.from(sidebar.querySelectorAll("a")).find((a) => a.getAttribute("href") === focused)?.focus();
}

function section(title, links) {
  return h("section", {}, h("h2", {}, title), h("ul", {}, links.map((link) => h("li", {}, link))));
}

function drawChannel(channel) {
  const isUnread = channel.unread > 0 && channel.id !== page.place;
  const classes = ["channel", isUnread ? "is-unread" : "", channel.is_archived ? "is-archived" : ""].join(" ");
  const badge = h("span", { class: "unread" }, channel.unread > 99 ? "99+" : channel.unread);
  const spoken = h("span", { class: "spoken" }, t("sidebar.unread"));
  const name = channel.is_im ? t("sidebar.messages") : channel.name;
  return h("a", { class: classes, href: routeTo({ place: channel.id }), "aria-current": current(channel.id) },
    iconOf(channel), h("bdi", { class: "channel-name" }, name), isUnread ? [badge, spoken] : null);
}

function drawHomeLink() {
  return h("a", { class: "channel", href: routeTo({ place: "home" }), "aria-current": current("home") },
    icon("home"), h("span", { class: "channel-name" }, t("home")));
}

function current(place) {
  return page.place === place ? "page" : null;
}

/** The place before or after the one shown, in the order of the list. */
export function neighbour(step) {
  const places = Array.from(sidebar.querySelectorAll("a"));
  const at = places.findIndex((link) => link.hasAttribute("aria-current"));
  return places[(at + step + places.length) % places.length]?.getAttribute("href");
}
