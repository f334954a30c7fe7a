import type { Position } from "tidemark/exercises";

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

export type Plan = (batch: readonly Position[], every: number) => Step[];

/** Stops after every step and looks at what a restart would read: nothing may be missing, and not too much may come again. */
export function safeCommits(plan: Plan, batch: readonly Position[], every: number): boolean {
  const steps = plan(batch, every);
  const textOf = ({ partition, offset }: Position): string => `${partition}/${offset}`;
  const processed = (until: number): Step[] => steps.slice(0, until).filter((step) => step.do === "process");
  const inOrder = (positions: readonly Position[]): string =>
    [...positions]
      .map((position, index) => ({ position, index }))
      .sort((one, other) => one.position.partition - other.position.partition || one.index - other.index)
      .map(({ position }) => textOf(position))
      .join();
  if (inOrder(processed(steps.length)) !== inOrder(batch)) return false;
  const committed: Record<number, number> = {};
  for (const [index, { do: kind, partition, offset }] of steps.entries()) {
    const done = new Set(processed(index + 1).map(textOf));
    const own = batch.filter((position) => position.partition === partition);
    const last = own.at(-1)?.offset ?? -1;
    if (kind === "commit") {
      if (offset < (committed[partition] ?? 0) || offset > last + 1) return false;
      committed[partition] = offset;
    }
    const from = committed[partition] ?? 0;
    if (own.some((position) => position.offset < from && !done.has(textOf(position)))) return false;
    if (own.filter((position) => position.offset >= from && done.has(textOf(position))).length > every) return false;
  }
  return batch.every(({ partition, offset }) => (committed[partition] ?? 0) > offset) && endsAtNext(batch, committed);
}

const endsAtNext = (batch: readonly Position[], committed: Readonly<Record<number, number>>): boolean =>
  Object.entries(committed).every(([partition, offset]) =>
    batch.some((position) => position.partition === Number(partition) && position.offset + 1 === offset),
  );
