import assert from "node:assert/strict";
import { test } from "node:test";
import { Checker, PAUSE_MS } from "../../../static/js/editor/checker.js";

/** A checker whose clock and answers the test moves by hand. */
function stage() {
  const timers = new Map();
  const asked = [];
  const found = [];
  const failed = [];
  const clock = {
    setTimeout(act, ms) {
      timers.set(timers.size + 1, { act, ms });
      return timers.size;
    },
    clearTimeout(id) {
      timers.delete(id);
    },
  };
  const checker = new Checker({
    ask: (text, signal) =>
      new Promise((resolve, reject) => asked.push({ text, signal, resolve, reject })),
    found: (answer, text) => found.push([answer, text]),
    failed: (problem) => failed.push(problem.message),
    clock,
  });
  return { checker, timers, asked, found, failed };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("typing again starts the pause again, and only the last text is read", () => {
  const { checker, timers, asked } = stage();
  checker.schedule(() => "a");
  checker.schedule(() => "ab");
  assert.equal(timers.size, 1);
  const [timer] = timers.values();
  assert.equal(timer.ms, PAUSE_MS);
  timer.act();
  assert.deepEqual(
    asked.map(({ text }) => text),
    ["ab"],
  );
});

test("an answer to the newest text arrives", async () => {
  const { checker, asked, found } = stage();
  checker.now("a");
  asked[0].resolve("answer");
  await settled();
  assert.deepEqual(found, [["answer", "a"]]);
});

test("an answer to an older text is dropped, whatever the order", async () => {
  const { checker, asked, found } = stage();
  checker.now("a");
  checker.now("ab");
  asked[1].resolve("new");
  asked[0].resolve("old");
  await settled();
  assert.deepEqual(found, [["new", "ab"]]);
});

test("what is no longer wanted is broken off", () => {
  const { checker, asked } = stage();
  checker.now("a");
  checker.schedule(() => "ab");
  assert.equal(asked[0].signal.aborted, true);
});

test("an answer that comes while typing goes on is dropped", async () => {
  const { checker, asked, found } = stage();
  checker.now("a");
  checker.schedule(() => "ab");
  asked[0].resolve("old");
  await settled();
  assert.deepEqual(found, []);
});

test("a failure of the newest check is told, of an older one not", async () => {
  const { checker, asked, failed } = stage();
  checker.now("a");
  checker.now("ab");
  asked[0].reject(new Error("old"));
  asked[1].reject(new Error("new"));
  await settled();
  assert.deepEqual(failed, ["new"]);
});
