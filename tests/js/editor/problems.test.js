import assert from "node:assert/strict";
import { test } from "node:test";
import { refuses, summary } from "../../../static/js/editor/problems.js";

const error = { severity: "error" };
const warning = { severity: "warning" };

test("the heading counts errors and others", () => {
  assert.equal(summary([]), "No errors");
  assert.equal(summary([error]), "1 error");
  assert.equal(summary([error, error, warning]), "2 errors, 1 other finding");
  assert.equal(summary([warning, { severity: "info" }]), "No errors, 2 other findings");
});

test("only errors keep a text from being saved", () => {
  assert.equal(refuses([warning]), false);
  assert.equal(refuses([warning, error]), true);
});
