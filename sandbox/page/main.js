// Main: joins the parts of the page; who acts and where comes from the address, the rest from the server.

import { api } from "./api.js";
import { setWorkspaceNow } from "./clock.js";
import { conversationPane, redrawConversation, refreshHome, refreshMessages, showConversation } from "./conversation.js";
import { refreshDates } from "./dates.js";
import { askForDemo, tick } from "./demo.js";
import { h } from "./dom.js";
import { drawHints, hints } from "./hints.js";
import { watchKeyboard } from "./keyboard.js";
import { listen } from "./live.js";
import { logPane, noticeRefusal, showLog } from "./log.js";
import { redrawViews, refreshViews } from "./modal.js";
import { faultWords } from "./press.js";
import { keep, kept } from "./preferences.js";
import { reviewsPane, showReviews } from "./reviews.js";
import { firstRoute, go, watchRoute } from "./route.js";
import { drawSidebar, sidebar } from "./sidebar.js";
import { channelById, coalesced, on, page, people, userById } from "./store.js";
import { forgetThread, refreshThread, showThread, threadPane } from "./thread.js";
import { drawTopbar, titleOf, topbar } from "./topbar.js";
import { language, t } from "./wording.js";

const NARROW = window.matchMedia("(max-width: 760px)");
const frame = document.getElementById("page");
const side = h("div", { class: "side" });
const offline = h("p", { class: "offline", role: "status", hidden: true });
const announcer = h("div", { id: "announcer", class: "spoken", "aria-live": "polite" });
let stopListening = () => {};

start();

async function start() {
  frame.append(h("p", { class: "loading" }, t("loading")));
  const route = firstRoute();
  try {
    await askForDemo();
    takeState(await firstState([route.user, kept("user")].filter(Boolean)));
  } catch (fault) {
    const again = h("button", { type: "button", class: "button is-primary", onclick: () => location.reload() }, t("try_again"));
    frame.replaceChildren(h("div", { class: "stopped", role: "alert" }, h("p", {}, faultWords(fault)), again));
    return;
  }
  frame.replaceChildren(topbar, hints, offline, h("div", { class: "panes" }, sidebar, conversationPane, side), announcer);
  wire();
  const user = [route.user, kept("user"), people()[0]?.id].find((id) => userById(id) && !userById(id).is_bot);
  go({ ...route, user, place: route.place ?? firstPlace() }, { quietly: true });
}

/** The state as the first of these people whom the server knows, or as whom it picks: a kept one may be gone. */
async function firstState(users) {
  const [user, ...others] = users;
  try {
    return await api.state(user);
  } catch (fault) {
    if (user === undefined || fault.status === 0) throw fault;
    return firstState(others);
  }
}

function wire() {
  on("route", (route) => follow(route));
  on("panel", (panel) => togglePanel(panel));
  on("language", () => redraw());
  on("topbar", () => drawTopbar());
  on("channels", () => drawChannels());
  on("clock", () => refreshAll());
  watchRoute();
  watchKeyboard();
  NARROW.addEventListener("change", () => page.place || go({ place: firstPlace() }, { quietly: true }));
  setInterval(() => {
    tick();
    refreshDates();
  }, 1000);
}

async function follow({ user, place, thread, at }) {
  const isOther = userById(user) && user !== page.user;
  Object.assign(page, { user: isOther ? user : page.user, place: place ?? firstPlace(), thread, at });
  if (isOther) await become(user);
  if (page.place && page.place !== "home" && !channelById(page.place)) return go({ place: firstPlace() }, { quietly: true });
  draw();
  return at ? refreshMessages() : null;
}

/** Another person: their channels, their open views, their stream of events. */
async function become(user) {
  keep("user", user);
  stopListening();
  forgetThread();
  await refreshState();
  refreshViews();
  stopListening = listen(user, {
    heard,
    up: () => {
      offline.hidden = true;
      refreshAll(); // what happened before the stream was open has been told to nobody
    },
    down: sayOffline,
  });
}

const refreshState = coalesced(async () => {
  const { user } = page;
  try {
    const state = await api.state(user);
    if (user !== page.user) return;
    takeState(state);
    drawChannels();
  } catch {
    sayOffline(); // the stream reconnects, and then everything is asked again
  }
});

function sayOffline() {
  offline.textContent = t("offline");
  offline.hidden = false;
}

function takeState({ team, now, users, channels, app, commands }) {
  setWorkspaceNow(now);
  Object.assign(page, { team, users, channels: channels ?? [], app: app ?? {}, commands: commands ?? [] });
}

function heard(event) {
  if (event.type === "view") return refreshViews();
  if (event.type === "home") return refreshHome();
  if (event.type === "clock") return refreshAll();
  if (event.type === "note") noticeRefusal();
  if (event.channel && event.channel === page.place) {
    refreshMessages();
    if (page.thread) refreshThread();
  }
  return refreshState();
}

function refreshAll() {
  refreshState().then(() => {
    tick();
    refreshDates();
  });
  refreshMessages();
  refreshThread();
  refreshHome();
  refreshViews();
}

function draw() {
  drawTopbar();
  drawSidebar();
  drawHints();
  drawSide();
  showConversation();
  document.title = titleOf();
}

function drawChannels() {
  drawSidebar();
  document.title = titleOf();
}

function drawSide() {
  const pane = { reviews: reviewsPane, log: logPane }[page.panel] ?? (page.thread ? threadPane : null);
  side.hidden = !pane;
  side.replaceChildren(...(pane ? [pane] : []));
  frame.dataset.screen = pane ? "side" : page.place ? "conversation" : "list";
  if (page.panel === "reviews") showReviews(language());
  else if (page.panel === "log") showLog(language());
  else if (page.thread) showThread();
}

function togglePanel(panel) {
  const hadFocus = side.contains(document.activeElement);
  const before = page.panel;
  page.panel = panel === page.panel ? null : panel;
  drawTopbar();
  drawSide();
  if (hadFocus && !page.panel) topbar.querySelector(`[data-tool="${before === "log" ? "log" : "review"}"]`)?.focus();
}

function redraw() {
  forgetThread();
  drawTopbar();
  drawSidebar();
  drawHints();
  redrawConversation();
  drawSide();
  redrawViews();
  document.title = titleOf();
}

/** Narrow windows begin with the list of channels, wide ones with the first channel. */
function firstPlace() {
  return NARROW.matches ? null : (page.channels[0]?.id ?? "home");
}
