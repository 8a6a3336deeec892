// Live: the server's stream of events, reopened with growing pauses when it breaks.

import { eventsAddress } from "./api.js";

const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 8000;

/** Calls heard(event) for each event, up() whenever the stream opens, down() when it breaks. Returns a stop function. */
export function listen(user, { heard, up, down }) {
  let source = null;
  let timer = null;
  let pause = FIRST_PAUSE;

  const open = () => {
    source = new EventSource(eventsAddress(user));
    source.onopen = () => {
      up();
      pause = FIRST_PAUSE;
    };
    source.onmessage = (message) => heard(JSON.parse(message.data));
    source.onerror = () => {
      source.close();
      down();
      timer = setTimeout(open, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
