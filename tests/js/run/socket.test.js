import assert from "node:assert/strict";
import { test } from "node:test";
import { backoff, following } from "../../../static/js/run/socket.js";

const events = (...numbers) => numbers.map((seq) => ({ seq }));

test("what is known already is passed over", () => {
  assert.deepEqual(following(events(1, 2, 3), 2), { fresh: events(3), gap: false });
});

test("a gap is seen by the numbers, and nothing behind it is taken", () => {
  assert.deepEqual(following(events(5, 6), 3), { fresh: [], gap: true });
});

test("nothing new is no gap", () => {
  assert.deepEqual(following(events(1), 4), { fresh: [], gap: false });
});

test("tries wait ever longer, but never more than fifteen seconds", () => {
  const waits = [0, 1, 2, 10].map((tries) => backoff(tries, 1));
  assert.deepEqual(waits, [500, 1000, 2000, 15000]);
  assert.equal(backoff(0, 0), 250);
});
