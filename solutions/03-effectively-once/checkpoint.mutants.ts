import type { Mutants } from "tidemark/grading";

export default {
  parsesEverything: {
    says: "Looks into every file that it finds, also those of others.",
    dies: "nothing",
    anomaly: "stalled",
    change: [
      {
        find: `
          const text = files.checkpoint;
          return text === undefined ? null : (JSON.parse(text) as Checkpoint);
        `,
        put: `
          const all = Object.entries(files).filter(([path]) => path !== "checkpoint.tmp");
          const parsed = all.map(([path, text]) => [path, JSON.parse(text) as Checkpoint] as const);
          return parsed.find(([path]) => path === "checkpoint")?.[1] ?? null;
        `,
      },
    ],
  },
  noSync: {
    says: "Renames a file whose text may not be on the disk yet.",
    dies: "durable",
    anomaly: "lost",
    change: [
      { find: '{ do: "sync", path: "checkpoint.tmp" },', put: "" },
      {
        find: `
            const text = files.checkpoint;
            return text === undefined ? null : (JSON.parse(text) as Checkpoint);
          }
        `,
        put: `
            try {
              return JSON.parse(files.checkpoint ?? "null") as Checkpoint | null;
            } catch {
              return null;
            }
          }
        `,
      },
    ],
  },
  noFolderSync: {
    says: "Does not wait until the folder knows of the new name.",
    dies: "durable",
    anomaly: "lost",
    change: [{ find: '{ do: "syncFolder" },', put: "" }],
  },
  nullIsNothing: {
    says: "Takes a state of null for nothing saved.",
    dies: "anyState",
    anomaly: "wrong-value",
    change: [
      {
        find: "const text = files.checkpoint",
        put: 'const { state, offsets } = JSON.parse(files.checkpoint ?? "{}") as Partial<Checkpoint>',
      },
      {
        find: "return text === undefined ? null : (JSON.parse(text) as Checkpoint);",
        put: "return state && offsets ? { state, offsets } : null;",
      },
    ],
  },
  twoFiles: {
    says: "Saves the state, then the offsets, each of them whole.",
    dies: "together",
    anomaly: "half-applied",
    file: "mutants/checkpoint.twoFiles.ts",
  },
  inPlace: {
    says: "Writes over the only copy.",
    dies: "oldOrNew",
    anomaly: "lost",
    change: [
      {
        find: `
          { do: "write", path: "checkpoint.tmp", text: JSON.stringify(data) },
          { do: "sync", path: "checkpoint.tmp" },
          { do: "rename", from: "checkpoint.tmp", to: "checkpoint" },
        `,
        put: `
          { do: "write", path: "checkpoint", text: JSON.stringify(data) },
          { do: "sync", path: "checkpoint" },
        `,
      },
      {
        find: `
            const text = files.checkpoint;
            return text === undefined ? null : (JSON.parse(text) as Checkpoint);
          }
        `,
        put: `
            try {
              return JSON.parse(files.checkpoint ?? "null") as Checkpoint | null;
            } catch {
              return null;
            }
          }
        `,
      },
    ],
  },
  syncsAfterRename: {
    says: "Makes sure of the text only after the rename.",
    dies: "oldOrNew",
    anomaly: "lost",
    change: [
      { find: '{ do: "sync", path: "checkpoint.tmp" },', put: "" },
      {
        find: '{ do: "rename", from: "checkpoint.tmp", to: "checkpoint" },',
        put: `
          { do: "rename", from: "checkpoint.tmp", to: "checkpoint" },
          { do: "sync", path: "checkpoint" },
        `,
      },
      {
        find: `
            const text = files.checkpoint;
            return text === undefined ? null : (JSON.parse(text) as Checkpoint);
          }
        `,
        put: `
            try {
              return JSON.parse(files.checkpoint ?? "null") as Checkpoint | null;
            } catch {
              return null;
            }
          }
        `,
      },
    ],
  },
  overwritesNewest: {
    says: "Two files in turn, but it is the newer one that is overwritten.",
    dies: "oldOrNew",
    anomaly: "lost",
    of: "b",
    change: [
      {
        find: "const path = (versions[0] ?? 0) <= (versions[1] ?? 0) ? slots[0] : slots[1];",
        put: "const path = (versions[0] ?? 0) >= (versions[1] ?? 0) ? slots[0] : slots[1];",
      },
    ],
  },
  loadsTemp: {
    says: "Reads the file that is being written, when it is there.",
    dies: "oldOrNew",
    anomaly: "lost",
    change: [
      {
        find: `
            const text = files.checkpoint;
            return text === undefined ? null : (JSON.parse(text) as Checkpoint);
          }
        `,
        put: `
            try {
              return JSON.parse(files["checkpoint.tmp"] ?? files.checkpoint ?? "null") as Checkpoint | null;
            } catch {
              return null;
            }
          }
        `,
      },
    ],
  },
  mergesOffsets: {
    says: "Adds the new offsets to those of the save before, so that partitions never go.",
    dies: "replaces",
    anomaly: "wrong-value",
    change: [
      {
        find: "export function saveSteps(_files: Readonly<Record<string, string>>, data: Checkpoint): FileStep[] {",
        put: `
          export function saveSteps(files: Readonly<Record<string, string>>, data: Checkpoint): FileStep[] {
            const offsets = { ...load(files)?.offsets, ...data.offsets };
        `,
      },
      {
        find: '{ do: "write", path: "checkpoint.tmp", text: JSON.stringify(data) },',
        put: '{ do: "write", path: "checkpoint.tmp", text: JSON.stringify({ ...data, offsets }) },',
      },
    ],
  },
  equalOffsets: {
    says: "Takes equal offsets to say that there is nothing new to save.",
    dies: "replaces",
    anomaly: "wrong-value",
    change: [
      {
        find: "export function saveSteps(_files: Readonly<Record<string, string>>, data: Checkpoint): FileStep[] {",
        put: `
          export function saveSteps(files: Readonly<Record<string, string>>, data: Checkpoint): FileStep[] {
            if (JSON.stringify(load(files)?.offsets) === JSON.stringify(data.offsets)) return [];
        `,
      },
    ],
  },
  versionAsText: {
    says: "Two files in turn, whose versions are compared as texts: 10 comes before 9.",
    dies: "many",
    anomaly: "lost",
    of: "b",
    change: [
      {
        find: "const versions = slots.map((path) => read(files[path])?.version ?? 0);",
        put: 'const versions = slots.map((path) => read(files[path])?.version ?? "");',
      },
      {
        find: "const path = (versions[0] ?? 0) <= (versions[1] ?? 0) ? slots[0] : slots[1];",
        put: 'const path = (versions[0] ?? "") <= (versions[1] ?? "") ? slots[0] : slots[1];',
      },
      { find: "Math.max(...versions) + 1", put: "`${Math.max(...versions.map(Number)) + 1}`" },
      { find: "right.version - left.version", put: "(right.version < left.version ? -1 : 1)" },
      { find: "readonly version: number;", put: "readonly version: string;" },
    ],
  },
  fileForEach: {
    says: "Writes each save to a file of its own, and never has one fewer.",
    dies: "fewPaths",
    anomaly: "unbounded-state",
    file: "mutants/checkpoint.fileForEach.ts",
  },
  linesInTurn: {
    says: "Two files in turn, of a line each for version, offsets and state: the beginning of a number is a number.",
    dies: "together",
    anomaly: "half-applied",
    of: "b",
    change: [
      {
        find: `
          const body = JSON.stringify({ version: Math.max(...versions) + 1, ...data });
          return [{ do: "write", path, text: \`\${body.length}:\${body}\` }, { do: "sync", path }, { do: "syncFolder" }];
        `,
        put: `
          const lines = [Math.max(...versions) + 1, JSON.stringify(data.offsets), JSON.stringify(data.state)];
          return [{ do: "write", path, text: lines.join("\\n") }, { do: "sync", path }, { do: "syncFolder" }];
        `,
      },
      {
        find: `
          const [, length, body] = /^(\\d+):(.*)$/s.exec(text ?? "") ?? [];
          return body !== undefined && body.length === Number(length) ? (JSON.parse(body) as Slot) : null;
        `,
        put: `
          const [version, offsets, state] = (text ?? "").split("\\n");
          try {
            return { version: Number(version), offsets: JSON.parse(offsets ?? ""), state: JSON.parse(state ?? "") };
          } catch {
            return null;
          }
        `,
      },
    ],
  },
  ticket: {
    says: "Keeps what it saves in a variable, and writes its number.",
    dies: "newProcess",
    anomaly: "lost",
    change: [
      {
        find: "/** Writes beside, then",
        put: `
          const saved: Checkpoint[] = [];

          /** Writes beside, then
        `,
      },
      { find: "text: JSON.stringify(data) }", put: "text: `(${saved.push(data)})` }" },
      { find: "(JSON.parse(text) as Checkpoint)", put: "(saved[Number(text.slice(1, -1)) - 1] ?? null)" },
    ],
  },
} satisfies Mutants;
