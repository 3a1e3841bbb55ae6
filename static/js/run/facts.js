// One fact of a step in words: [text, isCode] pieces; templates/runner/fact.html says the same.

export function words(fact) {
  switch (fact.kind) {
    case "action":
      return [[fact.name, true]];
    case "emitted":
      return [[fact.event, true], [fact.cause ? ` ${fact.cause}` : "", false]];
    case "taken":
      return [[fact.transition, true], [`: ${fact.source} → ${fact.target}`, false]];
    case "ignored":
      return [[fact.event, true], [` in ${fact.state}: ${fact.reasons.join("; ")}`, false]];
    case "ambiguous":
      return [[fact.event, true], [`: took ${fact.chosen}, also enabled ${fact.others.join(", ")}`, false]];
    case "invariant":
      return [[`${fact.description}: ${fact.explanation}`, false]];
    case "forbidden":
      return [[`${fact.source} → ${fact.target} is forbidden${fact.reason ? `: ${fact.reason}` : ""}`, false]];
    case "assertion":
      return [[fact.explanation, false]];
    case "problem":
      return [[fact.message, false]];
    default:
      return [];
  }
}
