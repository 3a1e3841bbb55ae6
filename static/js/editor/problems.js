// What is known of a text's findings without looking at the page: order, counts, what is shown.

// The same number in editor/contexts.py.
export const FEW_NOTES = 10;
export const SEVERITIES = ["error", "warning", "info"];
const NOUNS = { error: "error", warning: "warning", info: "note" };

/** The word for a severity: its name in the data is not what people call it. */
export function word(severity) {
  return NOUNS[severity];
}

/** "1 error", "3 notes". */
export function count(number, severity) {
  return `${number} ${NOUNS[severity]}${number === 1 ? "" : "s"}`;
}

/** How many findings there are of each severity. */
export function counts(problems) {
  const found = { error: 0, warning: 0, info: 0 };
  for (const { severity } of problems) {
    found[severity] += 1;
  }
  return found;
}

/** All in a sentence: "2 errors, 1 warning". */
export function summary(problems) {
  if (!problems.length) {
    return "No findings";
  }
  const found = counts(problems);
  const there = SEVERITIES.filter((severity) => found[severity]);
  const said = there.map((severity) => count(found[severity], severity));
  return (refuses(problems) ? said : ["No errors", ...said]).join(", ");
}

/** Whether a text with these findings would be refused. */
export function refuses(problems) {
  return problems.some((problem) => problem.severity === "error");
}

/**
 * As they are listed: errors first, each kind in the order of the text. What is no YAML comes before
 * all else, for it may be the cause of the rest.
 */
export function listed(problems) {
  return [...problems].sort((one, other) => rank(one) - rank(other) || before(one, other));
}

function rank({ id, severity }) {
  return severity === "error" && id?.startsWith("PB0") ? -1 : SEVERITIES.indexOf(severity);
}

/** The next finding after a place, or with `back` the last one before it; round the end of the text. */
export function next(problems, place, back = false) {
  const order = [...problems].sort(before);
  if (back) {
    return order.findLast((problem) => before(problem, place) < 0) ?? order.at(-1) ?? null;
  }
  return order.find((problem) => before(place, problem) < 0) ?? order[0] ?? null;
}

function before(one, other) {
  return one.line - other.line || one.column - other.column;
}

/** Which severities are shown: what a person has chosen, else all but a great many notes. */
export class Filter {
  #chosen = {};

  shows(severity, found) {
    return this.#chosen[severity] ?? (severity !== "info" || found.info <= FEW_NOTES);
  }

  toggle(severity, found) {
    this.#chosen[severity] = !this.shows(severity, found);
  }

  /** The findings that are shown. */
  of(problems) {
    const found = counts(problems);
    return problems.filter((problem) => this.shows(problem.severity, found));
  }
}
