// Quick fixes at work: a fix is made in the text that was checked and in no other.
import { again, editsOf, safeFixes } from "./fixes.js";

export class Fixing {
  #code;
  #check;
  #waiting = null;

  /** `code` has the text (code.js); `check()` has it checked at once. */
  constructor({ code, check }) {
    this.#code = code;
    this.#check = check;
  }

  /**
   * Make a fix and check again. A text that has changed since the check is checked first, and the
   * fix is made if it is still offered: its places would be those of another text.
   */
  fix(problem, fix) {
    if (this.#waiting) {
      return;
    }
    if (!this.#code.checked) {
      this.#waiting = { problem, fix };
      this.#check();
    } else if (this.#code.apply(fix.edits)) {
      this.#recheck();
    }
  }

  /** Make all safe fixes of these findings that can be made together. */
  fixAll(problems) {
    if (!this.#waiting && this.#code.apply(editsOf(safeFixes(problems)))) {
      this.#recheck();
    }
  }

  /** The findings of the text as it is now: what waited for them is done. */
  checked(problems) {
    const { problem, fix } = this.#waiting ?? {};
    this.#waiting = null;
    const found = problem && again(problems, problem, fix);
    if (found) {
      this.fix(problem, found);
    }
  }

  /** The text changed, or could not be checked: nothing waits any more. */
  cancel() {
    this.#waiting = null;
  }

  /** Until the answer is there, a second click is the end of a double one. */
  #recheck() {
    this.#waiting = {};
    this.#check();
  }
}
