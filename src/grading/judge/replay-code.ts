import { UsageError } from "../../core/usage-error.js";

/** One case of one property: which seed, and which way through fast-check's values and their smaller forms. */
export interface ReplayCode {
  readonly property: string;
  readonly seed: number;
  readonly path: string;
}

/** `neverBack.7.12-3-0x4`: the property, the seed, the path; `0x4` is 0-0-0-0. */
export function toReplayCode({ property, seed, path }: ReplayCode): string {
  const steps: string[] = [];
  let last = "";
  let times = 0;
  const flush = (): void => {
    if (times > 0) steps.push(times > 2 ? `${last}x${times}` : Array<string>(times).fill(last).join("-"));
  };
  for (const step of path.split(":")) {
    if (step === last) {
      times++;
    } else {
      flush();
      last = step;
      times = 1;
    }
  }
  flush();
  return `${property}.${seed}.${steps.join("-")}`;
}

/** Throws a `RangeError` for what is no replay code. */
export function parseReplayCode(text: string): ReplayCode {
  const match = /^(\w+)\.(-?\d+)\.(\d+(?:x\d+)?(?:-\d+(?:x\d+)?)*)$/.exec(text);
  if (match === null) {
    throw new UsageError(
      `"${text}" is no replay code; expected one such as neverBack.7.12-3-0x4, from a failure report`,
    );
  }
  const [, property = "", seed = "", steps = ""] = match;
  const path = steps.split("-").flatMap((step) => {
    const [value = "", times = "1"] = step.split("x");
    return Array<string>(Math.min(Number(times), 10_000)).fill(value);
  });
  return { property, seed: Number(seed), path: path.join(":") };
}
