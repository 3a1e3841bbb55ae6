import assert from "node:assert/strict";
import { test } from "node:test";
import { csrfToken, explain } from "../../../static/js/lib/http.js";

const page = (cookie, content) => ({
  cookie,
  querySelector: () => (content === undefined ? null : { content }),
});

test("the cookie's token goes before the page's, which may be older", () => {
  assert.equal(csrfToken(page("a=1; csrftoken=new", "old")), "new");
});

test("without a cookie the page's token is used", () => {
  assert.equal(csrfToken(page("xcsrftoken=1", "page")), "page");
  assert.equal(csrfToken(page("", undefined)), "");
});

test("what the server says goes before what we would say", () => {
  assert.equal(explain(500, "Said so."), "Said so.");
});

test("no answer, a lost session and a too large text have sentences of their own", () => {
  assert.match(explain(0), /could not be reached/);
  assert.match(explain(403), /session/);
  assert.match(explain(413), /larger/);
  assert.match(explain(599), /599/);
});
