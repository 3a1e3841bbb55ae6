import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pieces, ticked } from "../../../static/js/run/facts.js";
import { bindingOf } from "../../../static/js/run/keys.js";
import { allSteps, bandInWords } from "../../../static/js/run/show.js";

const folder = new URL("../../fixtures/", import.meta.url);

for (const { fact, said } of JSON.parse(readFileSync(new URL("facts.json", folder), "utf8"))) {
  test(`the page says of it what the server says: ${said}`, () => {
    assert.equal(pieces(fact).map(([text]) => text).join(""), said);
  });
}

test("what stands between backticks is code", () => {
  assert.deepEqual(ticked("`a` was `0`."), [["a", true], [" was ", false], ["0", true], [".", false]]);
});

test("every kind of fact has words", () => {
  const fact = { name: "n", event: "e", cause: "c", transition: "t", source: "a", target: "b", state: "s", reasons: ["r"], others: ["o"], chosen: "x", description: "d", explanation: "why", reason: "no", message: "m" };
  for (const kind of ["action", "emitted", "taken", "ignored", "ambiguous", "invariant", "forbidden", "assertion", "captured", "problem"]) {
    assert.ok(pieces({ ...fact, kind }).length > 0, kind);
  }
});

test("a key means its binding, but not while somebody types", () => {
  const keys = [{ key: "h", verb: "panel" }];
  assert.equal(bindingOf({ key: "h", target: { closest: () => null } }, keys), keys[0]);
  assert.equal(bindingOf({ key: "h", target: { closest: () => ({}) } }, keys), null);
  assert.equal(bindingOf({ key: "h", ctrlKey: true }, keys), null);
});

test("planned steps stand behind the ones that ran", () => {
  const state = { steps: [{ index: 0, outcome: "passed" }] };
  const planned = [{ index: 0, label: "a" }, { index: 1, label: "b" }];
  assert.deepEqual(allSteps(state, planned).map((step) => step.outcome), ["passed", ""]);
});

for (const [band, expected, words] of [["met", "", "met"], ["breached", "breached", "breached, as expected"], ["met", "degraded", "met, expected: degraded"]]) {
  test(`a band in words: ${words}`, () => {
    assert.equal(bandInWords({ band, expected }), words);
  });
}
