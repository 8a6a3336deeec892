// Preferences: what this browser remembers (language, theme, hints seen, the last person acted as).

const PREFIX = "desk.";

/** The kept value, or null; also null where storage is forbidden. */
export function kept(key) {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

/** Keeps a value; a browser that forbids storage simply forgets it. */
export function keep(key, value) {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    console.info("this browser keeps nothing; the choice holds until the page is closed");
  }
}

const THEMES = ["system", "light", "dark"];

export function theme() {
  return document.documentElement.dataset.theme ?? "system";
}

/** system → light → dark → system. */
export function nextTheme() {
  const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
  if (next === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  keep("theme", next);
  return next;
}
