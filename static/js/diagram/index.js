// The diagram's custom element.
