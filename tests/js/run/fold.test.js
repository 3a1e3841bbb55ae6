import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { blank, fold } from "../../../static/js/run/fold.js";

const folder = new URL("../../fixtures/events/", import.meta.url);

for (const name of readdirSync(folder)) {
  test(`${name} folds to the state that Python folds it to`, () => {
    const { events, state } = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    assert.deepEqual(events.reduce(fold, blank()), state);
  });
}

test("an unknown kind changes nothing, not even one named like a method", () => {
  const state = ["from_the_future", "toString", "__proto__"].reduce((s, kind) => fold(s, { kind, at_ms: 0 }), blank());
  assert.deepEqual(state, blank());
});

test("a step that passed has had all its repetitions, one that failed stays at its last", () => {
  const started = { kind: "step_started", index: 0, path: "", label: "x", phase: "step", repetition: 3, repeat: 9 };
  const end = (outcome) => [started, { kind: "step_finished", outcome, message: "" }].reduce(fold, blank()).steps[0].repetition;
  assert.deepEqual([end("passed"), end("failed")], [9, 3]);
});
