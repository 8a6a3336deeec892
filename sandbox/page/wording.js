// Wording: every sentence the page itself says, in the reader's language.

import { en } from "./wording_en.js";
import { zh } from "./wording_zh.js";
import { keep } from "./preferences.js";

const tables = { zh, en };

export function language() {
  return document.documentElement.lang === "en" ? "en" : "zh";
}

export function setLanguage(chosen) {
  document.documentElement.lang = chosen === "en" ? "en" : "zh-CN";
  keep("language", chosen);
}

/** The sentence of that key with {facts} put in; an unknown key shows itself, so that it is noticed. */
export function t(key, facts = {}) {
  const found = tables[language()][key] ?? key;
  const sentence = typeof found === "function" ? found(facts) : found;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
}

/** A text the server gives in both languages: {zh, en} or a plain string. */
export function either(text) {
  if (text === null || text === undefined) return "";
  if (typeof text === "string") return text;
  return text[language()] || text.zh || text.en || "";
}
