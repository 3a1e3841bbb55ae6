// From the server's line and column to a place in the text editor, and which line ends a text has.
//
// The server counts lines as YAML breaks them (CR LF, CR or LF) and columns in characters, both from
// 1. Strings here count UTF-16 units, so a character outside the basic plane is two of them.

const BREAK = /\r\n|\r|\n/g;

/** How the lines of a text end: "crlf" when all do so, "mixed" when CR occurs otherwise, else "lf". */
export function lineEnds(text) {
  const breaks = text.match(BREAK) ?? [];
  if (!breaks.some((found) => found !== "\n")) {
    return "lf";
  }
  return breaks.every((found) => found === "\r\n") ? "crlf" : "mixed";
}

/**
 * Where each line of a text starts, in UTF-16 units. A byte order mark belongs to no line: the server
 * does not count it.
 */
export function lineStarts(text) {
  const starts = [text.match(/^\ufeff*/)[0].length];
  for (const found of text.matchAll(BREAK)) {
    starts.push(found.index + found[0].length);
  }
  return starts;
}

/** The UTF-16 offset of a line and column, cut to the line and to the text. */
export function offsetOf(text, starts, line, column) {
  const row = Math.min(Math.max(line, 1), starts.length) - 1;
  const end = row + 1 < starts.length ? starts[row + 1] : text.length;
  let offset = starts[row];
  for (let left = column - 1; left > 0 && offset < end; left -= 1) {
    if (text[offset] === "\n" || text[offset] === "\r") {
      break;
    }
    offset += text.codePointAt(offset) > 0xffff ? 2 : 1;
  }
  return Math.min(offset, text.length);
}

/** The line and column (both from 1, in characters) of a UTF-16 offset. */
export function placeOf(text, starts, offset) {
  let row = starts.length - 1;
  while (row > 0 && starts[row] > offset) {
    row -= 1;
  }
  return { line: row + 1, column: [...text.slice(starts[row], offset)].length + 1 };
}

/** The finding for a text that is over the limit, placed where the limit is passed; null below it. */
export function tooLarge(text, maxBytes) {
  if (text.length * 3 <= maxBytes) {
    return null;
  }
  const encoder = new TextEncoder();
  const { read, written } = encoder.encodeInto(text, new Uint8Array(maxBytes));
  if (read === text.length && written <= maxBytes) {
    return null;
  }
  const { line, column } = placeOf(text, lineStarts(text), read);
  return {
    id: "PB008",
    severity: "error",
    message: `the text is larger than ${maxBytes.toLocaleString("en")} bytes; the limit is passed here`,
    line,
    column,
    end_line: line,
    end_column: column,
    path: "",
  };
}
