// Links: only addresses a person may safely follow become links; permalinks stay inside the page.

import { h } from "./dom.js";
import { insideAddress } from "./route.js";

const SAFE = new Set(["http:", "https:", "mailto:", "tel:"]);

export function drawLink(url, ...children) {
  const shown = children.length ? children : [url];
  const inside = insideAddress(url);
  if (inside) return h("a", { href: inside }, shown);
  if (!isSafe(url)) return h("span", {}, shown);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, shown);
}

export function isSafe(url) {
  try {
    return SAFE.has(new URL(url).protocol);
  } catch {
    return false;
  }
}

/**
 * The address of a picture on this server, whatever name the server goes by (localhost, 127.0.0.1); null for any
 * other: the page asks nothing of the outside.
 */
export function ownPicture(url) {
  try {
    const { origin, pathname } = new URL(url, location.href);
    return origin === location.origin || pathname.startsWith("/files/F") ? pathname : null;
  } catch {
    return null;
  }
}
