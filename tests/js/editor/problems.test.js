import assert from "node:assert/strict";
import { test } from "node:test";
import {
  FEW_NOTES,
  Filter,
  counts,
  listed,
  next,
  refuses,
  summary,
} from "../../../static/js/editor/problems.js";

const error = { severity: "error" };
const warning = { severity: "warning" };
const note = { severity: "info" };
const at = (line, column = 1, severity = "error") => ({ line, column, severity });

test("the findings are counted in a sentence", () => {
  assert.equal(summary([]), "No findings");
  assert.equal(summary([error]), "1 error");
  assert.equal(summary([error, error, warning]), "2 errors, 1 warning");
  assert.equal(summary([warning, note, note]), "No errors, 1 warning, 2 notes");
});

test("only errors keep a text from being saved", () => {
  assert.equal(refuses([warning]), false);
  assert.equal(refuses([warning, error]), true);
});

test("errors are listed first, and each kind in the order of the text", () => {
  const found = [at(1, 1, "info"), at(3), at(2, 9), at(2, 3), at(1, 1, "warning")];
  assert.deepEqual(
    listed(found).map(({ line, column, severity }) => `${severity} ${line}:${column}`),
    ["error 2:3", "error 2:9", "error 3:1", "warning 1:1", "info 1:1"],
  );
});

test("what is no YAML comes before the other errors", () => {
  const found = [
    { ...at(1), id: "PB201" },
    { ...at(9), id: "PB001" },
    { ...at(1, 1, "warning"), id: "PB007" },
  ];
  assert.deepEqual(
    listed(found).map(({ id }) => id),
    ["PB001", "PB201", "PB007"],
  );
});

test("the next finding is the one after the cursor, and after the last comes the first", () => {
  const found = [at(5), at(2, 3), at(2, 9)];
  assert.equal(next(found, at(2, 3)), found[2]);
  assert.equal(next(found, at(2, 9)), found[0]);
  assert.equal(next(found, at(5)), found[1]);
  assert.equal(next([], at(1)), null);
});

test("the one before goes the other way round", () => {
  const found = [at(5), at(2, 3), at(2, 9)];
  assert.equal(next(found, at(5), true), found[2]);
  assert.equal(next(found, at(2, 3), true), found[0]);
  assert.equal(next([], at(1), true), null);
});

test("a few notes are shown, a great many are not", () => {
  const filter = new Filter();
  assert.equal(filter.of(Array(FEW_NOTES).fill(note)).length, FEW_NOTES);
  assert.deepEqual(filter.of([error, ...Array(FEW_NOTES + 1).fill(note)]), [error]);
});

test("what a person has chosen holds, however many there are", () => {
  const filter = new Filter();
  const many = Array(FEW_NOTES + 1).fill(note);
  filter.toggle("info", counts(many));
  assert.equal(filter.of(many).length, many.length);
  filter.toggle("error", counts([error]));
  assert.deepEqual(filter.of([error, warning, note]), [warning, note]);
});
