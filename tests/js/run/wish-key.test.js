import assert from "node:assert/strict";
import { before, test } from "node:test";

let newKey;
before(async () => {
  globalThis.HTMLElement ??= class {};
  ({ newKey } = await import("../../../static/js/run/wish-key.js"));
});

test("a key is 32 hexadecimal digits", () => {
  const key = newKey({ getRandomValues: (bytes) => bytes.fill(10) });
  assert.equal(key, "0a".repeat(16));
});

test("no two keys are the same", () => {
  assert.equal(new Set(Array.from({ length: 100 }, () => newKey())).size, 100);
});
