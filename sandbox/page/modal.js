// Modal: the stack of views a person has open; what was typed survives every redraw.

import { api } from "./api.js";
import { arrange, showBlocks, showErrors } from "./blocks.js";
import { controlsIn, isEmpty, stateOf } from "./controls.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { drawNote } from "./message.js";
import { drawPlain } from "./mrkdwn.js";
import { faultWords, noteWords } from "./press.js";
import { coalesced, page } from "./store.js";
import { typedFault } from "./text_fields.js";
import { t } from "./wording.js";

const sheets = new Map(); // view id → {form, host, note, view}
let dialog = null;
let stack = [];
let opener = null;

/** Asks the server which views are open, and shows them. */
export const refreshViews = coalesced(async () => {
  const user = page.user;
  try {
    const { stack: views = [] } = await api.views(user);
    if (user === page.user) show(views);
  } catch (fault) {
    console.info("which dialogs are open will be asked again with the next event:", fault);
  }
});

/** The person changed or the language: drawn anew, with what was typed. */
export function redrawViews() {
  show(stack);
}

/** Where the focus goes back to when the last view closes. */
export function rememberOpener() {
  if (!stack.length) opener = document.activeElement?.closest("article") ?? document.activeElement;
}

function show(views) {
  const topBefore = stack.at(-1)?.id;
  stack = views;
  for (const id of sheets.keys()) if (!views.some((view) => view.id === id)) sheets.delete(id);
  if (!views.length) return closeDialog();
  dialog ??= openDialog();
  for (const view of views) update(view);
  const forms = views.map((view) => sheets.get(view.id).form);
  arrange(dialog, forms);
  for (const [index, form] of forms.entries()) form.hidden = index < forms.length - 1;
  const isLost = document.activeElement === document.body; // what had it is not there any more
  if (topBefore !== views.at(-1).id || isLost) focusFirst(sheets.get(views.at(-1).id));
}

function openDialog() {
  rememberOpener();
  const made = h("dialog", { class: "dialog modal" });
  made.addEventListener("cancel", (event) => {
    event.preventDefault();
    closeTop();
  });
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    closeTop();
  });
  document.body.append(made);
  made.showModal();
  return made;
}

function closeDialog() {
  dialog?.close();
  dialog?.remove();
  dialog = null;
  if (document.activeElement === document.body && opener?.isConnected) opener.focus({ preventScroll: true });
}

function update(view) {
  const sheet = sheets.get(view.id) ?? makeSheet(view);
  sheet.view = view;
  sheet.head.replaceChildren(...headOf(view));
  sheet.form.setAttribute("aria-labelledby", `title-${view.id}`);
  dialog.setAttribute("aria-labelledby", `title-${stack.at(-1).id}`);
  const values = sheet.isNew ? (view.state?.values ?? view.state ?? {}) : {};
  showBlocks(sheet.host, view.blocks, { container: { type: "view", view_id: view.id }, values });
  if (sheet.isNew && view.errors) showErrors(sheet.host, view.errors);
  sheet.isNew = false;
  sheet.foot.replaceChildren(...(view.notes ?? []).map(drawNote), sheet.note, ...footOf(view));
}

function makeSheet(view) {
  const host = h("div", { class: "blocks modal-body" });
  const head = h("header", { class: "modal-head" });
  const note = h("p", { class: "fault-note", role: "alert", hidden: true });
  const foot = h("footer", {});
  const form = h("form", { class: "sheet", novalidate: true }, head, host, foot);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submitView(view.id);
  });
  const sheet = { form, head, host, foot, note, view, isNew: true };
  sheets.set(view.id, sheet);
  return sheet;
}

function headOf(view) {
  const isStacked = stack.findIndex(({ id }) => id === view.id) > 0;
  const back = h("button", { type: "button", class: "icon-button", "aria-label": t("back"), onclick: closeTop }, icon("back"));
  const close = h("button", { type: "button", class: "icon-button", "aria-label": t("modal.close_all"), onclick: closeAll }, icon("close"));
  return [isStacked ? back : null, h("h2", { id: `title-${view.id}` }, drawPlain(view.title)), close].filter(Boolean);
}

function footOf(view) {
  const needsSubmit = view.submit || view.blocks?.some(({ type }) => type === "input");
  const close = h("button", { type: "button", class: "button", onclick: closeTop }, wordsOf(view.close, "modal.cancel"));
  const submit = h("button", { type: "submit", class: "button is-primary" }, wordsOf(view.submit, "modal.submit"));
  return needsSubmit ? [close, submit] : [close];
}

function wordsOf(text, key) {
  return text ? drawPlain(text) : document.createTextNode(t(key));
}

function focusFirst({ host, form }) {
  const wanted = controlsIn(host).find(({ element }) => element.focus_on_load)?.node;
  const field = wanted ?? host.querySelector("input, select, textarea") ?? form.querySelector("footer button[type=submit]");
  (field ?? form.querySelector("footer button")).focus();
}

async function submitView(id) {
  const sheet = sheets.get(id);
  const button = sheet.foot.querySelector("button[type=submit]");
  if (!button || button.getAttribute("aria-busy") === "true") return;
  const missing = typedErrors(sheet.host);
  showErrors(sheet.host, missing);
  say(sheet, "");
  if (Object.keys(missing).length) return;
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await api.submit({ user: page.user, view_id: id, state: stateOf(sheet.host) });
    if (answer.errors) showErrors(sheet.host, answer.errors);
    await refreshViews();
    const isSaid = answer.ok !== false || answer.errors || sheet.view.notes?.length; // the view's own notes say it
    if (!isSaid) say(sheet, noteWords(answer.note));
  } catch (fault) {
    say(sheet, faultWords(fault));
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** What Slack's own client finds before it sends: required fields left empty, too short, not a number. */
function typedErrors(host) {
  const errors = {};
  for (const { block, element, read } of controlsIn(host)) {
    if (block.type !== "input") continue;
    const state = read();
    const fault = isEmpty(state) && !block.optional ? t("field.required") : typedFault(element, state);
    if (fault) errors[block.block_id] = fault;
  }
  return errors;
}

function say(sheet, words) {
  sheet.note.textContent = words;
  sheet.note.hidden = !words;
}

async function closeTop() {
  const top = stack.at(-1);
  if (top) await closeViews([top]);
}

function closeAll() {
  return closeViews([...stack].reverse());
}

async function closeViews(views) {
  try {
    for (const view of views) await api.close({ user: page.user, view_id: view.id });
    await refreshViews();
  } catch (fault) {
    const sheet = sheets.get(stack.at(-1)?.id);
    if (sheet) say(sheet, faultWords(fault));
  }
}
