// Popups: small floating panes beside the button that opened them, menus above all.

import { h } from "./dom.js";

let closeOpen = null;

/** Shows `pane` beside `anchor`, in the top layer; Esc, a click elsewhere or a second press closes it. Returns close. */
export function float(anchor, pane, { closed = () => {} } = {}) {
  closeOpen?.();
  pane.setAttribute("popover", "manual");
  (anchor.closest("dialog") ?? document.body).append(pane);
  pane.showPopover();
  place(anchor, pane);
  anchor.setAttribute("aria-expanded", "true");
  const watch = new AbortController();
  const close = () => {
    if (closeOpen !== close) return;
    closeOpen = null;
    watch.abort();
    const hadFocus = pane.contains(document.activeElement);
    pane.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (hadFocus) anchor.focus();
    closed();
  };
  closeOpen = close;
  closeFromOutside(anchor, pane, close, watch.signal);
  return close;
}

/** True when something was open and is closed now. */
export function closePopup() {
  if (!closeOpen) return false;
  closeOpen();
  return true;
}

function closeFromOutside(anchor, pane, close, signal) {
  const outside = (event) => !pane.contains(event.target) && !anchor.contains(event.target);
  document.addEventListener("pointerdown", (event) => outside(event) && close(), { signal, capture: true });
  document.addEventListener("focusin", (event) => outside(event) && close(), { signal });
  window.addEventListener("resize", close, { signal });
  const swallow = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  document.addEventListener("keydown", swallow, { signal, capture: true });
}

function place(anchor, pane) {
  const at = anchor.getBoundingClientRect();
  const size = pane.getBoundingClientRect();
  const roomBelow = window.innerHeight - at.bottom;
  const top = roomBelow >= size.height + 12 || roomBelow > at.top ? at.bottom + 4 : at.top - size.height - 4;
  const left = Math.min(at.left, window.innerWidth - size.width - 8);
  pane.style.top = `${Math.max(8, Math.min(top, window.innerHeight - size.height - 8))}px`;
  pane.style.left = `${Math.max(8, left)}px`;
}

/** A menu of {label, node?, note?, url?, isChosen?, run}; arrows move, Enter chooses. */
export function openMenu(anchor, items, { label = "" } = {}) {
  if (anchor.getAttribute("aria-expanded") === "true") return closePopup();
  let close = () => {};
  const choose = (item) => () => {
    close();
    item.run?.();
  };
  const entries = items.map((item) => drawEntry(item, choose(item)));
  const menu = h("div", { class: "popup menu", role: "menu", "aria-label": label, onkeydown: (e) => walk(e, entries) }, entries);
  close = float(anchor, menu);
  (entries.find((entry) => entry.getAttribute("aria-checked") === "true") ?? entries[0])?.focus();
  return true;
}

function drawEntry(item, choose) {
  const isRadio = item.isChosen !== undefined;
  const attributes = {
    class: "menu-entry",
    role: isRadio ? "menuitemradio" : "menuitem",
    "aria-checked": isRadio ? String(item.isChosen) : null,
    tabindex: "-1",
    onclick: choose,
  };
  const inside = [item.node, h("span", { class: "menu-label" }, item.label, item.note ? h("small", {}, item.note) : null)];
  if (!item.url) return h("button", { type: "button", ...attributes }, inside);
  return h("a", { href: item.url, target: "_blank", rel: "noopener noreferrer", ...attributes }, inside);
}

function walk(event, entries) {
  const at = entries.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
  const isDigit = /^[1-9]$/.test(event.key) && entries[Number(event.key) - 1];
  if (event.key === "Tab") closePopup();
  if (to === undefined && !isDigit) return;
  event.preventDefault();
  if (isDigit) isDigit.click();
  else entries[(to + entries.length) % entries.length].focus();
}
