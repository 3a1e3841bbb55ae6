// A file chosen by the user, as text: exactly its bytes, or not at all.

class NotTaken extends Error {
  name = "NotTaken";
}

/**
 * The text of a file. A file that is too large or not UTF-8 is refused with the place of the
 * trouble, which `check(blob)` (the server's own check) finds. Throws NotTaken.
 */
export async function takeFile(file, maxBytes, check) {
  if (file.size > maxBytes) {
    const limit = maxBytes.toLocaleString("en");
    throw new NotTaken(`it has ${file.size.toLocaleString("en")} bytes; the limit is ${limit}.`);
  }
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const { problems } = await check(new Blob([bytes]));
    const [first] = problems;
    throw new NotTaken(first ? `${first.line}:${first.column} ${first.message}` : "it is not UTF-8.");
  }
}
