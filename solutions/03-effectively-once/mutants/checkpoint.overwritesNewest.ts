export interface Checkpoint {
  readonly state: unknown;
  readonly offsets: Readonly<Record<number, number>>;
}

export type FileStep =
  | { readonly do: "write"; readonly path: string; readonly text: string }
  | { readonly do: "sync"; readonly path: string }
  | { readonly do: "rename"; readonly from: string; readonly to: string }
  | { readonly do: "syncFolder" };

const slots = ["checkpoint.a", "checkpoint.b"] as const;

/** Two files in turn, but it is the newer one that is overwritten. */
export function saveSteps(files: Readonly<Record<string, string>>, data: Checkpoint): FileStep[] {
  const versions = slots.map((path) => read(files[path])?.version ?? 0);
  const path = (versions[0] ?? 0) >= (versions[1] ?? 0) ? slots[0] : slots[1];
  const body = JSON.stringify({ version: Math.max(...versions) + 1, ...data });
  return [{ do: "write", path, text: `${body.length}:${body}` }, { do: "sync", path }, { do: "syncFolder" }];
}

export function load(files: Readonly<Record<string, string>>): Checkpoint | null {
  const whole = slots.map((path) => read(files[path])).filter((slot) => slot !== null);
  const newest = whole.sort((left, right) => right.version - left.version)[0];
  return newest === undefined ? null : { state: newest.state, offsets: newest.offsets };
}

interface Slot extends Checkpoint {
  readonly version: number;
}

/** A slot as `<length of the rest>:<rest>`: a torn one is shorter than it says. */
function read(text: string | undefined): Slot | null {
  const [, length, body] = /^(\d+):(.*)$/s.exec(text ?? "") ?? [];
  return body !== undefined && body.length === Number(length) ? (JSON.parse(body) as Slot) : null;
}
