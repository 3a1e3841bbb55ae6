// How a run stands, in the words of the corner of its page. Pure.

/** What is said beside the dot, and whether the dot is green. `connection` is RunSocket's own word. */
export function standing(info, verdict, connection) {
  if (info.status === "finished" && verdict) {
    return { text: "finished", live: false };
  }
  if (connection !== "live") {
    return { text: connection, live: false };
  }
  if (info.wanted === "pause") {
    return { text: "paused", live: true };
  }
  if (info.status === "queued") {
    return { text: "queued: no worker has taken it yet", live: true };
  }
  return { text: "live", live: true };
}

/** The notes worth keeping in sight: a pause is worth it only while it lasts. */
export function notable(notes, verdict) {
  return notes.filter(({ what }, index) => {
    const paused = what === "paused" && index === notes.length - 1 && !verdict;
    return paused || !["paused", "continued"].includes(what);
  });
}
