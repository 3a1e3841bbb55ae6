// The events of a run, each once and in order, whatever the connection does.

const FIRST_WAIT_MS = 500;
const LAST_WAIT_MS = 15_000;
const ACK_EVERY = 50;
const POLL_MS = 2_000;
const TRIES_BEFORE_POLLING = 3;

/** What of a message follows the number that is known; `gap` when something is missing between. */
export function following(events, known) {
  const fresh = events.filter((event) => event.seq > known);
  const gap = fresh.length > 0 && fresh[0].seq !== known + 1;
  return gap ? { fresh: [], gap } : { fresh, gap };
}

/** How long to wait before the next try: doubling, with chance, so that a crowd spreads out. */
export function backoff(tries, chance = Math.random()) {
  return Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries) * (0.5 + chance / 2);
}

export class RunSocket {
  #socket = null;
  #timer = 0;
  #tries = 0;
  #acknowledged = 0;
  #closed = false;

  /**
   * `seq` is the last number known. `onEvents(events)` gets events in order, `onRun(info)` how the
   * run stands, `onLive(text)` how the connection is.
   */
  constructor({ path, pollUrl, seq, onEvents, onRun, onLive }) {
    Object.assign(this, { path, pollUrl, seq, onEvents, onRun, onLive });
  }

  open() {
    if (this.#closed) {
      return;
    }
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}${this.path}?after=${this.seq}`);
    this.#socket = socket;
    this.#acknowledged = this.seq;
    socket.addEventListener("open", () => this.onLive("live"));
    socket.addEventListener("message", (message) => this.#take(JSON.parse(message.data)));
    socket.addEventListener("close", (event) => this.#lost(socket, event.code));
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #take(message) {
    this.#tries = 0;
    if (message.type === "run") {
      this.onRun(message);
      return;
    }
    const { fresh, gap } = following(message.events ?? [], this.seq);
    if (gap) {
      this.#socket.close();
      return;
    }
    if (fresh.length) {
      this.seq = fresh.at(-1).seq;
      this.onEvents(fresh);
    }
    if (this.seq - this.#acknowledged >= ACK_EVERY) {
      this.#acknowledged = this.seq;
      this.#socket.send(JSON.stringify({ ack: this.seq }));
    }
  }

  #lost(socket, code) {
    if (this.#closed || socket !== this.#socket) {
      return;
    }
    if (code === 4404) {
      this.onLive("this run is no longer there");
      return;
    }
    this.onLive(`reconnecting… up to date at #${this.seq}`);
    this.#tries += 1;
    if (this.#tries > TRIES_BEFORE_POLLING) {
      this.#poll();
    }
    this.#timer = setTimeout(() => this.open(), backoff(this.#tries));
  }

  /** Ask once over HTTP while no websocket comes about. */
  async #poll() {
    try {
      const response = await fetch(`${this.pollUrl}?after=${this.seq}`, { credentials: "same-origin" });
      if (!response.ok) {
        return;
      }
      const { events, run } = await response.json();
      if (this.#closed) {
        return;
      }
      const { fresh } = following(events, this.seq);
      if (fresh.length) {
        this.seq = fresh.at(-1).seq;
        this.onEvents(fresh);
      }
      this.onRun(run);
      this.onLive(`up to date at #${this.seq}, asking every ${POLL_MS / 1000} s`);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.open(), POLL_MS);
    } catch {
      // The next try is already planned.
    }
  }
}
