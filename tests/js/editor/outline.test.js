import assert from "node:assert/strict";
import { test } from "node:test";
import { innermost, lineOf } from "../../../static/js/editor/outline.js";

const outline = [
  { path: "/a", line: 1, end_line: 9 },
  { path: "/a/b", line: 3, end_line: 5 },
];

test("the smallest element that covers a line is meant", () => {
  assert.equal(innermost(outline, 4), "/a/b");
  assert.equal(innermost(outline, 6), "/a");
});

test("a line of no element means none", () => {
  assert.equal(innermost(outline, 10), "");
});

test("an element's line is found by its path", () => {
  assert.equal(lineOf(outline, "/a/b"), 3);
  assert.equal(lineOf(outline, "/nope"), 0);
});
