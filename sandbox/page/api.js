// API: the page's only door to the server; every call is one function here.

/** The server said no or could not be reached; `message` is for people when the server gave one. */
export class ApiFault extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

export const api = {
  state: (user) => get("/sandbox/state", user ? { user } : {}),
  messages: (user, channel) => get("/sandbox/messages", { user, channel }),
  replies: (user, channel, ts) => get("/sandbox/replies", { user, channel, ts }),
  home: (user) => get("/sandbox/home", { user }),
  views: (user) => get("/sandbox/views", { user }),
  press: (body) => post("/sandbox/press", body),
  submit: (body) => post("/sandbox/submit", body),
  close: (body) => post("/sandbox/close", body),
  command: (body) => post("/sandbox/command", body),
  message: (body) => post("/sandbox/message", body),
  openHome: (user) => post("/sandbox/open_home", { user }),
  read: (user, channel) => post("/sandbox/read", { user, channel }),
  log: () => get("/sandbox/log"),
  faults: () => get("/sandbox/faults"),
  addFault: (fault) => post("/sandbox/faults", fault),
  clearFaults: () => ask("/sandbox/faults", { method: "DELETE" }),
  samples: () => get("/demo/samples"),
  review: (body) => post("/demo/review", body),
  storm: () => post("/demo/storm", {}),
  advance: (span) => post("/demo/clock", { advance: span }),
};

export function eventsAddress(user) {
  return `/sandbox/events?${new URLSearchParams({ user })}`;
}

function get(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const search = new URLSearchParams(given).toString();
  return ask(search ? `${path}?${search}` : path, {});
}

function post(path, body) {
  return ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (fault) {
    throw new ApiFault("", 0, { cause: fault });
  }
  const body = await readJson(answer);
  if (!answer.ok) throw new ApiFault(said(body), answer.status);
  return body;
}

async function readJson(answer) {
  const text = await answer.text();
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    return { error: text.slice(0, 300) };
  }
}

function said(body) {
  return body?.detail ? `${body.detail} (${body.error})` : String(body?.error ?? "");
}
