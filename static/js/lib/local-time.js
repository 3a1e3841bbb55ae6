// <local-time>: the <time> inside, shown in the reader's own time zone and language.
import { Widget } from "./element.js";

const FORMAT = { dateStyle: "medium", timeStyle: "short" };

export class LocalTime extends Widget {
  attach() {
    const time = this.querySelector("time");
    const date = new Date(time?.dateTime ?? "");
    if (Number.isNaN(date.getTime())) {
      return;
    }
    time.title = date.toString();
    time.textContent = new Intl.DateTimeFormat(undefined, FORMAT).format(date);
  }
}
