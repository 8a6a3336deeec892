// Clock: the workspace's time as the page believes it, running on between what the server said.

let said = Date.now() / 1000;
let heardAt = performance.now();

/** The server's `now`, epoch seconds. */
export function setWorkspaceNow(seconds) {
  said = seconds;
  heardAt = performance.now();
}

export function workspaceNow() {
  return said + (performance.now() - heardAt) / 1000;
}
