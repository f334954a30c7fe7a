/**
 * What any sink must do that says "exactly-once" (src/worker/sink.ts has it in words): a crash at every step, a batch that
 * comes again in another size, two writers, and a reader that looks all the while. It names what goes wrong, so that one
 * can see that a wrong sink is caught.
 */
import type { SinkBatch, SinkRow, TopicSink } from "../../src/worker/index.js";
import { Crashed, Steps } from "./steps.js";

/** Somewhere that sinks write to, and a reader that knows nothing of them. */
export interface SinkPlace {
  /** A sink of one process, whose every call of the outside world is a step. */
  sink(steps: Steps): TopicSink;
  /** The ids of all rows, as a reader sees them now. */
  read(): Promise<readonly string[]>;
  /** The process has crashed. */
  crashed?(): void;
  close?(): Promise<void>;
}

export type MakePlace = (name: string) => Promise<SinkPlace>;

export interface SinkFinding {
  readonly anomaly: "lost" | "duplicated" | "half-applied" | "zombie-write" | "stalled";
  readonly message: string;
}

const PARTITION = { topic: "sales", partition: 0 };
/** Offsets with gaps, as transaction marks leave them. */
const OFFSETS = [3, 4, 5, 7, 8, 11, 12];
const END = 13;
const [SIZE, OTHER_SIZE] = [3, 2];

const rows: readonly SinkRow[] = OFFSETS.map((offset) => ({
  partition: 0,
  offset,
  timestamp: 1_000 + offset,
  key: `k${offset}`,
  row: { id: `id-${offset}`, amount: offset },
}));

function* batchesFrom(position: number, size: number): Generator<SinkBatch> {
  const left = rows.filter(({ offset }) => offset >= position);
  for (let at = 0; at < left.length; at += size) {
    const some = left.slice(at, at + size);
    yield { rows: some, next: at + size < left.length ? some.at(-1)!.offset + 1 : END };
  }
}

/** A process that carries all rows into a sink; it begins where the sink says. */
async function carry(sink: TopicSink, size: number): Promise<void> {
  const writer = await sink.open(PARTITION);
  for (const batch of batchesFrom(writer.position ?? 0, size)) await writer.write(batch);
  await writer.close();
}

const sorted = (ids: readonly string[]): string => [...ids].sort().join(" ");
const all = rows.map(({ row }) => String(row!.id));

function compared(seen: readonly string[], wanted: readonly string[], where: string): SinkFinding[] {
  const twice = seen.filter((id, i) => seen.indexOf(id) !== i);
  const missing = wanted.filter((id) => !seen.includes(id));
  return [
    ...(twice.length > 0 ? [{ anomaly: "duplicated" as const, message: `${where}: ${twice} twice` }] : []),
    ...(missing.length > 0 ? [{ anomaly: "lost" as const, message: `${where}: ${missing} missing` }] : []),
  ];
}

/** Whether a reader sees the first so many batches, whole. */
function wholeBatches(seen: readonly string[], where: string): SinkFinding[] {
  const allowed = new Set<string>();
  for (let n = 0; n <= all.length; n += SIZE) allowed.add(sorted(all.slice(0, n)));
  allowed.add(sorted(all));
  return allowed.has(sorted(seen))
    ? []
    : [{ anomaly: "half-applied", message: `${where}: a reader sees ${seen.length} rows: ${sorted(seen)}` }];
}

/** A crash at every step; before the restart a reader sees whole batches, after it each row once. */
export async function crashEverywhere(make: MakePlace): Promise<{ steps: number; findings: SinkFinding[] }> {
  const findings: SinkFinding[] = [];
  for (let at = 1; ; at++) {
    const place = await make(`crash-${at}`);
    const steps = new Steps({ crashAt: at });
    const crashed = await carry(place.sink(steps), SIZE).then(
      () => false,
      () => steps.crashed,
    );
    if (!crashed && steps.crashed)
      findings.push({ anomaly: "stalled", message: `step ${at}: went on after its crash` });
    place.crashed?.();
    if (steps.crashed) findings.push(...wholeBatches(await place.read(), `after a crash at step ${at}`));
    await carry(place.sink(new Steps()), OTHER_SIZE).catch((error: Error) =>
      findings.push({ anomaly: "stalled", message: `after a crash at step ${at}: ${error.message}` }),
    );
    findings.push(...compared(await place.read(), all, `after a crash at step ${at} and a restart`));
    await place.close?.();
    if (!steps.crashed) return { steps: steps.taken, findings };
  }
}

/** A reader looks before and after every step. */
export async function readAllTheWhile(make: MakePlace): Promise<SinkFinding[]> {
  const findings: SinkFinding[] = [];
  const place = await make("reader");
  const look = async (step: number): Promise<void> => {
    findings.push(...wholeBatches(await place.read(), `at step ${step}`));
  };
  await carry(place.sink(new Steps({ look })), SIZE);
  await place.close?.();
  return findings;
}

/** All is sent again from the very beginning, to a writer that is open, in another size: nothing changes. */
export async function replay(make: MakePlace): Promise<SinkFinding[]> {
  const place = await make("replay");
  await carry(place.sink(new Steps()), SIZE);
  const writer = await place.sink(new Steps()).open(PARTITION);
  for (const batch of batchesFrom(0, OTHER_SIZE)) await writer.write(batch);
  await writer.close();
  const findings = compared(await place.read(), all, "after a replay");
  if (writer.position !== END)
    findings.push({ anomaly: "lost", message: `its place is ${writer.position}, not ${END}` });
  await place.close?.();
  return findings;
}

/** How long a successor is waited for that may itself wait for a transaction of its predecessor, in milliseconds. */
const SUCCESSOR_WAITS_MS = 40;

/** A writer stands still at every step, a successor takes over, and the first one wakes up and goes on. */
export async function twoWriters(make: MakePlace): Promise<SinkFinding[]> {
  const findings: SinkFinding[] = [];
  for (let at = 1; ; at++) {
    const place = await make(`zombie-${at}`);
    let wakeUp = (): void => {};
    const asleep = new Promise<void>((resolve) => {
      wakeUp = resolve;
    });
    let fellAsleep = (): void => {};
    const isAsleep = new Promise<void>((resolve) => {
      fellAsleep = resolve;
    });
    const steps = new Steps({
      look: async (step) => {
        if (step !== at) return;
        fellAsleep();
        await asleep;
      },
    });
    const zombie = carry(place.sink(steps), SIZE).then(
      () => "done",
      (error: Error) => `${error.name} ${"code" in error ? error.code : error.message}`,
    );
    const first = await Promise.race([isAsleep.then(() => "asleep"), zombie]);
    const successor = first === "asleep" ? carry(place.sink(new Steps()), OTHER_SIZE).catch((error) => error) : null;
    if (successor !== null) {
      await Promise.race([successor, new Promise((resolve) => setTimeout(resolve, SUCCESSOR_WAITS_MS))]);
      wakeUp();
      const ended = await successor;
      if (ended instanceof Error) await carry(place.sink(new Steps()), OTHER_SIZE); // overtaken by a zombie: it tries again
    }
    const said = await zombie;
    if (!["done", "SinkError fenced"].includes(said))
      findings.push({ anomaly: "zombie-write", message: `step ${at}: the first writer ended with ${said}` });
    findings.push(...compared(await place.read(), all, `after two writers, the first asleep at step ${at}`));
    await place.close?.();
    if (first !== "asleep") return findings;
  }
}

export { Crashed, Steps };
