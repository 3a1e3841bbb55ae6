import assert from "node:assert/strict";
import { test } from "node:test";
import { hits } from "../../../static/js/editor/words.js";

test("all words must occur, in any order and whatever the case", () => {
  assert.equal(hits("ERROR state", "PB201 names a state: error"), true);
  assert.equal(hits("state warning", "PB201 names a state: error"), false);
});

test("no words find everything", () => {
  assert.equal(hits("  ", "anything"), true);
});
