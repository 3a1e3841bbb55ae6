import assert from "node:assert/strict";
import { test } from "node:test";
import { centred, fit, pan, shows, zoom } from "../../../static/js/diagram/view.js";

const picture = { width: 1000, height: 500 };
const window_ = { width: 500, height: 500 };

test("fit shows all of a large picture, centred", () => {
  const view = fit(picture, window_);
  assert.deepEqual(view, { x: 0, y: -250, width: 1000, height: 1000 });
  assert.ok(shows(view, { x: 0, y: 0, ...picture }));
});

test("fit does not blow a small picture up", () => {
  assert.equal(fit({ width: 10, height: 10 }, window_).width, 400);
});

test("the point under the pointer stays put while zooming", () => {
  const before = centred(500, 250, 0.5, window_);
  const after = zoom(before, window_, 2, 100, 400);
  const at = (view) => [view.x + (100 * view.width) / 500, view.y + (400 * view.height) / 500];
  assert.deepEqual(at(after), at(before));
});

test("zooming ends at a limit", () => {
  let view = fit(picture, window_);
  for (let i = 0; i < 50; i += 1) {
    view = zoom(view, window_, 2, 0, 0);
  }
  assert.equal(Math.round(window_.width / view.width), 3);
});

test("the picture cannot be dragged out of sight", () => {
  const view = pan(fit(picture, window_), picture, window_, 1e6, 0);
  assert.ok(view.x + view.width > 0);
});
