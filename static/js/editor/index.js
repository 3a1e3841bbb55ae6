// The custom elements of the editing pages.
