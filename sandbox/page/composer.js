// Composer: where a person writes a message or a command; Enter sends, Shift+Enter makes a new line.

import { offersFor } from "./completion.js";
import { freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { faultWords, noteWords } from "./press.js";
import { grow } from "./text_fields.js";
import { t } from "./wording.js";

const drafts = new Map();

export class Composer {
  /** send(text) → {ok, note?}; a refused text comes back into the field. */
  constructor({ send }) {
    this.send = send;
    this.listId = freshId("offers");
    this.field = h("textarea", { class: "composer-field", rows: 1, "aria-autocomplete": "list", "aria-controls": this.listId });
    this.offers = h("div", { class: "offers", id: this.listId, role: "listbox", hidden: true });
    this.note = h("p", { class: "fault-note", role: "alert", hidden: true });
    this.button = h("button", { type: "button", class: "icon-button send", onclick: () => this.submit() }, icon("send"));
    this.hint = h("p", { class: "composer-hint", "aria-hidden": "true" });
    this.box = h("div", { class: "composer-box" }, this.field, this.button);
    this.node = h("div", { class: "composer" }, this.offers, this.note, this.box, this.hint);
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.field.addEventListener("blur", () => this.closeOffers());
    this.closeOffers();
  }

  /** Another conversation: its own draft. name: the field's accessible name. */
  open(key, { name, placeholder }) {
    this.key = key;
    this.field.setAttribute("aria-label", name);
    this.field.setAttribute("placeholder", placeholder);
    this.offers.setAttribute("aria-label", t("composer.offers"));
    this.button.setAttribute("aria-label", t("composer.send"));
    this.hint.textContent = t("composer.hint");
    this.field.value = drafts.get(key) ?? "";
    this.say("");
    this.resize();
  }

  focus(text = null) {
    this.field.focus();
    if (text === null || this.field.value) return;
    this.field.value = text;
    this.changed();
  }

  changed() {
    drafts.set(this.key, this.field.value);
    this.resize();
    this.say("");
    const { from, offers, isExact } = offersFor(this.field.value.slice(0, this.field.selectionStart));
    this.from = from;
    this.isExact = isExact;
    this.showOffers(offers);
  }

  resize() {
    grow(this.field);
    this.button.disabled = !this.field.value.trim();
  }

  showOffers(offers) {
    this.choices = offers;
    this.at = 0;
    this.hasWalked = false;
    this.offers.hidden = offers.length === 0;
    this.drawOffers();
  }

  drawOffers() {
    const nodes = this.choices.map(({ label, hint, note }, index) => {
      const take = (event) => {
        event.preventDefault(); // the field keeps the focus
        this.accept(index);
      };
      return h(
        "div",
        { class: "offer", role: "option", id: `${this.listId}-${index}`, "aria-selected": String(index === this.at), onpointerdown: take },
        h("span", { class: "offer-label" }, label, hint ? h("i", {}, ` ${hint}`) : null),
        h("span", { class: "quiet" }, note),
      );
    });
    this.offers.replaceChildren(...nodes);
    nodes[this.at]?.scrollIntoView({ block: "nearest" });
    if (nodes.length) this.field.setAttribute("aria-activedescendant", `${this.listId}-${this.at}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  closeOffers() {
    this.showOffers([]);
  }

  pressed(event) {
    if (event.isComposing) return; // Enter that ends a pinyin input is not for us
    if (this.choices.length && this.pressedInOffers(event)) return event.preventDefault();
    if (event.key === "Escape") return this.field.blur();
    if (event.key !== "Enter" || event.shiftKey) return undefined;
    event.preventDefault();
    return this.submit();
  }

  pressedInOffers({ key, shiftKey }) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) {
      this.at = (this.at + step + this.choices.length) % this.choices.length;
      this.hasWalked = true;
      this.drawOffers();
      return true;
    }
    if (key === "Escape") this.closeOffers();
    else if ((key === "Tab" && !shiftKey) || (key === "Enter" && !shiftKey && (this.hasWalked || !this.isExact))) this.accept(this.at);
    else return false;
    return true;
  }

  accept(index) {
    const { value, selectionStart } = this.field;
    const { insert } = this.choices[index];
    this.field.value = value.slice(0, this.from) + insert + value.slice(selectionStart);
    const caret = this.from + insert.length;
    this.field.setSelectionRange(caret, caret);
    this.changed();
  }

  async submit() {
    const text = this.field.value.trim();
    if (!text) return;
    const key = this.key;
    this.write(key, "");
    try {
      const answer = await this.send(text);
      const isOnTheSpot = answer?.note?.kind === "app_error"; // the room shows that note itself
      if (answer?.ok === false) this.refused(key, text, isOnTheSpot ? "" : noteWords(answer.note));
    } catch (fault) {
      this.refused(key, text, faultWords(fault));
    }
  }

  refused(key, text, words) {
    if (!drafts.get(key)) this.write(key, text);
    if (key === this.key) this.say(words);
  }

  write(key, text) {
    drafts.set(key, text);
    if (key !== this.key) return;
    this.field.value = text;
    this.closeOffers();
    this.say("");
    this.resize();
  }

  say(words) {
    this.note.textContent = words;
    this.note.hidden = !words;
  }
}
