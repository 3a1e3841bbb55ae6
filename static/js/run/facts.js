// One fact of a step in words, as [text, isCode] pieces; templates/runner/fact.html says the same.

/** A sentence with `code` in it, as pieces. */
export function ticked(text) {
  return text
    .split("`")
    .map((piece, index) => [piece, index % 2 === 1])
    .filter(([piece]) => piece);
}

// Whose action it is, where it is not a step's own.
const ORIGINS = { on_exit: " on leaving", transition: " on the way", on_entry: " on entering" };

/** What a fact says. */
export function pieces(fact) {
  switch (fact.kind) {
    case "action":
      return [
        [fact.name, true],
        [ORIGINS[fact.origin] ?? "", false],
        [fact.provided === false ? ": the system has no such action; not executed" : "", false],
      ];
    case "emitted":
      return [[fact.event, true], [fact.cause ? ` ${fact.cause}` : "", false]];
    case "taken":
      return [[fact.transition, true], [`: ${fact.source} → ${fact.target}`, false]];
    case "ignored":
      return [[fact.event, true], ...ticked(` in ${fact.state}: ${fact.reasons.join("; ")}`)];
    case "ambiguous":
      return [[fact.event, true], [`: took ${fact.chosen}, also enabled ${fact.others.join(", ")}`, false]];
    case "invariant":
      return ticked(`${fact.description}: ${fact.explanation}`);
    case "forbidden":
      return [[`${fact.source} → ${fact.target} is forbidden${fact.reason ? `: ${fact.reason}` : ""}`, false]];
    case "assertion":
      return ticked(fact.explanation);
    case "captured":
      return fact.known ? [[`${fact.var} = ${fact.value}`, true]] : [[fact.var, true], ...ticked(`: ${fact.explanation}`)];
    case "problem":
      return [[fact.message, false]];
    default:
      return [];
  }
}
