import assert from "node:assert/strict";
import { test } from "node:test";
import { Drafts, storageOf } from "../../../static/js/editor/drafts.js";

/** What localStorage does, in memory. */
class Memory {
  #items = new Map();
  get length() {
    return this.#items.size;
  }
  key(index) {
    return [...this.#items.keys()][index] ?? null;
  }
  getItem(key) {
    return this.#items.get(key) ?? null;
  }
  setItem(key, value) {
    this.#items.set(key, String(value));
  }
  removeItem(key) {
    this.#items.delete(key);
  }
}

const full = {
  length: 0,
  setItem() {
    throw new Error("QuotaExceededError");
  },
};

test("a draft comes back exactly, with its base and its time", () => {
  const drafts = new Drafts(new Memory(), "door");
  assert.equal(drafts.keep(3, "a\r\n😀", 5), true);
  const [{ base, text, at }] = drafts.all();
  assert.deepEqual([base, text, at], [3, "a\r\n😀", 5]);
});

test("a base has one draft, the last", () => {
  const drafts = new Drafts(new Memory(), "door");
  drafts.keep(3, "old", 1);
  drafts.keep(3, "new", 2);
  assert.deepEqual(
    drafts.all().map(({ text }) => text),
    ["new"],
  );
});

test("drafts of several bases come newest first", () => {
  const drafts = new Drafts(new Memory(), "door");
  drafts.keep(2, "older", 1);
  drafts.keep(1, "newer", 2);
  assert.deepEqual(
    drafts.all().map(({ base }) => base),
    [1, 2],
  );
});

test("another playbook's drafts are not these", () => {
  const memory = new Memory();
  new Drafts(memory, "door").keep(1, "text");
  assert.deepEqual(new Drafts(memory, "doo").all(), []);
});

test("two pages with the same playbook keep a draft each", () => {
  const memory = new Memory();
  const [one, other] = [new Drafts(memory, "door"), new Drafts(memory, "door")];
  one.keep(1, "one", 1);
  other.keep(1, "other", 2);
  other.drop(1);
  assert.deepEqual(
    one.all().map(({ text }) => text),
    ["one"],
  );
});

test("a page may discard what another one has kept", () => {
  const memory = new Memory();
  new Drafts(memory, "door").keep(1, "text");
  const later = new Drafts(memory, "door");
  later.discard(later.all()[0]);
  assert.deepEqual(later.all(), []);
});

test("a dropped draft is gone", () => {
  const drafts = new Drafts(new Memory(), "door");
  drafts.keep(1, "text");
  drafts.drop(1);
  assert.deepEqual(drafts.all(), []);
});

test("a storage that is full or forbidden is told, and breaks nothing", () => {
  assert.equal(new Drafts(full, "door").keep(1, "text"), false);
  assert.equal(new Drafts(null, "door").keep(1, "text"), false);
  assert.deepEqual(new Drafts(null, "door").all(), []);
  new Drafts(null, "door").drop(1);
});

test("what others wrote under our name is passed over", () => {
  const memory = new Memory();
  memory.setItem("playbooks-draft:door:1", "not JSON");
  memory.setItem("playbooks-draft:door:x", '{"text": "a"}');
  memory.setItem("playbooks-draft:door:2", '{"text": 5}');
  assert.deepEqual(new Drafts(memory, "door").all(), []);
});

test("a browser that refuses even the question has no storage", () => {
  const scope = {
    get localStorage() {
      throw new Error("SecurityError");
    },
  };
  assert.equal(storageOf(scope), null);
});
