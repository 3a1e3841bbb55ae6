import assert from "node:assert/strict";
import { test } from "node:test";
import { Fixing } from "../../../static/js/editor/fixing.js";

const edit = { line: 1, column: 1, end_line: 1, end_column: 2, text: "a" };
const other = { line: 2, column: 1, end_line: 2, end_column: 2, text: "b" };
const fix = { title: "Mend it", safe: true, edits: [edit] };
const moved = { ...fix, edits: [other] };
const problem = (...fixes) => ({ id: "PB201", message: "wrong", fixes });

/** A text that is as it was checked, until it is edited or the test says otherwise. */
function stage() {
  const log = [];
  const code = {
    checked: true,
    apply(edits) {
      log.push(edits);
      this.checked = false;
      return edits.length > 0;
    },
  };
  const fixing = new Fixing({ code, check: () => log.push("check") });
  const answer = (...problems) => {
    code.checked = true;
    fixing.checked(problems);
  };
  return { fixing, code, log, answer };
}

test("a fix is made, and the text is checked again", () => {
  const { fixing, log } = stage();
  fixing.fix(problem(fix), fix);
  assert.deepEqual(log, [[edit], "check"]);
});

test("the second half of a double click does nothing", () => {
  const { fixing, log, answer } = stage();
  fixing.fix(problem(fix), fix);
  fixing.fix(problem(fix), fix);
  answer(problem(moved));
  assert.deepEqual(log, [[edit], "check"]);
});

test("a text that changed is checked first, and the fix is made where it belongs now", () => {
  const { fixing, code, log, answer } = stage();
  code.checked = false;
  fixing.fix(problem(fix), fix);
  assert.deepEqual(log, ["check"]);
  answer(problem(moved));
  assert.deepEqual(log, ["check", [other], "check"]);
});

test("a fix that is no longer offered then is not made", () => {
  const { fixing, code, log, answer } = stage();
  code.checked = false;
  fixing.fix(problem(fix), fix);
  answer();
  assert.deepEqual(log, ["check"]);
});

test("who types on has thought better of it", () => {
  const { fixing, code, log, answer } = stage();
  code.checked = false;
  fixing.fix(problem(fix), fix);
  fixing.cancel();
  answer(problem(moved));
  assert.deepEqual(log, ["check"]);
});

test("all safe fixes are one edit, and none is none", () => {
  const { fixing, log, answer } = stage();
  fixing.fixAll([problem(fix), problem(moved), problem({ ...fix, safe: false })]);
  assert.deepEqual(log, [[edit, other], "check"]);
  answer();
  fixing.fixAll([]);
  assert.deepEqual(log.slice(2), [[]]);
});
