import assert from "node:assert/strict";
import { test } from "node:test";
import {
  lineEnds,
  lineStarts,
  offsetOf,
  placeOf,
  tooLarge,
} from "../../../static/js/editor/positions.js";

const at = (text, line, column) => offsetOf(text, lineStarts(text), line, column);

test("a line and a column become an offset", () => {
  assert.equal(at("ab\ncd", 2, 2), 4);
});

test("lines break at CR LF, CR and LF, as YAML breaks them", () => {
  assert.deepEqual(lineStarts("a\r\nb\rc\nd"), [0, 3, 5, 7]);
});

test("a character outside the basic plane is one column and two units", () => {
  assert.equal(at("😀x", 1, 2), 2);
  assert.equal(at("😀x", 1, 3), 3);
});

test("a byte order mark is no column of the first line", () => {
  assert.equal(at("\ufeffab\ncd", 1, 1), 1);
  assert.equal(at("\ufeffab\ncd", 2, 1), 4);
  assert.deepEqual(placeOf("\ufeffab", lineStarts("\ufeffab"), 2), { line: 1, column: 2 });
});

test("a column past the end of its line stays on the line", () => {
  assert.equal(at("ab\r\ncd", 1, 99), 2);
});

test("a line past the end of the text is the last one", () => {
  assert.equal(at("ab\ncd", 9, 1), 3);
});

test("an offset becomes a line and a column again", () => {
  const text = "a\n😀b";
  assert.deepEqual(placeOf(text, lineStarts(text), 4), { line: 2, column: 2 });
});

test("line ends are told apart", () => {
  assert.equal(lineEnds("a\nb\n"), "lf");
  assert.equal(lineEnds("a\r\nb\r\n"), "crlf");
  assert.equal(lineEnds("a\r\nb\n"), "mixed");
  assert.equal(lineEnds("a\rb"), "mixed");
  assert.equal(lineEnds("a"), "lf");
});

test("a text up to the limit is not too large", () => {
  assert.equal(tooLarge("x".repeat(10), 10), null);
  assert.equal(tooLarge("", 10), null);
});

test("a text over the limit says where the limit is passed", () => {
  const problem = tooLarge("abcd\nefgh", 7);
  assert.deepEqual([problem.line, problem.column, problem.severity], [2, 3, "error"]);
});

test("bytes are counted, not characters", () => {
  assert.equal(tooLarge("ä".repeat(5), 10), null);
  assert.equal(tooLarge("ä".repeat(6), 10).column, 6);
});
