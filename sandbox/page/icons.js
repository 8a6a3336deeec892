// Icons: line drawings of our own, 20 by 20, in the colour of the text around them.

const SHAPES = {
  hash: "M8 3 6 17M14 3l-2 14M3.5 7.5h13M3 12.5h13",
  home: "M3 9.5 10 3.5l7 6M5 8.5V16.5h10V8.5M8.5 16.5v-4h3v4",
  chat: "M4 4.5h12a1.5 1.5 0 0 1 1.5 1.5v6.5A1.5 1.5 0 0 1 16 14H9.5L6 17v-3H4a1.5 1.5 0 0 1-1.5-1.5V6A1.5 1.5 0 0 1 4 4.5z",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12.5 4 6.5 10l6 6",
  down: "M5.5 8 10 12.5 14.5 8",
  more: "M4.6 10h.01M10 10h.01M15.4 10h.01",
  send: "M3.5 10 16.5 4l-4 12-3-5zM9.5 11l7-7",
  thread: "M4 4.5h12v8.5H9.5L6.5 16v-3H4zM7 8h6",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2.5v1.5M10 16v1.5M2.5 10H4M16 10h1.5M4.7 4.7l1 1M14.3 14.3l1 1M4.7 15.3l1-1M14.3 5.7l1-1",
  moon: "M16 11.8A6.6 6.6 0 0 1 8.2 4a6.6 6.6 0 1 0 7.8 7.8z",
  system: "M3.5 4.5h13v9h-13zM8 16.5h4M10 13.5v3",
  log: "M5.5 3.5h9v13h-9zM8 7h4M8 10h4M8 13h2.5",
  help: "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM7.9 8a2.1 2.1 0 1 1 3 1.9c-.6.3-.9.7-.9 1.4M10 13.9h.01",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4.2l2.8 1.7",
  plus: "M10 4.5v11M4.5 10h11",
  lock: "M5.5 9h9v7h-9zM7.3 9V6.7a2.7 2.7 0 0 1 5.4 0V9",
  eye: "M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5zM10 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z",
  warning: "M10 3.2 17.5 16.5h-15zM10 8v4M10 14.3h.01",
  check: "M4.5 10.5 8.3 14.3 15.5 6",
  play: "M7 5v10l8-5z",
  file: "M5.5 3h6l3 3v11h-9zM11.5 3v3h3",
};

const SVG = "http://www.w3.org/2000/svg";

/** Decoration only: hidden from screen readers, so the control around it needs a name. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 20 20");
  drawing.setAttribute("class", `icon icon-${name}`);
  drawing.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", SHAPES[name]);
  drawing.append(line);
  return drawing;
}
