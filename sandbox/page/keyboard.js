// Keyboard: the shortcuts that work wherever nothing is being typed.

import { composer, mainList } from "./conversation.js";
import { isTypingIn } from "./dom.js";
import { closeHints } from "./hints.js";
import { showHelp } from "./keyboard_help.js";
import { go } from "./route.js";
import { neighbour } from "./sidebar.js";
import { emit, page } from "./store.js";
import { closeThread, threadList } from "./thread.js";
import { choosePerson } from "./topbar.js";

const CLAIM_WORDS = ["认领", "Claim"];

export function watchKeyboard() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    if (event.altKey && walkChannels(event)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return void escape();
    if (isTypingIn(event.target)) return;
    const act = ACTS[event.key];
    if (act && act(event) !== false) event.preventDefault();
  });
}

const ACTS = {
  j: () => list().move(1),
  k: () => list().move(-1),
  c: () => claim(),
  t: () => openThread(),
  Enter: (event) => event.target.matches("article") && openThread(),
  "/": () => composer.field.isConnected && composer.focus("/"),
  p: () => choosePerson(),
  h: () => go({ place: "home" }),
  "?": () => showHelp(),
};

/** The list the focus is in; else the conversation. */
function list() {
  return threadList.node.contains(document.activeElement) ? threadList : mainList;
}

function claim() {
  const article = document.activeElement?.closest("article");
  const buttons = Array.from(article?.querySelectorAll("button.button") ?? []);
  const byWord = buttons.find((one) => CLAIM_WORDS.includes(one.textContent.trim()));
  const button = byWord ?? buttons.find((one) => /(^|[_.:-])claim$/.test(one.dataset.action ?? ""));
  button?.click();
  return Boolean(button);
}

function openThread() {
  const article = document.activeElement?.closest("article");
  if (!article || threadList.node.contains(article)) return false;
  article.querySelector(".tools button")?.click();
  return true;
}

/** What lies on top closes first. */
function escape() {
  if (page.panel) emit("panel", null);
  else if (page.thread) closeThread();
  else if (!closeHints()) document.activeElement?.blur();
}

function walkChannels(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const href = step && neighbour(step);
  if (!href) return false;
  event.preventDefault();
  location.hash = href;
  return true;
}
