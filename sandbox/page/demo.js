// Demo: the clock strip; a jump works off everything that falls due on the way.

import { api } from "./api.js";
import { setWorkspaceNow, workspaceNow } from "./clock.js";
import { clockTime, dayAndWeekday, fullMoment } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { faultWords } from "./press.js";
import { emit, page } from "./store.js";
import { t } from "./wording.js";

const JUMPS = [
  ["15m", "clock.15m"],
  ["2h", "clock.2h"],
  ["1d", "clock.1d"],
  ["7d", "clock.7d"],
];

const now = h("time", { class: "now-time" });
const day = h("span", { class: "now-day" });
const status = h("span", { class: "jump-status", role: "status" });
const fault = h("span", { class: "jump-fault", role: "alert" });
let jumping = null;

/** Whether this server is a demo: the page shows clock and reviews only then. */
export async function askForDemo() {
  try {
    page.demo = await api.samples();
  } catch {
    page.demo = null; // no demo here: the workspace stands alone
  }
}

/** The strip 现在 10:02 · +15 分 · +2 小时 · +1 天 · +1 周, and the way to the reviews. */
export function clockStrip() {
  tick();
  const busy = jumping !== null;
  const jumps = JUMPS.map(([span, key]) => {
    const isThis = jumping === span ? "true" : null;
    const state = { disabled: busy, "aria-busy": isThis, dataset: { tool: span }, onclick: () => jump(span) };
    return h("button", { type: "button", class: "jump", ...state }, t(key));
  });
  const review = h(
    "button",
    {
      type: "button",
      class: "button review-button",
      dataset: { tool: "review" },
      "aria-expanded": String(page.panel === "reviews"),
      onclick: () => emit("panel", "reviews"),
    },
    icon("plus"),
    t("review"),
  );
  const clock = h("div", { class: "now" }, icon("clock"), h("span", { class: "now-label" }, t("clock.now")), now, day);
  return h("div", { class: "clock", role: "group", "aria-label": t("clock") }, clock, h("div", { class: "jumps" }, jumps), review, status, fault);
}

/** The strip's own time; called every second. */
export function tick() {
  const seconds = workspaceNow();
  now.textContent = clockTime(seconds);
  now.title = fullMoment(seconds);
  day.textContent = dayAndWeekday(seconds);
}

async function jump(span) {
  if (jumping) return;
  jumping = span;
  fault.textContent = "";
  status.textContent = t("clock.working");
  emit("topbar");
  try {
    const { now: moved } = await api.advance(span);
    setWorkspaceNow(Date.parse(moved) / 1000);
    emit("clock");
  } catch (problem) {
    fault.textContent = faultWords(problem);
  } finally {
    jumping = null;
    status.textContent = "";
    emit("topbar");
  }
}
