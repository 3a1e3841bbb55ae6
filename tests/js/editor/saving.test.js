import assert from "node:assert/strict";
import { test } from "node:test";
import { Saving } from "../../../static/js/editor/saving.js";
import { RequestFailed } from "../../../static/js/lib/http.js";

/** A page whose server answers what the test says, one answer after the other. */
function stage(...answers) {
  const log = { sent: [], kept: [], dropped: [], states: [], problems: [], said: [], panels: [] };
  const code = {
    text: "mine",
    version: "version 1",
    clean: null,
    replace(text) {
      this.text = text;
    },
    focus() {},
  };
  const saving = new Saving({
    url: "/save/",
    base: 1,
    key: "wish",
    code,
    drafts: {
      keep: (base, text) => log.kept.push([base, text]),
      drop: (base) => log.dropped.push(base),
    },
    notices: {
      clear: () => log.said.push(""),
      say: (text, { choices = [] } = {}) => log.said.push({ text, choices }),
      panel: (markup, choices) => log.panels.push({ markup, choices }),
    },
    message: { value: "why" },
    state: (text, kind) => log.states.push(kind),
    problems: (found, version) => log.problems.push([found, version]),
    done: (answer) => log.states.push(answer.message),
    send: async (url, body) => {
      log.sent.push(body);
      const answer = answers.shift();
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    },
  });
  return { saving, code, log };
}

const saved = { revision: 2, message: "Saved as revision 2." };
const overtaken = () =>
  new RequestFailed("overtaken", 409, { head: 5, text: "theirs", panel: "<section>" });

test("a save names its base, and the next one starts from its answer", async () => {
  const { saving, code, log } = stage(saved);
  await saving.save();
  assert.deepEqual(log.sent, [{ text: "mine", base: 1, message: "why", key: "wish" }]);
  assert.equal(saving.base, 2);
  assert.equal(code.clean, "version 1");
  assert.deepEqual(log.dropped, [1]);
});

test("what is typed while saving counts as unsaved", async () => {
  const { saving, code } = stage(saved);
  const done = saving.save();
  code.version = "version 2";
  await done;
  assert.equal(code.clean, "version 1");
});

test("a second save while one is under way is not sent", async () => {
  const { saving, log } = stage(saved, saved);
  await Promise.all([saving.save(), saving.save()]);
  assert.equal(log.sent.length, 1);
});

test("a refused text shows its problems and stays unsaved", async () => {
  const problems = [{ line: 1 }];
  const { saving, code, log } = stage(new RequestFailed("errors", 422, { problems }));
  await saving.save();
  assert.deepEqual(log.problems, [[problems, "version 1"]]);
  assert.deepEqual([saving.base, code.clean, log.states.at(-1)], [1, null, "failed"]);
});

test("a failure keeps a draft and offers to try again", async () => {
  const { saving, log } = stage(new RequestFailed("unreachable", 0), saved);
  await saving.save();
  assert.deepEqual(log.kept, [[1, "mine"]]);
  const [{ text, choices }] = log.said;
  assert.match(text, /unreachable The text is kept/);
  await choices[0].act();
  assert.equal(log.sent.length, 2);
});

test("after a conflict one may save on top of what was shown", async () => {
  const { saving, log } = stage(overtaken(), saved);
  await saving.save();
  const [{ choices }] = log.panels;
  await choices[0].act();
  assert.deepEqual(
    log.sent.map(({ base, text }) => [base, text]),
    [
      [1, "mine"],
      [5, "mine"],
    ],
  );
});

test("after a conflict one may take theirs, and one's own text stays a draft", async () => {
  const { saving, code, log } = stage(overtaken());
  await saving.save();
  log.panels[0].choices[1].act();
  assert.deepEqual([code.text, saving.base, log.dropped], ["theirs", 5, []]);
  assert.deepEqual(log.kept, [[1, "mine"]]);
});

test("nothing is sent on top of another's revision without being asked", async () => {
  const { saving, log } = stage(overtaken());
  await saving.save();
  log.panels[0].choices[2].act();
  assert.equal(log.sent.length, 1);
  assert.equal(saving.base, 1);
});
