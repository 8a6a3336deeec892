// Route: the address after # says who acts, where, and which thread is open, so that Back works and links can be kept.

import { page, emit } from "./store.js";

/** "#/U0LI/C0HOME/t1700000000.000100" → {user, place, thread, at}; m instead of t points at a message. */
export function readRoute(hash = location.hash) {
  const [user = null, place = null, detail = ""] = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  return {
    user: user || null,
    place: place || null,
    thread: detail.startsWith("t") ? detail.slice(1) : null,
    at: detail.startsWith("m") ? detail.slice(1) : null,
  };
}

export function routeTo({ user = page.user, place = null, thread = null, at = null }) {
  const detail = thread ? `t${thread}` : at ? `m${at}` : "";
  return "#/" + [user, place, detail].filter(Boolean).map(encodeURIComponent).join("/");
}

/** Goes there; `quietly` replaces the address instead of adding a step to go back over. */
export function go(to, { quietly = false } = {}) {
  const hash = routeTo(to);
  if (hash === location.hash) emit("route", readRoute(hash));
  else if (quietly) {
    history.replaceState(null, "", `/${hash}`);
    emit("route", readRoute(hash));
  } else location.hash = hash;
}

export function watchRoute() {
  window.addEventListener("hashchange", () => emit("route", readRoute()));
}

const PERMALINK = /\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})(?:\?.*?thread_ts=(\d+\.\d+))?/;

/** A permalink to a message of this workspace becomes an address inside the page; anything else null. */
export function insideAddress(url) {
  const place = fromPermalink(url);
  return place && routeTo(place);
}

/** Where the page was opened: the address after #, or a permalink in the address bar. */
export function firstRoute() {
  return { ...readRoute(), ...fromPermalink(location.pathname + location.search) };
}

function fromPermalink(url) {
  const found = PERMALINK.exec(url);
  if (!found) return null;
  const [, place, seconds, fraction, thread] = found;
  const ts = `${seconds}.${fraction}`;
  return thread && thread !== ts ? { place, thread } : { place, at: ts };
}
