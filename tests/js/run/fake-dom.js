// As much of a DOM as lists of elements need.

export class FakeElement {
  parent = null;
  children = [];
  dataset = {};
  textContent = "";

  constructor(name = "") {
    this.name = name;
  }

  get firstElementChild() {
    return this.children[0] ?? null;
  }

  get nextElementSibling() {
    return this.parent?.children[this.parent.children.indexOf(this) + 1] ?? null;
  }

  insertBefore(element, place) {
    if (element === place) {
      return;
    }
    element.remove();
    const index = place ? this.children.indexOf(place) : this.children.length;
    this.children.splice(index, 0, element);
    element.parent = this;
  }

  remove() {
    this.parent?.children.splice(this.parent.children.indexOf(this), 1);
    this.parent = null;
  }
}
