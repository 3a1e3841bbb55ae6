// The custom elements of the run pages.
