import { type Anomaly, type Code, exercise, type Finding, fc, list, same, show, type Timeline } from "tidemark/grading";
import { Disk, type FileStep, type Files } from "../_disk.js";

interface Staged {
  readonly name: string;
  readonly complete: boolean;
}

export interface Contract {
  commitFiles(listed: readonly string[], staged: readonly Staged[], batchId: number): FileStep[];
}

const { grader, property, example } = exercise<Contract>();

interface Commit {
  readonly listed: readonly string[];
  readonly staged: readonly Staged[];
  readonly batchId: number;
  /** A crash has left files of a list that never came to be. */
  readonly leftover: boolean;
}

const nameOf = (entry: string): string => entry.slice(entry.indexOf("/") + 1);
const textOf = (name: string): string => `the rows of ${name}`;

/** A folder in which all that is listed is safe, and what is staged is not. */
function folder({ listed, staged, leftover }: Commit): Disk {
  const disk = new Disk({
    ...Object.fromEntries(listed.map((entry) => [nameOf(entry), textOf(nameOf(entry))])),
    ...(listed.length === 0 ? {} : { _list: JSON.stringify(listed) }),
    ...(leftover ? { "_list.tmp": '["9', _list_new: "" } : {}),
  });
  for (const { name, complete } of staged) {
    disk.apply({ do: "write", path: name, text: complete ? textOf(name) : textOf(name).slice(0, 4) });
  }
  return disk;
}

/** The entries whose files are whole, as a reader finds them; a text says which fault it meets. */
function read(files: Files): readonly string[] | string {
  const text = Object.hasOwn(files, "_list") ? files._list : undefined;
  if (text === undefined) return [];
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    return "_list is torn";
  }
  if (!Array.isArray(entries) || entries.some((one) => typeof one !== "string")) return "_list is no array of texts";
  for (const entry of entries as string[]) {
    const name = nameOf(entry);
    if (!Object.hasOwn(files, name)) return `${entry} is listed, and no file ${name} is there`;
    if (files[name] !== textOf(name)) return `${entry} is listed, and ${name} is torn`;
  }
  return (entries as string[]).toSorted();
}

const after = ({ listed, staged, batchId }: Commit): readonly string[] =>
  [...listed, ...staged.map(({ name }) => `${batchId}/${name}`)].toSorted();

/** Of a long list, its end. */
const said = (seen: readonly string[] | string): string =>
  typeof seen === "string" ? seen : seen.length > 8 ? `… ${show(seen.slice(-8))}` : show(seen);

const draw = (steps: readonly FileStep[], then: string): Timeline => [
  ...steps.slice(-5).map((step, index, shown) => ({
    step: steps.length - shown.length + index + 1,
    does:
      step.do === "rename"
        ? `rename ${step.from} to ${step.to}`
        : step.do === "syncFolder"
          ? step.do
          : `${step.do} ${step.path}`,
  })),
  { step: "", does: then, wrong: true },
];

/** What readers may find while the plan is carried out: with the power on, and after a cut at each step. */
async function everyCut(
  code: Code<Contract>,
  commit: Commit,
  wrong: (seen: readonly string[] | string, isComplete: boolean) => string | undefined,
  anomaly: (seen: readonly string[] | string) => Anomaly,
): Promise<Finding | undefined> {
  const steps = await code.commitFiles(commit.listed, commit.staged, commit.batchId);
  const disk = folder(commit);
  for (let count = 0; count <= steps.length; count++) {
    const step = steps[count - 1];
    const impossible = step === undefined ? undefined : disk.apply(step);
    const done = steps.slice(0, count);
    if (impossible !== undefined) {
      const timeline = draw(done, impossible);
      return { expected: "a step that can be carried out", got: step, anomaly: "stalled", timeline };
    }
    for (const [outcome, files] of [disk.files(), ...disk.afterPowerCut()].entries()) {
      const seen = read(files);
      const expected = wrong(seen, count === steps.length);
      if (expected === undefined) continue;
      const timeline = draw(done, outcome === 0 ? "a reader looks" : "power fails, then a reader looks");
      return { expected, got: said(seen), anomaly: anomaly(seen), timeline };
    }
  }
  return undefined;
}

/** The plan is carried out, and the power stays on. */
async function undisturbed(code: Code<Contract>, commit: Commit, expected: readonly string[], anomaly: Anomaly) {
  const steps = await code.commitFiles(commit.listed, commit.staged, commit.batchId);
  const disk = folder(commit);
  for (const [index, step] of steps.entries()) {
    const impossible = disk.apply(step);
    if (impossible === undefined) continue;
    const timeline = draw(steps.slice(0, index + 1), impossible);
    return { expected: "a step that can be carried out", got: step, anomaly: "stalled" as const, timeline };
  }
  const seen = read(disk.files());
  if (same(seen, expected)) return undefined;
  return { expected: said(expected), got: said(seen), anomaly, timeline: draw(steps, "then a reader looks") };
}

/** No plan at all is the only right one. */
async function none(code: Code<Contract>, commit: Commit, anomaly: Anomaly): Promise<Finding | undefined> {
  const steps = await code.commitFiles(commit.listed, commit.staged, commit.batchId);
  if (same(steps, [])) return undefined;
  return {
    expected: "no steps",
    got: `${steps.length} steps`,
    anomaly,
    timeline: draw(steps, "there was nothing to do"),
  };
}

/** Names that look like entries of other batches, and such as every object inherits. */
const names = fc.constantFrom("a", "b", "part-0", "part-10", "1/a", "12", "2/", "constructor", "é", 'a"b', "x\ny");
const batches = fc.constantFrom(0, 1, 2, 9, 10, 11, 12, 21, 101, 4_294_967_296);

const committed = (files: readonly string[]): Staged[] => files.map((name) => ({ name, complete: true }));

