// Faces: avatars and names of people and of the app.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { nameOf, page, userById } from "./store.js";
import { either, t } from "./wording.js";

/** A coloured tile with the letter people know somebody by: 小李 → 李, 陈主管 → 陈. */
export function avatar(user, size = "") {
  const tile = h("span", { class: `avatar ${size}`, "aria-hidden": "true" });
  if (!user || user.is_bot) {
    tile.classList.add("is-app");
    tile.append(icon("chat"));
    return tile;
  }
  tile.textContent = letterOf(nameOf(user));
  tile.style.setProperty("--face", safeColor(user));
  return tile;
}

/** 小李(客服) */
export function nameAndRole(user) {
  const role = either(user?.role_note);
  return role ? t("acting.role", { name: nameOf(user), role }) : nameOf(user);
}

/** Who wrote a message: a person, the app, or a name the app chose. */
export function writerOf(message) {
  const user = userById(message.user);
  if (user && !user.is_bot) return { user, name: nameOf(user), isApp: false };
  const bot = user ?? userById(page.app.bot_user_id);
  return { user: bot, name: message.username || page.app.name || nameOf(bot) || message.bot_id || "", isApp: true };
}

function letterOf(name) {
  const letters = Array.from(name.trim());
  const first = "小老阿大".includes(letters[0]) && letters.length > 1 ? letters[1] : letters[0];
  return (first ?? "?").toUpperCase();
}

const COLORS = ["#2f6f9f", "#a2543b", "#6a5aa8", "#3c7a4b", "#9a5a7d", "#7a6a2f", "#3a7580", "#8a4f4f"];

function safeColor(user) {
  if (/^#[0-9a-f]{6}$/i.test(user.avatar_color ?? "")) return user.avatar_color;
  const sum = Array.from(user.id).reduce((total, letter) => total + letter.codePointAt(0), 0);
  return COLORS[sum % COLORS.length];
}
