// Dates: moments in words, in the reader's zone and language; Slack's date tokens.
// https://docs.slack.dev/messaging/formatting-message-text#date-formatting

import { workspaceNow } from "./clock.js";
import { h } from "./dom.js";
import { language, t } from "./wording.js";
import { readerZone } from "./store.js";

const DAY = 86400;
const formatters = new Map();

/** A <time> whose text follows the format; it is rewritten by refreshDates as time goes on. */
export function drawDate(timestamp, format, fallback) {
  const seconds = Number(timestamp);
  if (!Number.isFinite(seconds) || Math.abs(seconds) > 8.6e12) return document.createTextNode(fallback ?? "");
  const node = h("time", { datetime: new Date(seconds * 1000).toISOString(), title: fullMoment(seconds) });
  node.dataset.seconds = String(seconds);
  node.dataset.format = format;
  node.textContent = inWords(seconds, format);
  return node;
}

export function refreshDates(root = document) {
  for (const node of root.querySelectorAll("time[data-format]")) {
    const words = inWords(Number(node.dataset.seconds), node.dataset.format);
    if (node.textContent !== words) node.textContent = words;
  }
}

export function inWords(seconds, format) {
  return format.replace(/\{(\w+)\}/g, (token, name) => TOKENS[name]?.(seconds) ?? token);
}

export function clockTime(seconds) {
  return shape(seconds, { hour: language() === "en" ? "numeric" : "2-digit", minute: "2-digit" });
}

export function fullMoment(seconds) {
  return `${TOKENS.date_long(seconds)} ${TOKENS.time_secs(seconds)}`;
}

/** For day lines and the clock: 今天, 昨天, or 11月22日 星期日 (with the year when it is another one). */
export function dayName(seconds) {
  return nearDay(seconds) ?? dayAndWeekday(seconds, "long");
}

export function dayAndWeekday(seconds, weekday = "short") {
  const year = sameYear(seconds) ? undefined : "numeric";
  if (language() === "en") return shape(seconds, { year, month: "short", day: "numeric", weekday });
  return `${shape(seconds, { year, month: "long", day: "numeric" })} ${shape(seconds, { weekday })}`;
}

export function dayKey(seconds) {
  return partsOf(seconds).slice(0, 3).join("-");
}

/** "2026-11-22T10:00", as <input type=datetime-local> has it, in the reader's zone. */
export function localStamp(seconds) {
  const [year, month, day, hour, minute] = partsOf(seconds).map((part) => String(part).padStart(2, "0"));
  return `${year.padStart(4, "0")}-${month}-${day}T${hour}:${minute}`;
}

/** The reverse of localStamp; null for an empty or impossible value. */
export function fromLocalStamp(stamp) {
  const wanted = Date.parse(`${stamp}Z`) / 1000;
  if (!Number.isFinite(wanted)) return null;
  const first = wanted - zoneOffset(wanted);
  return Math.round(wanted - zoneOffset(first)); // twice: the offset may differ on the other side of a change of clocks
}

/** RFC 3339 with the reader's offset. */
export function withOffset(seconds) {
  const offset = Math.round(zoneOffset(seconds) / 60);
  const two = (number) => String(number).padStart(2, "0");
  const ahead = `${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return new Date((Math.floor(seconds) + offset * 60) * 1000).toISOString().slice(0, 19) + ahead;
}

const TOKENS = {
  date_num: (s) => localStamp(s).slice(0, 10),
  date_slash: (s) => shape(s, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date: (s) => (language() === "en" ? ordinalDate(s) : shape(s, { year: "numeric", month: "long", day: "numeric" })),
  date_short: (s) => shape(s, { year: "numeric", month: language() === "en" ? "short" : "long", day: "numeric" }),
  date_long: (s) =>
    language() === "en" ? `${weekdayOf(s)}, ${ordinalDate(s)}` : `${TOKENS.date(s)} ${weekdayOf(s)}`,
  date_long_full: (s) => TOKENS.date_long(s),
  date_pretty: (s) => nearDay(s) ?? TOKENS.date(s),
  date_short_pretty: (s) => nearDay(s) ?? TOKENS.date_short(s),
  date_long_pretty: (s) => nearDay(s) ?? TOKENS.date_long(s),
  day_divider_pretty: (s) => dayName(s),
  time: (s) => clockTime(s),
  time_secs: (s) =>
    shape(s, { hour: language() === "en" ? "numeric" : "2-digit", minute: "2-digit", second: "2-digit" }),
  ago: (s) => ago(s),
};

function ago(seconds) {
  const gap = seconds - workspaceNow();
  const size = Math.abs(gap);
  if (size < 60) return t("date.now");
  const [unit, length] = size < 3600 ? ["minute", 60] : size < DAY ? ["hour", 3600] : ["day", DAY];
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: "always" });
  return words.format(Math.trunc(gap / length), unit);
}

function nearDay(seconds) {
  const midnight = (s) => Date.parse(`${localStamp(s).slice(0, 10)}T00:00Z`) / 1000;
  const apart = Math.round((midnight(seconds) - midnight(workspaceNow())) / DAY);
  return { "-1": t("date.yesterday"), 0: t("date.today"), 1: t("date.tomorrow") }[apart];
}

function ordinalDate(seconds) {
  const day = partsOf(seconds)[2];
  const rest = day % 100 >= 11 && day % 100 <= 13 ? 0 : day % 10;
  const ending = { 1: "st", 2: "nd", 3: "rd" }[rest] ?? "th";
  return `${shape(seconds, { month: "long" })} ${day}${ending}, ${partsOf(seconds)[0]}`;
}

function weekdayOf(seconds) {
  return shape(seconds, { weekday: "long" });
}

function sameYear(seconds) {
  return partsOf(seconds)[0] === partsOf(workspaceNow())[0];
}

function locale() {
  return language() === "en" ? "en-US" : "zh-CN";
}

function shape(seconds, options) {
  const hour12 = language() === "en" && "hour" in options;
  const key = `${language()}|${readerZone()}|${JSON.stringify(options)}`;
  if (!formatters.has(key)) {
    const rules = { timeZone: readerZone(), ...options, ...(hour12 ? { hour12: true } : { hourCycle: "h23" }) };
    formatters.set(key, new Intl.DateTimeFormat(locale(), rules));
  }
  return formatters.get(key).format(seconds * 1000);
}

/** [year, month, day, hour, minute, second] in the reader's zone. */
function partsOf(seconds) {
  const key = `parts|${readerZone()}`;
  if (!formatters.has(key)) {
    const numeric = Object.fromEntries(["year", "month", "day", "hour", "minute", "second"].map((p) => [p, "numeric"]));
    formatters.set(key, new Intl.DateTimeFormat("en-US", { timeZone: readerZone(), hourCycle: "h23", ...numeric }));
  }
  const found = Object.fromEntries(
    formatters.get(key).formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]),
  );
  return [found.year, found.month, found.day, found.hour, found.minute, found.second];
}

function zoneOffset(seconds) {
  const [year, month, day, hour, minute, second] = partsOf(seconds);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - Math.floor(seconds);
}
