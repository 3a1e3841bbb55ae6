// Whether a text has what somebody looks for: all the words, in any order, whatever the case.

export function hits(query, text) {
  const said = text.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}
