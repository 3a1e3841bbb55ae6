// RunSocket with the browser's parts played by the test: connections, answers and time.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { RunSocket } from "../../../static/js/run/socket.js";

class FakeWebSocket extends EventTarget {
  sent = [];
  closed = false;

  constructor(url) {
    super();
    this.url = url;
    connections.push(this);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
    this.drop(1005);
  }

  say(message) {
    this.dispatchEvent(Object.assign(new Event("message"), { data: JSON.stringify(message) }));
  }

  events(...numbers) {
    this.say({ type: "events", events: numbers.map((seq) => ({ seq })) });
  }

  drop(code = 1006) {
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }
}

let connections, timers, heard, asked, answer, socket;

beforeEach(() => {
  [connections, timers, asked] = [[], [], []];
  heard = { events: [], runs: [], live: [] };
  answer = () => new Response("", { status: 502 });
  Object.assign(globalThis, {
    WebSocket: FakeWebSocket,
    location: { protocol: "https:", host: "example.test" },
    setTimeout: (action) => timers.push(action),
    clearTimeout: (id) => id && delete timers[id - 1],
    fetch: async (url) => {
      asked.push(url);
      return answer();
    },
  });
  socket = new RunSocket({
    path: "/ws/runs/r/",
    pollUrl: "/runs/r/events/",
    seq: 3,
    onEvents: (events) => heard.events.push(...events.map(({ seq }) => seq)),
    onRun: (run) => heard.runs.push(run),
    onLive: (text) => heard.live.push(text),
  });
  socket.open();
});

const newest = () => connections.at(-1);
const elapse = () => timers.splice(0).forEach((action) => action?.());
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("it asks for what follows the page's own number, encrypted where the page is", () => {
  assert.equal(newest().url, "wss://example.test/ws/runs/r/?after=3");
});

test("events are handed on once each, whatever is sent twice", () => {
  newest().events(3, 4, 5);
  newest().events(5, 6);
  assert.deepEqual(heard.events, [4, 5, 6]);
});

test("a gap ends the connection, and the next one asks for what is missing", () => {
  newest().events(4);
  newest().events(6, 7);
  assert.equal(connections[0].closed, true);
  elapse();
  assert.match(newest().url, /after=4$/);
  newest().events(5, 6, 7);
  assert.deepEqual(heard.events, [4, 5, 6, 7]);
});

test("a lost connection says where the page stands, and comes again", () => {
  newest().events(4, 5);
  newest().drop();
  assert.equal(heard.live.at(-1), "reconnecting… up to date at #5");
  elapse();
  newest().dispatchEvent(new Event("open"));
  assert.equal(heard.live.at(-1), "live");
  assert.match(newest().url, /after=5$/);
});

test("every fifty events are acknowledged, and again from a new connection's start", () => {
  const numbers = (first, count) => Array.from({ length: count }, (_, index) => first + index);
  newest().events(...numbers(4, 49));
  assert.deepEqual(newest().sent, []);
  newest().events(53);
  assert.deepEqual(newest().sent, [{ ack: 53 }]);
  newest().drop();
  elapse();
  newest().events(...numbers(54, 60));
  assert.deepEqual(newest().sent, [{ ack: 113 }]);
});

test("a run that is gone is not asked for again", () => {
  newest().drop(4404);
  elapse();
  assert.equal(connections.length, 1);
  assert.equal(heard.live.at(-1), "this run is no longer there");
});

test("what closes the page closes the connection for good", () => {
  socket.close();
  elapse();
  assert.equal(connections.length, 1);
});

async function withoutWebsockets() {
  for (let tries = 0; tries < 4; tries += 1) {
    newest().drop();
    await settled();
    elapse();
  }
}

test("where no websocket comes about it asks over HTTP", async () => {
  answer = () => Response.json({ events: [{ seq: 4 }, { seq: 5 }], run: { status: "running" } });
  await withoutWebsockets();
  assert.deepEqual(asked, ["/runs/r/events/?after=3"]);
  assert.deepEqual(heard.events, [4, 5]);
  assert.deepEqual(heard.runs, [{ status: "running" }]);
  newest().drop();
  await settled();
  assert.equal(asked.at(-1), "/runs/r/events/?after=5");
});

test("a page that went while it asked is left alone", async () => {
  answer = () => {
    socket.close();
    return Response.json({ events: [{ seq: 4 }], run: {} });
  };
  await withoutWebsockets();
  assert.deepEqual(heard.events, []);
});

test("a server that is away altogether is tried again and again", async () => {
  answer = () => {
    throw new TypeError("fetch failed");
  };
  await withoutWebsockets();
  const before = connections.length;
  newest().drop();
  await settled();
  elapse();
  assert.equal(connections.length, before + 1);
});
