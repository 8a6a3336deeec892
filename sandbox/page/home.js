// Home: the app's Home tab, as the app published it for this person.

import { api } from "./api.js";
import { showBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { drawNote } from "./message.js";
import { faultWords, noteWords } from "./press.js";
import { page } from "./store.js";
import { t } from "./wording.js";

const note = h("p", { class: "fault-note", role: "alert", hidden: true });
const blocks = h("div", { class: "blocks" });
const notes = h("div", { class: "home-notes" });
const waiting = h("p", { class: "loading" });

/** isNew: the person opens the tab, so the app is told; else only the published view is fetched again. */
export async function showHome(host, { isNew }) {
  const { user } = page;
  if (isNew) {
    showBlocks(blocks, [], { container: { type: "home" } });
    host.replaceChildren(h("div", { class: "home-page" }, note, notes, waiting, blocks));
    say("", t("loading"));
    fetchView(user, "loading"); // what was published before is there at once
    await tellApp(user);
  }
  if (user === page.user && page.place === "home") await fetchView(user, "home.empty");
}

async function tellApp(user) {
  try {
    const answer = await api.openHome(user);
    if (answer.ok === false) say(noteWords(answer.note), "");
  } catch (fault) {
    say(faultWords(fault), "");
  }
}

async function fetchView(user, emptyKey) {
  try {
    const { view } = await api.home(user);
    if (user !== page.user) return;
    waiting.textContent = view ? "" : t(emptyKey);
    notes.replaceChildren(...(view?.notes ?? []).map(drawNote));
    if (view) showBlocks(blocks, view.blocks, { container: { type: "home", view_id: view.id }, values: view.state });
  } catch (fault) {
    say(faultWords(fault), "");
  }
}

function say(fault, wait) {
  note.textContent = fault;
  note.hidden = !fault;
  waiting.textContent = wait;
}
