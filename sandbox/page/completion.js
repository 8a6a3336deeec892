// Completion: what could come next while one types a command, its verb, or somebody's name.

import { nameOf, page, people } from "./store.js";
import { either } from "./wording.js";
import { nameAndRole } from "./faces.js";

/**
 * Offers for the text up to the caret: {from, offers: [{insert, label, hint, note}], isExact}.
 * `from` is where the replaced part starts; isExact: the text already is one of the offers, so Enter sends it.
 */
export function offersFor(text) {
  return commandOffers(text) ?? verbOffers(text) ?? nameOffers(text) ?? { from: 0, offers: [], isExact: false };
}

function commandOffers(text) {
  if (!/^\/\S*$/.test(text)) return null;
  const fits = page.commands.filter(({ command }) => command.startsWith(text));
  const offers = fits.map(({ command, usage_hint: hint, description }) => ({
    insert: `${command} `,
    label: command,
    hint: either(hint),
    note: either(description),
  }));
  return { from: 0, offers, isExact: fits.some(({ command }) => command === text) };
}

function verbOffers(text) {
  const found = /^(\/\S+) +(\S*)$/.exec(text);
  const command = found && page.commands.find((known) => known.command === found[1]);
  if (!command) return null;
  const typed = found[2];
  const fits = (command.verbs ?? []).filter(({ name }) => name.startsWith(typed));
  if (!fits.length) return null;
  const offers = fits.map(({ name, hint, description }) => ({
    insert: either(hint) ? `${name} ` : name,
    label: name,
    hint: either(hint),
    note: either(description),
  }));
  return { from: text.length - typed.length, offers, isExact: typed === "" || fits.some(({ name }) => name === typed) };
}

function nameOffers(text) {
  const found = /(?:^|\s)@(\S*)$/u.exec(text);
  if (!found) return null;
  const typed = found[1].toLowerCase();
  const fits = people().filter((user) => namesOf(user).some((name) => name.startsWith(typed)));
  const offers = fits.map((user) => ({ insert: `@${nameOf(user)} `, label: `@${nameOf(user)}`, hint: "", note: nameAndRole(user) }));
  return { from: text.length - found[1].length - 1, offers, isExact: fits.some((user) => namesOf(user).includes(typed)) };
}

function namesOf(user) {
  return [nameOf(user), user.name ?? ""].map((name) => name.toLowerCase());
}
