import {
  type Anomaly,
  type Code,
  elsewhere,
  exercise,
  type Finding,
  fc,
  list,
  same,
  show,
  type Timeline,
} from "tidemark/grading";
import { Disk, type FileStep, type Files } from "../_disk.js";
import { crashing } from "../_on-a-log.js";
import { resumed } from "./_resuming.js";

interface Checkpoint {
  readonly state: unknown;
  readonly offsets: Readonly<Record<number, number>>;
}

export interface Contract {
  saveSteps(files: Files, data: Checkpoint): FileStep[];
  load(files: Files): Checkpoint | null;
}

const { grader, property, example } = exercise<Contract>();

/** A save that is cut short after some of its steps, with one of the states that the disk is then in; or a whole one. */
interface Earlier {
  readonly whole: boolean;
  readonly cut: number;
  readonly outcome: number;
}

/** A state may be any JSON. The beginning of an object says nothing, that of a number or of a text may be another one. */
const kinds = {
  object: { of: (save: number): unknown => ({ save }), saveOf: (state: unknown) => (state as { save?: number })?.save },
  number: { of: (save: number): unknown => 1_000 + save, saveOf: (state: unknown) => Number(state) - 1_000 },
  text: {
    of: (save: number): unknown => `save ${save} of many`,
    saveOf: (state: unknown) => Number(/^save (\d+) of many$/.exec(`${state}`)?.[1] ?? 0),
  },
} as const;
type Kind = keyof typeof kinds;

/** A number stands in the state and in the offsets, so that one can tell which save each is from. */
const numbered = (save: number, kind: Kind = "object"): Checkpoint => ({
  state: kinds[kind].of(save),
  offsets: { 0: save, 1: 10 * save },
});

const threw = Symbol("threw");

/** What `load` gives; that it throws is one of the things to find out. */
async function tryLoad(code: Code<Contract>, files: Files): Promise<Checkpoint | null | typeof threw> {
  try {
    return await code.load(files);
  } catch (error) {
    if (error instanceof Error && error.name === "Threw") return threw;
    throw error;
  }
}

const oldOrNew = (loaded: unknown, before: unknown, next: Checkpoint): boolean =>
  loaded !== threw && (same(loaded, before) || same(loaded, next));

const said = (loaded: unknown): string => (loaded === threw ? "it throws" : show(loaded));

const draw = (steps: readonly FileStep[], cut: string, files: Files): Timeline => [
  ...steps.slice(-4).map((step, index, shown) => ({
    step: steps.length - shown.length + index + 1,
    does:
      step.do === "rename"
        ? `rename ${step.from} to ${step.to}`
        : step.do === "syncFolder"
          ? step.do
          : `${step.do} ${step.path}`,
  })),
  { step: "", does: cut, wrong: true },
  {
    step: "",
    does: `left: ${
      Object.entries(files)
        .map(([path, text]) => `${path} (${text.length} characters)`)
        .join(", ") || "nothing"
    }`,
  },
];

interface Cut {
  readonly steps: readonly FileStep[];
  readonly files: Files;
  readonly complete: boolean;
}

/** Every power cut of a plan, with every state of the disk after it. */
function cuts(files: Files, steps: readonly FileStep[]): Cut[] {
  const disk = new Disk(files);
  return [...Array(steps.length + 1).keys()].flatMap((count) => {
    const step = steps[count - 1];
    if (step !== undefined) disk.apply(step);
    const done = steps.slice(0, count);
    return disk.afterPowerCut().map((left) => ({ steps: done, files: left, complete: count === steps.length }));
  });
}

/** The folder after earlier saves, some of which were cut short. */
async function after(code: Code<Contract>, earlier: readonly Earlier[], kind: Kind = "object"): Promise<Files> {
  let files: Files = {};
  for (const [index, { whole, cut, outcome }] of earlier.entries()) {
    const steps = await code.saveSteps(files, numbered(index + 1, kind));
    const all = cuts(files, steps);
    const last = whole || steps.length === 0 ? steps.length : cut % steps.length;
    const possible = all.filter((one) => one.steps.length === last);
    files = possible[outcome % possible.length]?.files ?? files;
  }
  return files;
}

