// The base of every custom element: listeners and timers that end with the element.

/**
 * A widget attaches in `attach()` and needs no detach code for what it registered through
 * `listen` and `signal`. What else it holds it frees in `detach()`.
 */
export class Widget extends HTMLElement {
  #controller = null;

  connectedCallback() {
    this.#controller = new AbortController();
    // The parser calls this at the start tag; the children are there a moment later.
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.#start(), {
        once: true,
        signal: this.signal,
      });
    } else {
      this.#start();
    }
  }

  disconnectedCallback() {
    this.#controller?.abort();
    this.detach();
  }

  /** Aborted when the element leaves the page; hand it to fetch. */
  get signal() {
    return this.#controller.signal;
  }

  /** Listen until the element leaves the page. */
  listen(target, type, handler, options = {}) {
    target.addEventListener(type, handler, { ...options, signal: this.signal });
  }

  /** The one element inside that `data-part` names, or null. */
  part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  attach() {}

  detach() {}

  #start() {
    if (this.isConnected) {
      this.attach();
    }
  }
}

/** Define a custom element once; a second call with the same name is ignored. */
export function define(name, constructor) {
  if (!customElements.get(name)) {
    customElements.define(name, constructor);
  }
}
