// Log: what the server refused lately, and faults made on purpose to show how the app stands them.

import { api } from "./api.js";
import { arrange } from "./blocks.js";
import { clockTime, fullMoment } from "./dates.js";
import { freshId, h } from "./dom.js";
import { paneHead } from "./pane_head.js";
import { faultWords } from "./press.js";
import { coalesced, emit, page } from "./store.js";
import { either, t } from "./wording.js";

const METHODS = ["chat.postMessage", "chat.update", "chat.postEphemeral", "views.open", "views.update", "views.publish", "conversations.history", "*"];
const KINDS = [
  { kind: "429", retry_after: 5 },
  { kind: "500" },
  { kind: "500_after" },
  { kind: "drop" },
  { kind: "drop_after" },
  { kind: "late" },
  { kind: "hang", seconds: 20 },
  { kind: "slow", seconds: 2 },
];

export const logPane = h("section", { class: "side-pane" });
const entriesHost = h("ol", { class: "entries" });
const faultsHost = h("ul", { class: "faults" });
const fault = h("p", { class: "fault-note", role: "alert", hidden: true });
let drawnFor = null;
let unseen = false;

export function hasUnseen() {
  return unseen;
}

/** Something was refused: a dot on the log's button until it is looked at. */
export function noticeRefusal() {
  if (page.panel === "log") return refreshLog();
  unseen = true;
  return emit("topbar");
}

export function showLog(language) {
  unseen = false;
  if (drawnFor !== language) draw(language);
  refreshLog();
}

function draw(language) {
  drawnFor = language;
  logPane.setAttribute("aria-label", t("log"));
  logPane.replaceChildren(
    h("header", { class: "pane-head" }, paneHead(t("log"), () => emit("panel", null))),
    h("div", { class: "scroller panel-body" }, fault, drawFaultMaker(), h("h2", {}, t("log.refused")), entriesHost),
  );
}

export const refreshLog = coalesced(async () => {
  try {
    const [log, faults] = await Promise.all([api.log(), api.faults()]);
    showEntries(log.entries ?? []);
    showFaults(Array.isArray(faults) ? faults : (faults.faults ?? []));
    say("");
  } catch (problem) {
    say(faultWords(problem));
  }
});

function showEntries(entries) {
  const newestFirst = [...entries].reverse().slice(0, 100);
  const nodes = newestFirst.map(drawEntry);
  entriesHost.replaceChildren(...(nodes.length ? nodes : [h("li", { class: "quiet" }, t("log.none"))]));
}

function drawEntry(entry) {
  const seconds = typeof entry.at === "number" ? entry.at : Date.parse(entry.at) / 1000;
  const when = Number.isFinite(seconds) ? h("time", { title: fullMoment(seconds) }, clockTime(seconds)) : null;
  const what = h("div", { class: "entry-head" }, h("b", {}, entry.method ?? entry.delivery ?? ""), h("code", { class: "rule" }, entry.rule), when);
  const detail = entry.detail ? h("p", { class: "entry-detail" }, entry.detail) : null;
  return h("li", { class: "entry" }, what, h("p", {}, either(entry)), detail);
}

function drawFaultMaker() {
  const methods = METHODS.map((name) => h("option", { value: name }, methodWords(name)));
  const method = h("select", { class: "select", id: freshId("fault") }, methods);
  const times = h("input", { class: "field", type: "number", min: 1, max: 99, value: "1", id: freshId("fault") });
  const count = () => Math.max(1, Math.trunc(Number(times.value)) || 1);
  const buttons = KINDS.map((kind) => {
    const order = () => change(() => api.addFault({ method: method.value, times: count(), ...kind }));
    const why = t(`faults.${kind.kind}.why`);
    return h("button", { type: "button", class: "button", title: why, onclick: order }, t(`faults.${kind.kind}`));
  });
  const row = (key, field) => h("div", { class: "form-row" }, h("label", { for: field.id }, t(key)), field);
  return h(
    "div",
    { class: "fault-maker" },
    h("h2", {}, t("faults")),
    h("p", { class: "quiet" }, t("faults.lead")),
    h("div", { class: "pair is-uneven" }, row("faults.method", method), row("faults.times", times)),
    h("div", { class: "fault-buttons" }, buttons),
    faultsHost,
  );
}

function methodWords(method) {
  return method === "*" ? t("faults.any") : method;
}

function showFaults(faults) {
  const nodes = faults.map(({ method, kind, times }) => {
    const words = ` ${t(`faults.${kind}`)} · ${t("faults.left", { n: times })}`;
    return h("li", {}, h("code", { class: "rule" }, methodWords(method)), words);
  });
  const undo = () => change(() => api.clearFaults());
  const clear = h("li", {}, h("button", { type: "button", class: "button", onclick: undo }, t("faults.clear")));
  arrange(faultsHost, nodes.length ? [...nodes, clear] : []);
}

async function change(work) {
  try {
    await work();
    await refreshLog();
  } catch (problem) {
    say(faultWords(problem));
  }
}

function say(words) {
  fault.textContent = words;
  fault.hidden = !words;
}
