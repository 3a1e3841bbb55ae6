// What was typed and not saved, kept by this browser until it is saved or discarded.

const PREFIX = "playbooks-draft";

export class Drafts {
  #storage;
  #prefix;
  #page;

  /**
   * `storage` is localStorage, or null where the browser refuses it. `page` tells pages apart: two
   * tabs with the same playbook must not overwrite each other's drafts.
   */
  constructor(storage, playbook, page = newPage()) {
    this.#storage = storage;
    this.#prefix = `${PREFIX}:${playbook}:`;
    this.#page = page;
  }

  /** Keep a text that started from a revision; false when the browser would not. */
  keep(base, text, at = Date.now()) {
    try {
      this.#storage.setItem(this.#key(base), JSON.stringify({ text, at }));
      return true;
    } catch {
      return false;
    }
  }

  /** This page's draft of a revision is of no more use. */
  drop(base) {
    this.discard({ key: this.#key(base) });
  }

  /** A draft out of `all` is not wanted any more. */
  discard({ key }) {
    try {
      this.#storage.removeItem(key);
    } catch {
      // Then there was nothing to discard.
    }
  }

  /** All that is kept of this playbook, by any page, newest first: `{key, base, text, at}`. */
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

  #key(base) {
    return `${this.#prefix}${base}:${this.#page}`;
  }

  #read(key) {
    if (!key?.startsWith(this.#prefix)) {
      return null;
    }
    try {
      const { text, at } = JSON.parse(this.#storage.getItem(key));
      const base = Number(key.slice(this.#prefix.length).split(":")[0]);
      const valid = typeof text === "string" && Number.isInteger(base);
      return valid ? { key, base, text, at: at ?? 0 } : null;
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

function newPage() {
  return Date.now().toString(36) + Math.random().toString(36).slice(2);
}
