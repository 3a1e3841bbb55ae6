// <wish-key>: gives a form's hidden `key` a value of its own each time the page is come to, so that
// pressing a button twice is one wish, and coming back to press it again is another.
import { Widget } from "../lib/element.js";

/** 128 random bits in hexadecimal; unlike crypto.randomUUID also where the page came over plain HTTP. */
export function newKey(random = crypto) {
  return [...random.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class WishKey extends Widget {
  attach() {
    this.#renew();
    this.listen(window, "pageshow", (event) => event.persisted && this.#renew());
  }

  #renew() {
    this.querySelector("input").value = newKey();
  }
}
