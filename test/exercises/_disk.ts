import { canonical } from "tidemark/grading";

export type Files = Readonly<Record<string, string>>;

export type FileStep =
  | { readonly do: "write"; readonly path: string; readonly text: string }
  | { readonly do: "sync"; readonly path: string }
  | { readonly do: "rename"; readonly from: string; readonly to: string }
  | { readonly do: "syncFolder" };

/** A file apart from its name: the text that is safe, and those written since. */
interface Content {
  safe: string;
  written: string[];
}

type Names = ReadonlyMap<string, Content>;
type Change = (names: Map<string, Content>) => void;

const applied = (names: Names, changes: readonly Change[]): Map<string, Content> => {
  const copy = new Map(names);
  for (const change of changes) change(copy);
  return copy;
};

/** A folder whose names and texts are only safe once they are synced. */
export class Disk {
  #names: Names;
  #changes: Change[] = [];

  constructor(files: Files) {
    this.#names = new Map(Object.entries(files).map(([path, safe]) => [path, { safe, written: [] }]));
  }

  /** Carries a step out; a text says why it cannot be. */
  apply(step: FileStep): string | undefined {
    const now = applied(this.#names, this.#changes);
    switch (step.do) {
      case "write": {
        const old = now.get(step.path);
        const content = old ?? { safe: "", written: [] };
        content.written.push(step.text);
        if (old === undefined) this.#changes.push((names) => names.set(step.path, content));
        return undefined;
      }
      case "sync": {
        const content = now.get(step.path);
        if (content === undefined) return `there is no file ${step.path} to sync`;
        content.safe = content.written.at(-1) ?? content.safe;
        content.written = [];
        return undefined;
      }
      case "rename": {
        const content = now.get(step.from);
        if (content === undefined) return `there is no file ${step.from} to rename`;
        this.#changes.push((names) => {
          if (names.get(step.from) === content) names.delete(step.from);
          names.set(step.to, content);
        });
        return undefined;
      }
      case "syncFolder":
        this.#names = now;
        this.#changes = [];
        return undefined;
      default:
        return "this is no step that a disk knows";
    }
  }

  /** The folder as a program sees it while the power is on. */
  files(): Files {
    const now = applied(this.#names, this.#changes);
    return Object.fromEntries([...now].map(([path, { safe, written }]) => [path, written.at(-1) ?? safe]));
  }

  /** Every way in which the folder may look after a power cut at this moment. */
  afterPowerCut(): Files[] {
    const found = new Map<string, Files>();
    for (const kept of subsets(this.#changes)) {
      let folders: [string, string][][] = [[]];
      for (const [path, content] of applied(this.#names, kept)) {
        folders = folders.flatMap((folder) =>
          textsOf(content).map((text): [string, string][] => [...folder, [path, text]]),
        );
      }
      for (const folder of folders.slice(0, 200)) {
        const files = Object.fromEntries(folder);
        found.set(canonical(files), files);
      }
    }
    return [...found.values()];
  }
}

/** A write that is not synced may be absent, empty, a beginning, or there. */
const textsOf = ({ safe, written }: Content): string[] => [
  ...new Set([
    safe,
    ...written.flatMap((text) => ["", text.slice(0, Math.ceil(text.length / 2)), text.slice(0, -1), text]),
  ]),
];

/** Any change of a name may be undone; of very many, those from some point on. */
function subsets<Item>(items: readonly Item[]): Item[][] {
  if (items.length > 4) return [...items.keys(), items.length].map((count) => items.slice(0, count));
  return Array.from({ length: 2 ** items.length }, (_, bits) =>
    items.filter((_, index) => ((bits >> index) & 1) === 1),
  );
}
