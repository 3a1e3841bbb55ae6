// What was typed and not saved, kept by this browser until it is saved or discarded.

const PREFIX = "playbooks-draft";

export class Drafts {
  #storage;
  #prefix;

  /** `storage` is localStorage, or null where the browser refuses it. */
  constructor(storage, playbook) {
    this.#storage = storage;
    this.#prefix = `${PREFIX}:${playbook}:`;
  }

  /** Keep a text that started from a revision; false when the browser would not. */
  keep(base, text, at = Date.now()) {
    try {
      this.#storage.setItem(this.#prefix + base, JSON.stringify({ text, at }));
      return true;
    } catch {
      return false;
    }
  }

  drop(base) {
    try {
      this.#storage.removeItem(this.#prefix + base);
    } catch {
      // Then there was nothing to drop.
    }
  }

  /** All that is kept of this playbook, newest first: `{base, text, at}`. */
  all() {
    const found = [];
    try {
      for (let index = 0; index < this.#storage.length; index += 1) {
        const draft = this.#read(this.#storage.key(index));
        if (draft) {
          found.push(draft);
        }
      }
    } catch {
      return found;
    }
    return found.sort((one, other) => other.at - one.at);
  }

  #read(key) {
    if (!key?.startsWith(this.#prefix)) {
      return null;
    }
    try {
      const { text, at } = JSON.parse(this.#storage.getItem(key));
      const base = Number(key.slice(this.#prefix.length));
      return typeof text === "string" && Number.isInteger(base) ? { base, text, at: at ?? 0 } : null;
    } catch {
      return null;
    }
  }
}

/** The browser's storage; null where even asking for it fails. */
export function storageOf(scope = globalThis) {
  try {
    return scope.localStorage ?? null;
  } catch {
    return null;
  }
}
