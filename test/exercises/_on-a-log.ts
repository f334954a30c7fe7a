/**
 * What the integration checks share that are no mere fold: a program over a log with a learner's functions in it, run
 * under a crash at every step of the simulation, and once on a real broker.
 */
import { type Log, type LogRecord, simulatedKafka } from "tidemark";
import { crashEverywhere, type Immediate, type Integration, onceOn, type Program, withAnswers } from "tidemark/grading";

type Functions<Contract> = (functions: Immediate<Contract>) => Program<unknown>;

/** Under a crash at every step, with a restart. */
export function crashing<Contract>(
  says: string,
  names: readonly (keyof Immediate<Contract> & string)[],
  build: Functions<Contract>,
): Integration<Contract> {
  return {
    says,
    check: (code) =>
      withAnswers(code, names, async (functions) => {
        await rehearse(functions, build);
        return await crashEverywhere(build(functions));
      }),
    onLog: (code, log, prefix) => withAnswers(code, names, (functions) => onceRehearsed(log, prefix, functions, build)),
  };
}

/** The same for what happens on the log itself, to which a crash of the program would add nothing. */
export function undisturbed<Contract>(
  says: string,
  names: readonly (keyof Immediate<Contract> & string)[],
  build: Functions<Contract>,
): Integration<Contract> {
  return {
    says,
    check: (code) => withAnswers(code, names, (functions) => onceOn(simulated(), "exercise", build(functions))),
    onLog: (code, log, prefix) => withAnswers(code, names, (functions) => onceRehearsed(log, prefix, functions, build)),
  };
}

const simulated = (): Log => simulatedKafka({ seed: 1 }).process("grader").log;

/** A real broker is not to be asked again and again while answers are missing: they are found on the simulation. */
async function onceRehearsed<Contract>(
  log: Log,
  prefix: string,
  functions: Immediate<Contract>,
  build: Functions<Contract>,
) {
  await rehearse(functions, build);
  return await onceOn(log, prefix, build(functions));
}

/** Runs the program once, undisturbed, and throws what a function threw: most answers that are missing are missed here. */
async function rehearse<Contract>(functions: Immediate<Contract>, build: Functions<Contract>): Promise<void> {
  let missing: unknown;
  const noticed = Object.fromEntries(
    Object.entries(functions).map(([name, f]) => [
      name,
      (...args: never[]): unknown => {
        try {
          return (f as (...args: never[]) => unknown)(...args);
        } catch (error) {
          missing ??= error;
          throw error;
        }
      },
    ]),
  ) as unknown as Immediate<Contract>;
  await onceOn(simulated(), "exercise", build(noticed));
  if (missing !== undefined) throw missing;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const bytesOf = (text: string): Uint8Array => encoder.encode(text);
export const textOf = (bytes: Uint8Array | null): string => decoder.decode(bytes ?? new Uint8Array());

/** All records of a partition from an offset on; up to the very end, whose last commit the read waits for. */
export async function recordsFrom(log: Log, topic: string, partition: number, from = 0): Promise<LogRecord[]> {
  const range = (await log.offsets(topic, "read_uncommitted"))[partition];
  const records: LogRecord[] = [];
  if (range === undefined || range.end <= from) return records;
  const start = { topic, partition, offset: from };
  for await (const batch of log.read(start, range.end, { isolation: "read_committed" })) records.push(...batch);
  return records;
}

/** The values of a topic's only partition. */
export const valuesOf = async (log: Log, topic: string): Promise<string[]> =>
  (await recordsFrom(log, topic, 0)).map(({ value }) => textOf(value));

/** A topic with these values, by partition, and one of a single partition for what comes out. */
export async function inAndOut(log: Log, prefix: string, values: readonly (readonly string[])[]): Promise<void> {
  await log.createTopics([
    { name: `${prefix}-in`, partitions: values.length },
    { name: `${prefix}-out`, partitions: 1 },
  ]);
  const producer = await log.producer();
  await producer.send(
    values.flatMap((own, partition) =>
      own.map((value) => ({ topic: `${prefix}-in`, partition, key: null, value: bytesOf(value) })),
    ),
  );
  await producer.close();
}

/** A program that did not come to its end is stalled, or threw. */
export function unfinished(end: { readonly kind: string; readonly error?: unknown }) {
  if (end.kind === "returned") return null;
  return { anomaly: "stalled", message: end.kind === "threw" ? `it threw ${end.error}` : `it ${end.kind}` };
}
