// Quick fixes: from the server's edits to changes of this text, and which of them go together.
import { lineStarts, offsetOf } from "./positions.js";

// More than any line has columns.
const WIDEST = 1e7;

/** The changes of some edits, in the order of the text; null where they overlap each other. */
export function changesOf(text, edits) {
  const starts = lineStarts(text);
  const changes = edits
    .map((edit) => ({
      from: offsetOf(text, starts, edit.line, edit.column),
      to: offsetOf(text, starts, edit.end_line, edit.end_column),
      insert: edit.text,
    }))
    .sort((one, other) => one.from - other.from || one.to - other.to);
  const overlap = changes.some(({ from, to }, at) => to < from || from < (changes[at - 1]?.to ?? 0));
  return overlap ? null : changes;
}

/**
 * The safe fixes that can be made in one go: of each finding the first one, unless it overlaps what
 * is planned already. Two findings that want the same are both served by it.
 */
export function safeFixes(problems) {
  const planned = [];
  const taken = new Map();
  for (const problem of problems) {
    const fix = problem.fixes?.find(({ safe }) => safe);
    if (fix?.edits.every((edit) => fits(edit, taken))) {
      planned.push(fix);
      fix.edits.forEach((edit) => taken.set(key(edit), range(edit)));
    }
  }
  return planned;
}

/** The edits of several fixes, each once. */
export function editsOf(fixes) {
  return [...new Map(fixes.flatMap((fix) => fix.edits).map((edit) => [key(edit), edit])).values()];
}

/** Whether an edit is planned already, or stands apart from all that are; two at one point do not. */
function fits(edit, taken) {
  if (taken.has(key(edit))) {
    return true;
  }
  const { from, to } = range(edit);
  return [...taken.values()].every((other) =>
    from < other.from ? to <= other.from : from > other.from && other.to <= from,
  );
}

function key({ line, column, end_line, end_column, text }) {
  return JSON.stringify([line, column, end_line, end_column, text]);
}

/** Two numbers that compare as the places do. */
function range({ line, column, end_line, end_column }) {
  return { from: line * WIDEST + column, to: end_line * WIDEST + end_column };
}

/**
 * The same remedy among the findings of a text that has changed since: of the same rule, with the
 * same words. Null unless there is exactly one, for a fix must never hit another place.
 */
export function again(problems, problem, fix) {
  const alike = problems.filter(({ id, message }) => id === problem.id && message === problem.message);
  if (alike.length !== 1) {
    return null;
  }
  return alike[0].fixes.find(({ title }) => title === fix.title) ?? null;
}
