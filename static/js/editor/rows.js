// One finding as elements: a row of the list, and the buttons that the list and the text both offer.
import { cloneOf } from "../lib/dom.js";
import { word } from "./problems.js";

const SAFE = "Safe: it cannot change what the playbook means";
const UNSAFE = "Changes the playbook; Undo takes it back";

/** What a finding says and offers, as a row of the list. */
export function row(pattern, problem, index) {
  const element = cloneOf(pattern);
  element.classList.add(problem.severity);
  element.dataset.index = index;
  const jump = element.querySelector(".problem-jump");
  jump.dataset.line = problem.line;
  jump.dataset.column = problem.column;
  element.querySelector(".problem-place").textContent = `${problem.line}:${problem.column}`;
  const badge = element.querySelector(".badge");
  badge.textContent = word(problem.severity);
  badge.classList.add(problem.severity);
  element.querySelector(".problem-message").textContent = problem.message;
  const link = element.querySelector(".problem-id");
  link.prepend(problem.id);
  link.href = rulePage(link.getAttribute("href"), problem.id);
  const more = element.querySelector(".problem-more");
  more.append(...offers(problem));
  if (!more.childElementCount) {
    more.remove();
  }
  return element;
}

/** The buttons of a finding: its related places, then its fixes. */
export function offers(problem) {
  const related = (problem.related ?? []).map((place) => {
    const jump = button("problem-related", `${place.message} ${place.line}:${place.column}`);
    jump.dataset.line = place.line;
    jump.dataset.column = place.column;
    return jump;
  });
  const fixes = (problem.fixes ?? []).map((fix, index) => {
    const apply = button("button problem-fix", fix.title);
    apply.dataset.fix = index;
    apply.title = fix.safe ? SAFE : UNSAFE;
    return apply;
  });
  return [...related, ...fixes];
}

/** The address of a rule's page. */
export function rulePage(rules, id) {
  return `${rules}${encodeURIComponent(id)}/`;
}

/** A button that submits nothing. */
export function button(className, text) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = className;
  element.textContent = text;
  return element;
}
