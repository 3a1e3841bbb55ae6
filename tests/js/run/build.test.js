import assert from "node:assert/strict";
import { test } from "node:test";
import { reconcile } from "../../../static/js/run/build.js";
import { FakeElement } from "./fake-dom.js";

function listed(parent, keys) {
  const made = [];
  reconcile(parent, keys, (key) => key, (key, old) => {
    if (!old) {
      made.push(key);
    }
    return old ?? new FakeElement(key);
  });
  return made;
}

const names = (parent) => parent.children.map((child) => child.name).join("");

test("what is there already is kept, and only the rest is made", () => {
  const parent = new FakeElement();
  assert.deepEqual(listed(parent, [..."ab"]), ["a", "b"]);
  const [first] = parent.children;
  assert.deepEqual(listed(parent, [..."abc"]), ["c"]);
  assert.equal(parent.children[0], first);
});

for (const [before, after] of [["abc", "cab"], ["abc", "cba"], ["abcd", "bd"], ["ab", "xaby"], ["abc", ""], ["abcde", "ebxa"]]) {
  test(`${before} becomes ${after || "nothing"}, each element once and kept`, () => {
    const parent = new FakeElement();
    listed(parent, [...before]);
    const old = new Map(parent.children.map((child) => [child.name, child]));
    listed(parent, [...after]);
    assert.equal(names(parent), after);
    for (const child of parent.children.filter((c) => old.has(c.name))) {
      assert.equal(child, old.get(child.name));
    }
  });
}

test("what the server rendered without keys gives way", () => {
  const parent = new FakeElement();
  parent.insertBefore(new FakeElement("server"), null);
  listed(parent, [..."ab"]);
  assert.equal(names(parent), "ab");
});

test("an element that render replaced stands in the old one's place", () => {
  const parent = new FakeElement();
  listed(parent, [..."abc"]);
  reconcile(parent, [..."abc"], (key) => key, (key, old) => (key === "b" ? new FakeElement("B") : old));
  assert.equal(names(parent), "aBc");
});
