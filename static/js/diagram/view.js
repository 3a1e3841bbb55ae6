// The arithmetic of looking at a picture: which part of it is in the window. Pure functions.

export const MAX_SCALE = 3;
export const MIN_SCALE = 0.05;
const FIT_AT_MOST = 1.25;

/** The view that shows the whole picture in the window, never blown up beyond `FIT_AT_MOST`. */
export function fit(picture, window_, least = 0) {
  const scale = Math.max(
    least,
    Math.min(window_.width / picture.width, window_.height / picture.height, FIT_AT_MOST),
  );
  return centred(picture.width / 2, picture.height / 2, scale, window_);
}

/** The view of a scale with a point of the picture in its middle. */
export function centred(x, y, scale, window_) {
  const width = window_.width / scale;
  const height = window_.height / scale;
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** Zoom by a factor while the picture's point under (atX, atY), in window pixels, stays put. */
export function zoom(view, window_, factor, atX, atY) {
  const scale = window_.width / view.width;
  const next = Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale * factor));
  const x = view.x + atX / scale;
  const y = view.y + atY / scale;
  return {
    x: x - atX / next,
    y: y - atY / next,
    width: window_.width / next,
    height: window_.height / next,
  };
}

/** Move the picture by window pixels, but never wholly out of sight. */
export function pan(view, picture, window_, dx, dy) {
  const scale = window_.width / view.width;
  const margin = 60 / scale;
  const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
  return {
    ...view,
    x: clamp(view.x - dx / scale, margin - view.width, picture.width - margin),
    y: clamp(view.y - dy / scale, margin - view.height, picture.height - margin),
  };
}

/** Whether a rectangle of the picture is wholly in the view. */
export function shows(view, box) {
  return (
    box.x >= view.x &&
    box.y >= view.y &&
    box.x + box.width <= view.x + view.width &&
    box.y + box.height <= view.y + view.height
  );
}