/** Batches before this one; the names of the staged files are not among theirs. */
const commits = (least: number, most = 2): fc.Arbitrary<Commit> =>
  fc
    .record({
      batchId: batches,
      others: list(fc.record({ batch: batches, name: names }), 0, 4),
      own: fc.uniqueArray(names, { minLength: least, maxLength: most }),
      many: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 70),
      leftover: fc.boolean(),
    })
    .map(({ batchId, others, own, many, leftover }) => {
      const seen = new Set<string>();
      const before = [
        ...others.flatMap(({ batch, name }) => {
          const isFree = batch !== batchId && !own.includes(name) && !seen.has(name);
          seen.add(name);
          return isFree ? [`${batch}/${name}`] : [];
        }),
        ...Array.from({ length: many }, (_, at) => `${200 + at}/old-${at}`),
      ];
      return { listed: before, staged: committed(own), batchId, leftover };
    });

const reaches = {
  "files before it": [0.3, ({ listed }: Commit) => listed.length > 0],
  "two files": [0.2, ({ staged }: Commit) => staged.length > 1],
} as const;

export default grader({
  title: "files that are seen batch by batch",
  whenThrown: "stalled",
  exports: { commitFiles: "function" },
  properties: {
    noStep: property({
      says: "A batch without files, or with one that is not complete, has no steps.",
      given: fc.record({ commit: commits(0, 3), torn: fc.nat(2) }).map(({ commit, torn }) => ({
        ...commit,
        staged: commit.staged.map((file, at) => ({ ...file, complete: at !== torn % commit.staged.length })),
      })),
      cover: {
        "no files": [0.1, ({ staged }) => staged.length === 0],
        "a torn one behind a whole one": [0.2, ({ staged }) => staged[0]?.complete === true],
      },
      check: (code, commit) => none(code, commit, "half-applied"),
    }),
    onceOnly: property({
      says: "A batch that is listed already has no steps, wherever it stands and whatever its files are called now.",
      given: fc
        .record({ commit: commits(1), at: fc.nat(80), again: fc.constantFrom("z", "part-1") })
        .map(({ commit, at, again }) => {
          const here = at % (commit.listed.length + 1);
          return { ...commit, listed: commit.listed.toSpliced(here, 0, `${commit.batchId}/${again}`) };
        }),
      cover: { "not the last": [0.2, ({ listed, batchId }) => !listed.at(-1)?.startsWith(`${batchId}/`)] },
      check: (code, commit) => none(code, commit, "duplicated"),
    }),
    listed: property({
      says: "After the last step all files of the batch are listed, besides those that were.",
      given: commits(1, 3),
      cover: {
        ...reaches,
        "a number that begins another": [
          0.05,
          ({ listed, batchId }) => listed.some((entry) => entry.startsWith(`${batchId}`)),
        ],
      },
      check: (code, commit) => undisturbed(code, commit, after(commit), "lost"),
    }),
    durable: property({
      says: "After the last step the reader finds the batch, also when the power fails then.",
      given: commits(1),
      cover: reaches,
      runs: 60,
      check: (code, commit) =>
        everyCut(
          code,
          commit,
          (seen, isComplete) => (isComplete && !same(seen, after(commit)) ? said(after(commit)) : undefined),
          (seen) => (typeof seen === "string" ? "half-applied" : "lost"),
        ),
    }),
    wholeBatches: property({
      says: "Wherever the power fails, the reader finds what was listed before, or that and the whole batch.",
      given: commits(1),
      cover: reaches,
      runs: 60,
      check(code, commit) {
        const [before, whole] = [commit.listed.toSorted(), after(commit)];
        return everyCut(
          code,
          commit,
          (seen) => (same(seen, before) || same(seen, whole) ? undefined : `${said(before)} or ${said(whole)}`),
          () => "half-applied",
        );
      },
    }),
  },
  examples: [
    example({
      says: "Batch 1 of two files comes after batch 0 of one.",
      check(code) {
        const commit = { listed: ["0/a"], staged: committed(["b", "c"]), batchId: 1, leftover: false };
        return undisturbed(code, commit, ["0/a", "1/b", "1/c"], "lost");
      },
    }),
  ],
  hints: {
    general: [
      "At which single step does the batch begin to be seen? What must be safe on the disk before it?",
      "First make sure of the files and of their names. Then write the new list beside the old one, make sure of it, and put it in its place in one step.",
      "sync each file, syncFolder, write _list.tmp, sync it, rename it to _list, syncFolder; no steps when the batch must not be listed.",
    ],
    noStep: [
      "What does a reader find when one file of the batch is torn, or is left out?",
      "A batch is seen whole or not at all: ask all its files before the first step.",
      "if (staged.length === 0 || staged.some(({ complete }) => !complete)) return [];",
    ],
    onceOnly: [
      "By what can you tell that this batch is in the list, when its files have new names?",
      "By its number, in any entry of the list.",
      "listed.some((entry) => entry.startsWith(batchId + '/'))",
    ],
    listed: [
      "Which entries were there, which come to them? Is 12/a of batch 1?",
      "The new list holds all old entries and one for each file. A batch's number ends at the first slash.",
      "[...listed, ...staged.map(({ name }) => batchId + '/' + name)]",
    ],
    durable: [
      "After the last step, what of the list is certain to be on the disk, and what of its name?",
      "A rename is certain after a sync of the folder; a text after a sync of its file.",
      "…, rename _list.tmp to _list, syncFolder",
    ],
    wholeBatches: [
      "The list is new, and the power fails: are all files that it names there, and whole?",
      "All that the list names must be safe before the list is: texts by sync, names by syncFolder. And never write over the list that is being read.",
      "sync each file, then syncFolder, and only then rename the list.",
    ],
  },
});
