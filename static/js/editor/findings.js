// The list of findings under the text: chips that filter it, a row per finding with its places and
// fixes, and the keyboard's way through it.
import { safeFixes } from "./fixes.js";
import { Filter, SEVERITIES, count, counts, listed, refuses, summary, word } from "./problems.js";
import { button, row } from "./rows.js";

const SHOWN = 100;

export class Findings {
  #section;
  #act;
  #filter = new Filter();
  #problems = [];
  #rows = [];
  #all = false;
  #stamp = "";

  /**
   * `act` is what a row can ask for: `jump(line, column)`, `fix(problem, fix)`, `fixAll()`, `undo()`
   * and `leave()`, which goes back to the text. `signal` ends its listening.
   */
  constructor(section, act, signal) {
    this.#section = section;
    this.#act = act;
    section.addEventListener("click", (event) => this.#click(event), { signal });
    section.addEventListener("keydown", (event) => this.#key(event), { signal });
  }

  /** Show these findings; a row that had the focus keeps it, or the one that took its place. */
  show(problems) {
    const stamp = JSON.stringify(problems);
    if (stamp === this.#stamp) {
      return;
    }
    const said = summary(problems);
    this.#stamp = stamp;
    this.#problems = listed(problems);
    if (problems.length) {
      this.#section.classList.add("has-list");
    }
    if (this.#part("problems-said").textContent !== said) {
      this.#part("problems-said").textContent = said;
    }
    this.#render();
  }

  /** The findings that the filter lets through. */
  get shown() {
    return this.#filter.of(this.#problems);
  }

  /** All findings, in the order of the list. */
  get all() {
    return this.#problems;
  }

  /** To the first row, or to the heading where there is none. */
  focus() {
    (this.#list.querySelector(".problem-jump") ?? this.#part("problems-title")).focus();
  }

  get #list() {
    return this.#part("problem-list");
  }

  #part(name) {
    return this.#section.querySelector(`[data-part="${name}"]`);
  }

  #render() {
    const held = this.#held();
    const top = this.#list.scrollTop;
    const visible = this.shown;
    this.#rows = this.#all ? visible : visible.slice(0, SHOWN);
    const pattern = this.#part("problem-pattern");
    const rows = this.#rows.map((problem, index) => row(pattern, problem, index));
    this.#list.replaceChildren(...rows, ...this.#rest(visible));
    this.#list.scrollTop = top;
    this.#heading();
    this.#hold(held);
  }

  #heading() {
    const found = counts(this.#problems);
    this.#part("problems-title").textContent = heading(this.#problems);
    this.#part("keys").hidden = !this.#problems.length;
    const chips = SEVERITIES.filter((severity) => found[severity]);
    this.#part("problem-chips").replaceChildren(...chips.map((severity) => this.#chip(severity, found)));
    const fixable = safeFixes(this.#problems).length;
    this.#part("fix-all").hidden = fixable < 2;
    this.#part("fix-all").textContent = `Fix all ${fixable} safe`;
  }

  #chip(severity, found) {
    const chip = button("badge problem-chip", count(found[severity], severity));
    const shows = this.#filter.shows(severity, found);
    chip.classList.add(severity);
    chip.dataset.severity = severity;
    chip.setAttribute("aria-pressed", String(shows));
    chip.title = `${shows ? "Hide" : "Show"} ${word(severity)}s`;
    return chip;
  }

  /** What stands under the rows where some are not shown, or where there are none. */
  #rest(visible) {
    if (!this.#problems.length && this.#section.classList.contains("has-list")) {
      const none = document.createElement("li");
      none.className = "problems-none";
      none.textContent = "Nothing is left to say about this text.";
      return [none];
    }
    const found = counts(this.#problems);
    const more = visible.length - this.#rows.length;
    const lines = [];
    if (more > 0) {
      const all = button("problem-rest", `Show the other ${more}`);
      all.dataset.all = "";
      lines.push(all);
    }
    if (found.info && !this.#filter.shows("info", found)) {
      const notes = button("problem-rest", `Show ${count(found.info, "info")}`);
      notes.dataset.severity = "info";
      lines.push(notes);
    }
    return lines.map((line) => {
      const item = document.createElement("li");
      item.append(line);
      return item;
    });
  }

  // What has the focus stays, though every row is made anew

  #held() {
    const active = document.activeElement;
    if (!this.#section.contains(active)) {
      return null;
    }
    if (active.matches(".problem-rest")) {
      // Gone then: what it brought takes its place.
      return { index: this.#rows.length };
    }
    const item = active.closest(".problem");
    if (item) {
      const index = Number(item.dataset.index);
      return { index, problem: this.#rows[index], control: controls(item).indexOf(active) };
    }
    const { severity, part } = active.dataset;
    return { other: severity ? `[data-severity="${severity}"]` : `[data-part="${part}"]` };
  }

  #hold(held) {
    if (!held) {
      return;
    }
    const items = this.#list.querySelectorAll(".problem");
    const item = items[Math.min(held.index, items.length - 1)];
    if (item) {
      const { id, message } = this.#rows[item.dataset.index];
      const kept = id === held.problem?.id && message === held.problem.message;
      controls(item)[kept ? held.control : 0].focus({ preventScroll: kept });
      return;
    }
    const other = held.other ? this.#section.querySelector(`${held.other}:not([hidden])`) : null;
    (other ?? this.#part("problems-title")).focus();
  }

  // What a person does

  #click(event) {
    const target = event.target.closest("button");
    if (!target) {
      return;
    }
    const problem = this.#rows[target.closest(".problem")?.dataset.index];
    if (target.dataset.severity) {
      this.#filter.toggle(target.dataset.severity, counts(this.#problems));
      this.#render();
    } else if ("all" in target.dataset) {
      this.#all = true;
      this.#render();
    } else if (target.dataset.part === "fix-all") {
      this.#act.fixAll();
    } else if (target.dataset.fix) {
      this.#act.fix(problem, problem.fixes[target.dataset.fix]);
    } else if (target.dataset.line) {
      this.#act.jump(Number(target.dataset.line), Number(target.dataset.column));
    }
  }

  #key(event) {
    const control = event.ctrlKey || event.metaKey;
    if (control && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z") {
      this.#act.undo();
    } else if (event.key === "Escape") {
      this.#act.leave();
    } else if (!control && !event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      if (!this.#step(event.target, event.key === "ArrowDown" ? 1 : -1)) {
        return;
      }
    } else {
      return;
    }
    event.preventDefault();
  }

  #step(target, by) {
    const jumps = [...this.#list.querySelectorAll(".problem-jump, .problem-rest")];
    const own = target.closest(".problem")?.querySelector(".problem-jump") ?? target;
    const at = jumps.indexOf(own);
    jumps[at + by]?.focus();
    return at >= 0;
  }
}

function heading(problems) {
  if (!problems.length) {
    return "No findings";
  }
  return refuses(problems) ? "Findings" : "No errors";
}

function controls(item) {
  return [...item.querySelectorAll("button, a")];
}