/** A save of which nothing is found, or an older one in its place, is lost; code that throws goes no further. */
function byEffect(loaded: unknown, kind: Kind, anomaly: Anomaly): Anomaly {
  if (loaded === threw) return "stalled";
  const save = loaded === null ? null : kinds[kind].saveOf((loaded as Checkpoint).state);
  return save === null || (save !== undefined && same(loaded, numbered(save, kind))) ? "lost" : anomaly;
}

interface Saves {
  readonly earlier: readonly Earlier[];
  readonly kind: Kind;
}

/** Looks at every cut of one more save; `wrong` says what must not be. */
async function everyCut(
  code: Code<Contract>,
  { earlier, kind }: Saves,
  anomaly: Anomaly,
  wrong: (loaded: unknown, cut: Cut, before: unknown, next: Checkpoint) => string | undefined,
): Promise<Finding | undefined> {
  const files = await after(code, earlier, kind);
  const next = numbered(earlier.length + 1, kind);
  const before = await tryLoad(code, files);
  const all = cuts(files, await code.saveSteps(files, next));
  const loaded = await Promise.all(all.map(({ files }) => tryLoad(code, files)));
  for (const [index, cut] of all.entries()) {
    const expected = wrong(loaded[index], cut, before, next);
    if (expected === undefined) continue;
    const timeline = draw(cut.steps, "power fails, then load", cut.files);
    const note = `Before this save load gave ${said(before)}.`;
    return { expected, got: said(loaded[index]), anomaly: byEffect(loaded[index], kind, anomaly), timeline, note };
  }
  return undefined;
}

const earlier = (maxLength: number): fc.Arbitrary<Earlier[]> =>
  list(fc.record({ whole: fc.boolean(), cut: fc.nat(11), outcome: fc.nat(60) }), 0, maxLength);
const saves = (earlier: fc.Arbitrary<Earlier[]>): fc.Arbitrary<Saves> =>
  fc.record({ earlier, kind: fc.constantFrom<Kind>("object", "number", "text") });
const reaches = {
  "an earlier save": [0.3, ({ earlier }: Saves) => earlier.length > 0],
  "one that was cut short": [0.1, ({ earlier }: Saves) => earlier.some(({ whole }) => !whole)],
  "a state that is a number": [0.1, ({ kind }: Saves) => kind === "number"],
} as const;
const runs = 40;

const savedOnce: fc.Arbitrary<Checkpoint> = fc.record({
  state: fc.nat(2),
  offsets: fc.constantFrom<Checkpoint["offsets"]>({ 0: 7 }, { 0: 7 }, { 0: 7, 3: 2 }, { 0: 8 }, {}),
});

