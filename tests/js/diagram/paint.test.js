import assert from "node:assert/strict";
import { test } from "node:test";
import { edgeOf, statePath } from "../../../static/js/diagram/paint.js";

const edges = [
  { path: "/machine/transitions/0", from: "a" },
  { path: "/machine/transitions/0", from: "b" },
  { path: "/machine/transitions/1", from: "any state" },
];

test("of several edges of a transition, the one of the source is lit", () => {
  assert.equal(edgeOf(edges, { path: "/machine/transitions/0", source: "b" }), 1);
});

test("a wildcard's edge leaves the any-state box", () => {
  assert.equal(edgeOf(edges, { path: "/machine/transitions/1", source: "b" }), 2);
});

test("a state's name is escaped as a JSON pointer", () => {
  assert.equal(statePath("a/b~c"), "/machine/states/a~1b~0c");
});
