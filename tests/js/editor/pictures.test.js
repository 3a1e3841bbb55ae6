import assert from "node:assert/strict";
import { test } from "node:test";
import { Pictures } from "../../../static/js/editor/pictures.js";

/** Pictures whose answers the test gives by hand. */
function stage(shown = "first") {
  const asked = [];
  const arrived = [];
  const failed = [];
  const pictures = new Pictures({
    ask: (text) => new Promise((resolve, reject) => asked.push({ text, resolve, reject })),
    arrived: (answer) => arrived.push(answer),
    failed: (problem) => failed.push(problem.message),
    shown,
  });
  return { pictures, asked, arrived, failed, texts: () => asked.map(({ text }) => text) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a picture that is shown already is not asked for", () => {
  const { pictures, texts } = stage();
  pictures.want("first", "a");
  assert.deepEqual(texts(), []);
  assert.equal(pictures.current, true);
});

test("another one is, and arrives", async () => {
  const { pictures, asked, arrived } = stage();
  pictures.want("second", "b");
  assert.equal(pictures.current, false);
  asked[0].resolve("svg");
  await settled();
  assert.deepEqual(arrived, ["svg"]);
  assert.equal(pictures.current, true);
});

test("while one is under way no other is asked for, and only the newest comes next", async () => {
  const { pictures, asked, arrived, texts } = stage();
  pictures.want("second", "b");
  pictures.want("third", "c");
  pictures.want("fourth", "d");
  assert.deepEqual(texts(), ["b"]);
  asked[0].resolve("old");
  await settled();
  assert.deepEqual(texts(), ["b", "d"]);
  asked[1].resolve("new");
  await settled();
  assert.deepEqual(arrived, ["new"]);
});

test("a picture of another text with the same name is the wanted one", async () => {
  const { pictures, asked, arrived, texts } = stage();
  pictures.want("second", "b");
  pictures.want("second", "b with a comment");
  asked[0].resolve("svg");
  await settled();
  assert.deepEqual(arrived, ["svg"]);
  assert.deepEqual(texts(), ["b"]);
});

test("a text without a machine keeps the picture, and what is under way is dropped", async () => {
  const { pictures, asked, arrived } = stage();
  pictures.want("second", "b");
  pictures.want("", "broken");
  asked[0].resolve("svg");
  await settled();
  assert.deepEqual(arrived, []);
});

test("back to the picture that is shown, nothing has to come", async () => {
  const { pictures, asked, arrived } = stage();
  pictures.want("second", "b");
  pictures.want("first", "a");
  asked[0].resolve("svg");
  await settled();
  assert.deepEqual(arrived, []);
  assert.equal(pictures.current, true);
});

test("a failure is told, and the next check asks again", async () => {
  const { pictures, asked, failed, texts } = stage();
  pictures.want("second", "b");
  asked[0].reject(new Error("no answer"));
  await settled();
  assert.deepEqual(failed, ["no answer"]);
  pictures.want("second", "b");
  assert.deepEqual(texts(), ["b", "b"]);
});

test("the failure of a picture that is no longer wanted is not told", async () => {
  const { pictures, asked, failed, texts } = stage();
  pictures.want("second", "b");
  pictures.want("third", "c");
  asked[0].reject(new Error("old"));
  await settled();
  assert.deepEqual(failed, []);
  assert.deepEqual(texts(), ["b", "c"]);
});
