import {
  count,
  hopping,
  type Pipeline,
  pipeline,
  type Schema,
  seconds,
  session,
  sliding,
  tumbling,
} from "../../src/core/index.js";
import type { TideSettings, WindowKind } from "./settings.js";

/** A row of the page's topic. */
export interface TideRow {
  readonly at: number;
  readonly ship: string;
  readonly number: number;
}

/** The page makes its rows itself, so there is nothing to refuse. */
const anyRow: Schema<TideRow> = {
  "~standard": { version: 1, vendor: "tidemark-site", validate: (value) => ({ value: value as TideRow }) },
};

const windows = {
  tumbling: (size: number) => tumbling(seconds(size)),
  hopping: (size: number) => hopping(seconds(size), seconds(size / 2)),
  sliding: (size: number) => sliding(seconds(size)),
  session: (size: number) => session(seconds(size)),
} as const satisfies Record<WindowKind, (size: number) => unknown>;

/** The pipeline that the settings describe, as {@link snippet} writes it. */
export function job(settings: TideSettings): Pipeline {
  return pipeline("tide")
    .from("readings", anyRow)
    .eventTime("at", {
      outOfOrderness: seconds(settings.wait),
      ...(settings.guard ? { maxJump: seconds(60) } : {}),
    })
    .keyBy("ship")
    .window(windows[settings.window](settings.size), { lateness: seconds(settings.lateness) })
    .aggregate({ readings: count() })
    .to("readings-by-window");
}