export default grader({
  title: "state and offsets saved together, over a power cut",
  whenThrown: "lost",
  exports: { saveSteps: "function", load: "function" },
  properties: {
    nothing: property({
      says: "Where nothing was saved load gives null, and the files of others do not trouble it.",
      given: fc.constantFrom<Files>(
        {},
        { "notes.txt": "" },
        { "notes.txt": "remember the milk", "lost+found": "\u0000{" },
      ),
      whenThrown: "stalled",
      async check(code, files) {
        const got = await code.load(files);
        return got === null ? undefined : { expected: null, got, anomaly: "wrong-value" };
      },
    }),
    possible: property({
      says: "Every step can be carried out: only a file that is there can be synced or renamed.",
      given: earlier(3),
      runs,
      async check(code, earlier) {
        const files = await after(code, earlier);
        const steps = await code.saveSteps(files, numbered(earlier.length + 1));
        const disk = new Disk(files);
        for (const [index, step] of steps.entries()) {
          const why = disk.apply(step);
          if (why === undefined) continue;
          const timeline = draw(steps.slice(0, index + 1), why, files);
          return { expected: "a step that can be carried out", got: step, anomaly: "wrong-value", timeline };
        }
        return undefined;
      },
    }),
    durable: property({
      says: "After the last step load gives what was saved, whether the power fails then or not.",
      given: saves(earlier(3)),
      cover: reaches,
      runs,
      check: (code, one) =>
        everyCut(code, one, "lost", (loaded, { complete }, _, next) =>
          complete && !same(loaded, next) ? show(next) : undefined,
        ),
    }),
    anyState: property({
      says: "Whatever JSON can hold is a state, and comes back as it was.",
      given: fc.constantFrom<unknown>(null, 0, false, "", "two\nlines", "ção 🚢", [], [1, [2]], {}, { a: { b: null } }),
      runs,
      async check(code, state) {
        const data = { state, offsets: { 0: 7, 12: 0 } };
        const disk = new Disk({});
        for (const step of await code.saveSteps({}, data)) disk.apply(step);
        const files = disk.afterPowerCut().at(-1) ?? {};
        const got = await tryLoad(code, files);
        return same(got, data) ? undefined : { expected: data, got: said(got), anomaly: "wrong-value" };
      },
    }),
    replaces: property({
      says: "A save takes the place of the one before: with other partitions, or with another state and equal offsets.",
      given: fc.record({ before: savedOnce, next: savedOnce }),
      cover: {
        "a partition that is no more": [
          0.1,
          ({ before, next }) => Object.keys(before.offsets).some((partition) => !(partition in next.offsets)),
        ],
        "another state with equal offsets": [
          0.05,
          ({ before, next }) => same(before.offsets, next.offsets) && !same(before.state, next.state),
        ],
      },
      runs: 100,
      async check(code, { before, next }) {
        let files: Files = {};
        let steps: readonly FileStep[] = [];
        for (const data of [before, next]) {
          const disk = new Disk(files);
          steps = await code.saveSteps(files, data);
          for (const step of steps) disk.apply(step);
          files = disk.afterPowerCut().at(-1) ?? {};
        }
        const got = await tryLoad(code, files);
        if (same(got, next)) return undefined;
        const timeline = draw(steps, "then load", files);
        const note = `Before this save load gave ${show(before)}.`;
        return { expected: next, got: said(got), anomaly: "wrong-value", timeline, note };
      },
    }),
    together: property({
      says: "Load never gives a state with the offsets of another save.",
      given: saves(earlier(3)),
      cover: reaches,
      runs,
      check: (code, one) =>
        everyCut(code, one, "half-applied", (loaded) => {
          if (loaded === threw || loaded === null) return undefined;
          const { state, offsets } = loaded as Checkpoint;
          const save = kinds[one.kind].saveOf(state);
          return save === undefined || !same(state, kinds[one.kind].of(save)) || same(offsets, numbered(save).offsets)
            ? undefined
            : `state ${save} with its offsets, ${show(numbered(save).offsets)}`;
        }),
    }),
    oldOrNew: property({
      says: "Wherever the power fails, load gives what it gave before this save, or the new checkpoint, whole.",
      given: saves(earlier(3)),
      cover: reaches,
      runs,
      check: (code, one) =>
        everyCut(code, one, "half-applied", (loaded, _, before, next) =>
          oldOrNew(loaded, before, next) ? undefined : `${said(before)} or ${show(next)}`,
        ),
    }),
    fewPaths: property({
      says: "However often one saves, at most three paths are used.",
      given: earlier(6),
      runs,
      async check(code, earlier) {
        const saves = [...earlier, { whole: true, cut: 0, outcome: 0 }, { whole: true, cut: 0, outcome: 0 }];
        const used = new Set<string>();
        for (let count = 0; count <= saves.length; count++) {
          const files = await after(code, saves.slice(0, count));
          for (const step of await code.saveSteps(files, numbered(count + 1))) {
            if (step.do === "rename") used.add(step.from).add(step.to);
            if (step.do === "write") used.add(step.path);
          }
        }
        if (used.size <= 3) return undefined;
        return {
          expected: "at most 3 paths",
          got: `${used.size} after ${saves.length + 1} saves`,
          anomaly: "unbounded-state",
          timeline: [...used].slice(0, 6).map((path) => ({ path })),
        };
      },
    }),
    twelve: property({
      says: "Twelve saves in a row, each begun on what a crash has left: every load gives the last one or the one begun.",
      given: saves(
        fc.array(fc.record({ whole: fc.boolean(), cut: fc.nat(11), outcome: fc.nat(60) }), {
          minLength: 12,
          maxLength: 12,
        }),
      ),
      runs: 10,
      check: (code, one) =>
        everyCut(code, one, "half-applied", (loaded, _, before, next) =>
          oldOrNew(loaded, before, next) ? undefined : `${said(before)} or ${show(next)}`,
        ),
    }),
    newProcess: property({
      says: "What one process has saved, another one loads: the files are all that it has.",
      given: fc.constant(null),
      runs: 1,
      async check(code) {
        const data = numbered(1);
        const disk = new Disk({});
        const steps = await code.saveSteps({}, data);
        for (const step of steps) disk.apply(step);
        const got = await tryLoad(await elsewhere(code), disk.files());
        if (same(got, data)) return undefined;
        const timeline = draw(steps, "then load, in a new process", disk.files());
        return { expected: data, got: said(got), anomaly: "lost", timeline };
      },
    }),
    many: property({
      says: "However often one has saved, load gives the last one.",
      given: fc.constant(null),
      runs: 1,
      async check(code) {
        let files: Files = {};
        for (let save = 1; save <= 120; save++) {
          const disk = new Disk(files);
          const steps = await code.saveSteps(files, numbered(save));
          for (const step of steps) disk.apply(step);
          files = disk.afterPowerCut().at(-1) ?? {};
          const got = await tryLoad(code, files);
          if (same(got, numbered(save))) continue;
          const timeline = draw(steps, `that was save ${save}; then load`, files);
          return { expected: numbered(save), got: said(got), anomaly: "lost", timeline };
        }
        return undefined;
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's totals: saved once, loaded once.",
      async check(code) {
        const data = { state: { harbor: 3, ferry: 2 }, offsets: { 0: 500 } };
        const disk = new Disk({});
        const steps = await code.saveSteps({}, data);
        for (const step of steps) disk.apply(step);
        const got = await tryLoad(code, disk.afterPowerCut().at(-1) ?? {});
        return same(got, data) ? undefined : { expected: data, got: said(got), anomaly: "lost" };
      },
    }),
  ],
  integration: crashing(
    "A task that goes on from its checkpoint sums up a topic, and every record counts once, wherever power fails.",
    ["saveSteps", "load"],
    resumed,
  ),
  hints: {
    general: [
      "At which moment does the new checkpoint begin to count? What does load read just before, and what just after?",
      "Write everything into a file that load does not look at, make sure of it, and then put it in the place of the old one in one step.",
      "write to checkpoint.tmp, sync it, rename it to checkpoint, syncFolder; load parses checkpoint, or gives null when there is none.",
    ],
    nothing: [
      "Which files does load look at, and what if they are not there?",
      "Look only at the paths that you write yourself; undefined says that nothing was saved.",
      'const text = files["checkpoint"]; return text === undefined ? null : JSON.parse(text);',
    ],
    durable: [
      "After the last step, what of the text is certain to be on the disk, and what of the name?",
      "The text is certain after a sync of its file, and this before the rename; the rename is certain after a sync of the folder.",
      "write, sync, rename, syncFolder: in this order.",
    ],
    together: [
      "Between which two steps is one part of the checkpoint new and the other old?",
      "State and offsets are one thing. Put both into one text.",
      "text: JSON.stringify(data)",
    ],
    oldOrNew: [
      "Which file does load read here, and in which step was that file half written?",
      "A file that load reads must never be written in place, unless load can tell that it is torn and has another.",
      "Write to another path and rename; and let load ignore that path.",
    ],
    fewPaths: [
      "How many files are there after a year of saving every ten seconds?",
      "Use the same two names again and again; a rename replaces what was there.",
      "checkpoint.tmp and checkpoint are enough.",
    ],
  },
});
