// The diagram follows the text, one picture at a time: a layout can take seconds, so findings do not
// wait for it, and while one is under way no other is asked for.

export class Pictures {
  #ask;
  #arrived;
  #failed;
  #shown;
  #wanted = null;
  #busy = false;

  /**
   * `ask(text)` returns a promise of `{picture, svg, notice}`. `arrived(answer)` gets the picture
   * that is wanted then, `failed(problem)` is told when it could not be had. `shown` names the
   * picture that the page came with.
   */
  constructor({ ask, arrived, failed, shown = "" }) {
    this.#ask = ask;
    this.#arrived = arrived;
    this.#failed = failed;
    this.#shown = shown;
  }

  /** Whether the picture on the page is the one of the newest text that was checked. */
  get current() {
    return this.#wanted === null;
  }

  /** The text now has this picture; "" where nothing can be drawn, and the last one stays. */
  want(picture, text) {
    this.#wanted = picture === "" || picture === this.#shown ? null : { picture, text };
    if (!this.#busy) {
      this.#work();
    }
  }

  async #work() {
    this.#busy = true;
    while (this.#wanted) {
      await this.#one(this.#wanted);
    }
    this.#busy = false;
  }

  async #one(wanted) {
    let answer;
    try {
      answer = await this.#ask(wanted.text);
    } catch (problem) {
      if (this.#wanted?.picture === wanted.picture) {
        this.#wanted = null;
        this.#failed(problem);
      }
      return;
    }
    if (this.#wanted?.picture === wanted.picture) {
      this.#wanted = null;
      this.#shown = wanted.picture;
      this.#arrived(answer);
    }
  }
}
