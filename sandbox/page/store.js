// Store: what the page knows now, and who wants to hear when it changes.

export const page = {
  user: null, // id of the person being acted as
  place: null, // channel id, "home", or null: the list of channels on a narrow window
  thread: null, // ts of the open thread's first message
  at: null, // ts of a message to show, from a permalink
  panel: null, // "reviews", "log" or null; takes the thread's room
  team: { name: "" },
  users: [],
  channels: [],
  app: {},
  commands: [],
  demo: null, // the demo's answer to /demo/samples, null where there is no demo
};

const listeners = new Map();

export function on(event, listener) {
  if (!listeners.has(event)) listeners.set(event, []);
  listeners.get(event).push(listener);
}

export function emit(event, detail) {
  for (const listener of listeners.get(event) ?? []) listener(detail);
}

export function userById(id) {
  return page.users.find((user) => user.id === id);
}

export function channelById(id) {
  return page.channels.find((channel) => channel.id === id);
}

export function me() {
  return userById(page.user);
}

/** People, without the bot: those who can be acted as. */
export function people() {
  return page.users.filter((user) => !user.is_bot);
}

export function nameOf(user) {
  return user ? user.real_name || user.name : "";
}

/** The reader's zone: their profile's, else the browser's. */
export function readerZone() {
  return me()?.tz || Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Runs `work` now; calls that come meanwhile are answered by one more run after it. */
export function coalesced(work) {
  let running = null;
  let again = false;
  const run = async () => {
    do {
      again = false;
      await work();
    } while (again);
  };
  return () => {
    if (running) again = true;
    else running = run().finally(() => (running = null));
    return running;
  };
}
