import assert from "node:assert/strict";
import { test } from "node:test";
import { again, changesOf, editsOf, safeFixes } from "../../../static/js/editor/fixes.js";

const edit = (line, column, end_column, text, end_line = line) => {
  return { line, column, end_line, end_column, text };
};
const fix = (edits, safe = true, title = "Mend it") => ({ title, safe, edits });
const problem = (fixes, id = "PB201", message = "wrong") => ({ id, message, fixes });

/** The text after some changes of it. */
function changed(text, changes) {
  const made = (now, { from, to, insert }) => now.slice(0, from) + insert + now.slice(to);
  return changes.reduceRight(made, text);
}

test("an edit replaces its range", () => {
  const text = 'a: 1\nto: "opn"\n';
  assert.equal(changed(text, changesOf(text, [edit(2, 5, 10, '"open"')])), 'a: 1\nto: "open"\n');
});

test("an emoji before the range does not shift it", () => {
  const text = 'a: {b: "😀😀", to: "opn"}';
  assert.equal(changed(text, changesOf(text, [edit(1, 19, 22, "open")])), 'a: {b: "😀😀", to: "open"}');
});

test("an edit may take whole lines away, whatever ends them", () => {
  const text = "a: 1\r\nb: 2\r\nc: 3\r\n";
  assert.equal(changed(text, changesOf(text, [edit(2, 1, 1, "", 3)])), "a: 1\r\nc: 3\r\n");
});

test("a byte order mark does not shift the first line", () => {
  const text = "\ufeffa: 1";
  assert.deepEqual(changesOf(text, [edit(1, 1, 2, "b")]), [{ from: 1, to: 2, insert: "b" }]);
});

test("several edits are of the text before any of them", () => {
  const text = "ab cd";
  assert.equal(changed(text, changesOf(text, [edit(1, 4, 6, "x"), edit(1, 1, 3, "longer")])), "longer x");
});

test("two insertions at one place stay in their order", () => {
  const changes = changesOf("ab", [edit(1, 2, 2, "1"), edit(1, 2, 2, "2")]);
  assert.deepEqual(
    changes.map(({ insert }) => insert),
    ["1", "2"],
  );
});

test("edits that overlap are refused", () => {
  assert.equal(changesOf("abcdef", [edit(1, 1, 4, "x"), edit(1, 3, 5, "y")]), null);
  assert.equal(changesOf("abcdef", [edit(1, 4, 1, "x")]), null);
});

test("only safe fixes go together, one of each finding", () => {
  const first = fix([edit(1, 1, 2, "a")]);
  const second = fix([edit(2, 1, 2, "b")]);
  const unsafe = fix([edit(9, 1, 2, "z")], false);
  const third = fix([edit(3, 1, 2, "c")]);
  const found = [problem([unsafe, first]), problem([second, third]), problem([unsafe]), problem([])];
  assert.deepEqual(safeFixes(found), [first, second]);
});

test("of fixes that overlap the first is made", () => {
  const first = fix([edit(1, 1, 5, "a")]);
  assert.deepEqual(safeFixes([problem([first]), problem([fix([edit(1, 3, 8, "b")])])]), [first]);
  assert.deepEqual(safeFixes([problem([first]), problem([fix([edit(1, 1, 1, "b")])])]), [first]);
});

test("fixes that only touch each other go together", () => {
  const found = [problem([fix([edit(1, 1, 5, "a")])]), problem([fix([edit(1, 5, 8, "b")])])];
  assert.equal(safeFixes(found).length, 2);
});

test("what two findings want is done once", () => {
  const found = [problem([fix([edit(1, 1, 5, "a")])]), problem([fix([edit(1, 1, 5, "a")])])];
  assert.equal(safeFixes(found).length, 2);
  assert.deepEqual(editsOf(safeFixes(found)), [edit(1, 1, 5, "a")]);
});

test("after another check the same remedy is found by rule, words and title", () => {
  const moved = fix([edit(7, 1, 2, "a")]);
  const others = [problem([fix([])], "PB202"), problem([fix([])], "PB201", "other")];
  const found = [...others, problem([fix([], true, "Else"), moved])];
  assert.equal(again(found, problem([fix([])]), fix([])), moved);
});

test("a remedy that is gone, or offered at two places, is none", () => {
  assert.equal(again([], problem([]), fix([])), null);
  assert.equal(again([problem([])], problem([]), fix([])), null);
  assert.equal(again([problem([fix([])]), problem([fix([])])], problem([]), fix([])), null);
});
