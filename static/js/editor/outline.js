// Which element of the machine stands where in the text: `{path, line, end_line}` per element.

/** The path of the smallest element that covers a line, or "". */
export function innermost(outline, line) {
  let best = null;
  for (const place of outline) {
    const covers = place.line <= line && line <= place.end_line;
    if (covers && (best === null || place.end_line - place.line < best.end_line - best.line)) {
      best = place;
    }
  }
  return best?.path ?? "";
}

/** The line where an element starts, or 0. */
export function lineOf(outline, path) {
  return outline.find((place) => place.path === path)?.line ?? 0;
}
