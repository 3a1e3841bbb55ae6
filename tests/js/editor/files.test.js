import assert from "node:assert/strict";
import { test } from "node:test";
import { takeFile } from "../../../static/js/editor/files.js";

const never = () => assert.fail("asked the server");

test("a file's text is its bytes, byte order mark and line ends included", async () => {
  const text = "\ufeffname: a\r\n";
  assert.equal(await takeFile(new Blob([text]), 100, never), text);
});

test("a file over the limit is refused unread", async () => {
  const taken = takeFile(new Blob(["x".repeat(11)]), 10, never);
  await assert.rejects(taken, /11 bytes; the limit is 10/);
});

test("a file that is not UTF-8 is refused with the server's place for it", async () => {
  const check = async () => ({ problems: [{ line: 2, column: 4, message: "not UTF-8" }] });
  const taken = takeFile(new Blob([new Uint8Array([0x61, 0xff])]), 10, check);
  await assert.rejects(taken, { name: "NotTaken", message: "2:4 not UTF-8" });
});
