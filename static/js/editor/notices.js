// Sentences above the text: what went wrong, what can be done about it.
import { cloneOf, fromServer } from "../lib/dom.js";

export class Notices {
  #area;
  #pattern;

  constructor(area, pattern) {
    this.#area = area;
    this.#pattern = pattern;
  }

  clear() {
    this.#area.replaceChildren();
  }

  /** Show a sentence; `choices` are buttons: `{label, primary, act}`. Returns the element. */
  say(text, { kind = "error", choices = [], keep = false } = {}) {
    const notice = cloneOf(this.#pattern);
    notice.classList.add(kind);
    notice.querySelector('[data-part="text"]').textContent = text;
    notice.querySelector(".actions").append(...choices.map((choice) => button(choice, notice)));
    if (keep) {
      this.#area.append(notice);
    } else {
      this.#area.replaceChildren(notice);
    }
    return notice;
  }

  /** Show a panel that the server rendered, with buttons under it. */
  panel(markup, choices) {
    const section = fromServer(markup).firstElementChild;
    const actions = document.createElement("div");
    actions.className = "actions conflict-actions";
    actions.append(...choices.map((choice) => button(choice, section)));
    section.append(actions);
    this.#area.replaceChildren(section);
    section.tabIndex = -1;
    section.focus();
  }
}

function button({ label, primary = false, act }, container) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = primary ? "button primary" : "button";
  element.textContent = label;
  element.addEventListener("click", () => {
    container.remove();
    act();
  });
  return element;
}
