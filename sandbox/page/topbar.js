// Topbar: whose shoes one is in, the demo's clock, language, light and dark, log and help.

import { clockStrip } from "./demo.js";
import { h } from "./dom.js";
import { avatar, nameAndRole } from "./faces.js";
import { icon } from "./icons.js";
import { showHelp } from "./keyboard_help.js";
import { hasUnseen } from "./log.js";
import { openMenu } from "./popups.js";
import { nextTheme, theme } from "./preferences.js";
import { go } from "./route.js";
import { emit, me, nameOf, page, people } from "./store.js";
import { language, setLanguage, t } from "./wording.js";

export const topbar = h("header", { class: "topbar" });

export function drawTopbar() {
  const focused = document.activeElement?.closest(".topbar [data-tool]")?.dataset.tool;
  topbar.replaceChildren(
    h("div", { class: "team" }, h("strong", {}, page.team.name ?? "")),
    page.demo ? clockStrip() : h("span", { class: "no-clock" }),
    drawPerson(),
    h("div", { class: "tools" }, tools().map(drawTool)),
    drawMore(),
  );
  if (focused) topbar.querySelector(`[data-tool="${focused}"]`)?.focus();
}

function drawPerson() {
  const label = h("span", { class: "person-words" }, h("span", { class: "person-lead" }, t("acting")), " ", h("bdi", {}, nameAndRole(me())));
  const button = h(
    "button",
    { type: "button", class: "person", "aria-haspopup": "menu", "aria-expanded": "false", dataset: { tool: "person" }, onclick: () => choosePerson() },
    avatar(me(), "is-small"),
    label,
    icon("down"),
  );
  return button;
}

/** The menu of people; digits choose too. */
export function choosePerson() {
  const button = topbar.querySelector(".person");
  const entries = people().map((user) => ({
    label: nameAndRole(user),
    node: avatar(user, "is-small"),
    isChosen: user.id === page.user,
    run: () => actAs(user.id),
  }));
  openMenu(button, entries, { label: t("acting.choose") });
}

/** The same channel through somebody else's eyes. */
function actAs(user) {
  go({ user, place: page.place, thread: page.thread });
}

function tools() {
  const isEnglish = language() === "en";
  const look = theme();
  return [
    { key: "language", label: isEnglish ? "中文" : "English", words: isEnglish ? "中" : "EN", run: switchLanguage },
    { key: "theme", label: t(`theme.${look}`), icon: { system: "system", light: "sun", dark: "moon" }[look], run: switchTheme },
    { key: "log", label: t("log"), icon: "log", hasDot: hasUnseen(), run: () => emit("panel", "log") },
    { key: "help", label: t("help"), icon: "help", run: showHelp },
  ];
}

function drawTool({ key, label, words, icon: name, hasDot, run }) {
  const inside = words ? h("span", { "aria-hidden": "true" }, words) : icon(name);
  const attributes = { type: "button", class: "icon-button", title: label, "aria-label": label, dataset: { tool: key }, onclick: run };
  return h("button", attributes, inside, hasDot ? h("span", { class: "dot" }) : null);
}

/** On a narrow window the tools are a menu. */
function drawMore() {
  const button = h(
    "button",
    {
      type: "button",
      class: "icon-button more",
      "aria-label": t("tools"),
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => openMenu(button, tools(), { label: t("tools") }),
    },
    icon("more"),
    hasUnseen() ? h("span", { class: "dot" }) : null,
  );
  return button;
}

function switchLanguage() {
  setLanguage(language() === "en" ? "zh" : "en");
  emit("language");
}

function switchTheme() {
  nextTheme();
  drawTopbar();
}

export function titleOf() {
  const unread = page.channels.reduce((sum, channel) => sum + (channel.unread || 0), 0);
  return `${unread ? `(${unread}) ` : ""}${page.team.name || t("title")} · ${nameOf(me())}`;
}
