// Checks the text while it is typed: after a pause, one request at a time, stale answers dropped.

export const PAUSE_MS = 250;

/**
 * `ask(text, signal)` returns a promise of the findings. `found(answer, text)` gets the answer to
 * the newest text only; `failed(problem)` is told when that could not be had.
 */
export class Checker {
  #ask;
  #found;
  #failed;
  #clock;
  #timer = null;
  #sequence = 0;
  #controller = null;

  constructor({ ask, found, failed, clock = globalThis }) {
    this.#ask = ask;
    this.#found = found;
    this.#failed = failed;
    this.#clock = clock;
  }

  /** The text changed: whatever is under way is of no more use. `read` gives the text when it is due. */
  schedule(read) {
    this.cancel();
    this.#timer = this.#clock.setTimeout(() => this.now(read()), PAUSE_MS);
  }

  /** Check at once. */
  async now(text) {
    this.cancel();
    const sequence = this.#sequence;
    this.#controller = new AbortController();
    try {
      const answer = await this.#ask(text, this.#controller.signal);
      if (sequence === this.#sequence) {
        this.#found(answer, text);
      }
    } catch (problem) {
      if (sequence === this.#sequence) {
        this.#failed(problem);
      }
    }
  }

  cancel() {
    this.#sequence += 1;
    this.#clock.clearTimeout(this.#timer);
    this.#controller?.abort();
    this.#controller = null;
  }
}
