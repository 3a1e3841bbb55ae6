import assert from "node:assert/strict";
import { test } from "node:test";
import { newestFacts, pathOf } from "../../../static/js/run/show.js";
import { notable, standing } from "../../../static/js/run/standing.js";

const RUNNING = { status: "running", wanted: "run" };

for (const [info, verdict, connection, text, live] of [
  [RUNNING, "", "live", "live", true],
  [RUNNING, "", "connecting…", "connecting…", false],
  [RUNNING, "", "reconnecting… up to date at #7", "reconnecting… up to date at #7", false],
  [{ status: "queued", wanted: "run" }, "", "live", "queued: no worker has taken it yet", true],
  [{ status: "queued", wanted: "pause" }, "", "live", "paused", true],
  [{ status: "running", wanted: "pause" }, "", "live", "paused", true],
  [{ status: "finished", wanted: "run" }, "passed", "live", "finished", false],
  [{ status: "finished", wanted: "run" }, "", "live", "live", true],
]) {
  test(`${info.status}, wanted ${info.wanted}, ${connection}, verdict "${verdict}": ${text}`, () => {
    assert.deepEqual(standing(info, verdict, connection), { text, live });
  });
}

const noted = (whats, verdict = "") => notable(whats.map((what) => ({ what })), verdict).map(({ what }) => what);

test("a pause is worth a note only while it lasts", () => {
  assert.deepEqual(noted(["lost", "resumed", "paused"]), ["lost", "resumed", "paused"]);
  assert.deepEqual(noted(["paused", "continued"]), []);
  assert.deepEqual(noted(["paused", "paused"]), ["paused"]);
  assert.deepEqual(noted(["lost", "paused"], "cancelled"), ["lost"]);
});

test("of many facts the newest are shown and the others counted", () => {
  const { facts, earlier } = newestFacts(Array.from({ length: 207 }, (_, index) => index));
  assert.deepEqual([facts.length, facts[0], earlier], [200, 7, 7]);
  assert.deepEqual(newestFacts([1, 2]), { facts: [1, 2], earlier: 0 });
});

const taken = (count) => Array.from({ length: count }, (_, index) => ({ source: `s${index}`, target: `s${index + 1}` }));

test("the path begins where the run began", () => {
  assert.deepEqual(pathOf({ state: "s0", taken: [] }), ["s0"]);
  assert.deepEqual(pathOf({ state: "s2", taken: taken(2) }), ["s0 → s1", "→ s2"]);
});

test("of a long path the newest stops are shown", () => {
  const path = pathOf({ state: "s201", taken: taken(201) });
  assert.deepEqual([path.length, path[0], path.at(-1)], [200, "… → s2", "→ s201"]);
});
