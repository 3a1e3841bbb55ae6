// The list of findings under the text.
import { cloneOf } from "../lib/dom.js";

const SHOWN = 200;

/** What the heading says: "2 errors, 1 other finding". */
export function summary(problems) {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const others = problems.length - errors;
  const parts = [errors ? count(errors, "error") : "No errors"];
  if (others) {
    parts.push(count(others, "other finding"));
  }
  return parts.join(", ");
}

/** Whether a text with these findings would be refused. */
export function refuses(problems) {
  return problems.some((problem) => problem.severity === "error");
}

/** Show the findings, errors first among the many that cannot all be shown. */
export function render(list, heading, pattern, problems) {
  const shown = problems.slice(0, SHOWN);
  list.replaceChildren(...shown.map((problem) => item(pattern, problem)));
  const hidden = problems.length - shown.length;
  const text = summary(problems) + (hidden ? ` (the first ${SHOWN} are listed)` : "");
  if (heading.textContent !== text) {
    heading.textContent = text;
  }
}

function item(pattern, problem) {
  const element = cloneOf(pattern);
  const button = element.querySelector("button");
  element.classList.add(problem.severity);
  button.dataset.line = problem.line;
  button.dataset.column = problem.column;
  element.querySelector(".problem-place").textContent = `${problem.line}:${problem.column}`;
  const badge = element.querySelector(".badge");
  badge.textContent = problem.severity;
  badge.classList.add(problem.severity);
  element.querySelector('[data-part="text"]').textContent = problem.message;
  element.querySelector(".problem-id").textContent = problem.id;
  return element;
}

function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
