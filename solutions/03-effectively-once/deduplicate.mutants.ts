import type { Mutants } from "tidemark/grading";

export default {
  lastN: {
    says: "Remembers the last four ids, whatever their time.",
    dies: "once",
    anomaly: "duplicated",
    change: [
      {
        find: "const live = memory.seen.filter((one) => one.ts + horizonMs > newest);",
        put: "const live = memory.seen;",
      },
      { find: "[...live, { id, ts }]", put: "[...live, { id, ts }].slice(-4)" },
    ],
  },
  forgetsTooSoon: {
    says: "Forgets an id after half of the horizon.",
    dies: "once",
    anomaly: "duplicated",
    change: [
      {
        find: "const live = memory.seen.filter((one) => one.ts + horizonMs > newest);",
        put: "const live = memory.seen.filter((one) => one.ts + horizonMs / 2 > newest);",
      },
    ],
  },
  noTooOld: {
    says: "Forgets old ids, and takes their late copies for new.",
    dies: "once",
    anomaly: "duplicated",
    change: [
      {
        find: 'if (memory.newest !== null && ts + horizonMs <= memory.newest) return { verdict: "too-old", memory };',
        put: "",
      },
    ],
  },
  lastTime: {
    says: "Takes the time of the event before for the newest, also when that one was old itself.",
    dies: "once",
    anomaly: "duplicated",
    change: [
      {
        find: `
          if (memory.newest !== null && ts + horizonMs <= memory.newest) return { verdict: "too-old", memory };
          const newest = Math.max(memory.newest ?? ts, ts);
        `,
        put: `
          if (memory.newest !== null && ts + horizonMs <= memory.newest)
            return { verdict: "too-old", memory: { ...memory, newest: ts } };
          const newest = ts;
        `,
      },
    ],
  },
  boundary: {
    says: "Judges an event that is exactly at the horizon.",
    dies: "tooOld",
    anomaly: "late-accepted",
    change: [
      { find: "ts + horizonMs <= memory.newest", put: "ts + horizonMs < memory.newest" },
      {
        find: "const live = memory.seen.filter((one) => one.ts + horizonMs > newest);",
        put: "const live = memory.seen.filter((one) => one.ts + horizonMs >= newest);",
      },
    ],
  },
  perKeyNewest: {
    says: "Keeps a newest time for each key.",
    dies: "tooOld",
    anomaly: "late-accepted",
    file: "mutants/deduplicate.perKeyNewest.ts",
  },
  remembersBefore: {
    says: "Asks whether it knows the id before it asks whether the event is too old.",
    dies: "tooOld",
    anomaly: "late-accepted",
    change: [
      {
        find: "const { id, ts } = event;",
        put: `
          const { id, ts } = event;
          const known = memory.seen.some((one) => one.id === id);
          if (known) return { verdict: "duplicate", memory };
        `,
      },
      {
        find: `
          const live = memory.seen.filter((one) => one.ts + horizonMs > newest);
          if (memory.seen.some((one) => one.id === id)) return { verdict: "duplicate", memory: { newest, seen: live } };
        `,
        put: "const live = memory.seen.filter((one) => one.ts + 2 * horizonMs > newest);",
      },
    ],
  },
  oneTooOld: {
    says: "Calls an event too old one millisecond too soon.",
    dies: "inTime",
    anomaly: "on-time-rejected",
    change: [{ find: "ts + horizonMs <= memory.newest", put: "ts + horizonMs - 1 <= memory.newest" }],
  },
  byKey: {
    says: "Remembers keys in place of ids.",
    dies: "fresh",
    anomaly: "lost",
    change: [{ find: "const { id, ts } = event;", put: "const { key: id, ts } = event;" }],
  },
  inherited: {
    says: "Looks for ids in a plain object, which has a constructor before anybody put one in.",
    dies: "fresh",
    anomaly: "lost",
    change: [
      {
        find: "readonly seen: readonly { readonly id: string; readonly ts: number }[];",
        put: "readonly times: Readonly<Record<string, number>>;",
      },
      {
        find: "export const empty: Memory = { newest: null, seen: [] };",
        put: "export const empty: Memory = { newest: null, times: {} };",
      },
      {
        find: "memory.seen.filter((one) => one.ts + horizonMs > newest)",
        put: "Object.fromEntries(Object.entries(memory.times).filter(([, time]) => time + horizonMs > newest))",
      },
      {
        find: '(memory.seen.some((one) => one.id === id)) return { verdict: "duplicate", memory: { newest, seen: live } }',
        put: '(id in memory.times) return { verdict: "duplicate", memory: { newest, times: live } }',
      },
      {
        find: 'return { verdict: "new", memory: { newest, seen: [...live, { id, ts }] } };',
        put: 'return { verdict: "new", memory: { newest, times: { ...live, [id]: ts } } };',
      },
    ],
  },
  mapInMemory: {
    says: "Keeps the ids in a Map, which a restart through JSON empties.",
    dies: "restart",
    anomaly: "half-applied",
    change: [
      {
        find: "readonly seen: readonly { readonly id: string; readonly ts: number }[];",
        put: "readonly seen: ReadonlyMap<string, number>;",
      },
      {
        find: "export const empty: Memory = { newest: null, seen: [] };",
        put: "export const empty: Memory = { newest: null, seen: new Map() };",
      },
      {
        find: "const live = memory.seen.filter((one) => one.ts + horizonMs > newest)",
        put: 'if (memory.seen.has(id)) return { verdict: "duplicate", memory: { newest, seen: memory.seen } }',
      },
      {
        find: 'if (memory.seen.some((one) => one.id === id)) return { verdict: "duplicate", memory: { newest, seen: live } }',
        put: "const live = [...memory.seen].filter(([, time]) => time + horizonMs > newest)",
      },
      {
        find: 'return { verdict: "new", memory: { newest, seen: [...live, { id, ts }] } };',
        put: 'return { verdict: "new", memory: { newest, seen: new Map([...live, [id, ts]]) } };',
      },
    ],
  },
  startsAtInfinity: {
    says: "Begins with -Infinity, of which a restart through JSON makes null, which counts as 0.",
    dies: "restart",
    anomaly: "half-applied",
    change: [
      { find: "readonly newest: number | null;", put: "readonly newest: number;" },
      {
        find: "export const empty: Memory = { newest: null, seen: [] };",
        put: "export const empty: Memory = { newest: Number.NEGATIVE_INFINITY, seen: [] };",
      },
      { find: "memory.newest !== null && ts + horizonMs <= memory.newest", put: "ts + horizonMs <= memory.newest" },
      { find: "const newest = Math.max(memory.newest ?? ts, ts);", put: "const newest = Math.max(memory.newest, ts);" },
    ],
  },
  outside: {
    says: "Remembers in variables outside the function, and begins anew with an empty memory.",
    dies: "again",
    anomaly: "nondeterministic",
    file: "mutants/deduplicate.outside.ts",
  },
  keepsTooOld: {
    says: "Also keeps the ids of events that were too old, and never lets go of them.",
    dies: "bounded",
    anomaly: "unbounded-state",
    change: [
      {
        find: "export interface Memory {",
        put: `
          export interface Memory {
            readonly tooOld: readonly string[];
        `,
      },
      {
        find: "export const empty: Memory = { newest: null, seen: [] };",
        put: "export const empty: Memory = { newest: null, seen: [], tooOld: [] };",
      },
      {
        find: 'if (memory.newest !== null && ts + horizonMs <= memory.newest) return { verdict: "too-old", memory };',
        put: `
          if (memory.newest !== null && ts + horizonMs <= memory.newest) {
            return { verdict: "too-old", memory: { ...memory, tooOld: [...memory.tooOld, id] } };
          }
        `,
      },
      {
        find: `
          if (memory.seen.some((one) => one.id === id)) return { verdict: "duplicate", memory: { newest, seen: live } };
          return { verdict: "new", memory: { newest, seen: [...live, { id, ts }] } };
        `,
        put: `
          if (memory.seen.some((one) => one.id === id))
            return { verdict: "duplicate", memory: { ...memory, newest, seen: live } };
          return { verdict: "new", memory: { ...memory, newest, seen: [...live, { id, ts }] } };
        `,
      },
    ],
  },
  lastHundreds: {
    says: "Remembers the last five hundred ids, which is enough until it is not.",
    dies: "crowd",
    anomaly: "duplicated",
    change: [{ find: "[...live, { id, ts }]", put: "[...live, { id, ts }].slice(-500)" }],
  },
  unbounded: {
    says: "Never forgets an id.",
    dies: "bounded",
    anomaly: "unbounded-state",
    change: [
      {
        find: "const live = memory.seen.filter((one) => one.ts + horizonMs > newest);",
        put: "const live = memory.seen;",
      },
    ],
  },
  cleansOnCopies: {
    says: "Cleans up only when a duplicate comes.",
    dies: "bounded",
    anomaly: "unbounded-state",
    change: [
      {
        find: 'return { verdict: "new", memory: { newest, seen: [...live, { id, ts }] } };',
        put: 'return { verdict: "new", memory: { newest, seen: [...memory.seen, { id, ts }] } };',
      },
    ],
  },
  mutates: {
    says: "Writes into the memory that it was given.",
    dies: "untouched",
    anomaly: "mutated-input",
    file: "mutants/deduplicate.mutates.ts",
  },
  ticket: {
    says: "Keeps the memories in a variable, and hands out their numbers.",
    dies: "newProcess",
    anomaly: "half-applied",
    change: [
      {
        find: "export const empty: Memory = { newest: null, seen: [] };",
        put: `
          export const empty = 0;
          const memories: Memory[] = [{ newest: null, seen: [] }];
          const numberOf = (memory: Memory): number => memories.push(memory) - 1;
        `,
      },
      {
        find: `
            readonly memory: Memory;
          }
        `,
        put: `
            readonly memory: number;
          }
        `,
      },
      {
        find: "export function deduplicate(memory: Memory, event: Event, horizonMs: number): Judged {",
        put: `
          export function deduplicate(ticket: number, event: Event, horizonMs: number): Judged {
            const memory = memories[ticket] ?? { newest: null, seen: [] };
        `,
      },
      {
        find: 'return { verdict: "too-old", memory };',
        put: 'return { verdict: "too-old", memory: numberOf(memory) };',
      },
      {
        find: '{ verdict: "duplicate", memory: { newest, seen: live } }',
        put: '{ verdict: "duplicate", memory: numberOf({ newest, seen: live }) }',
      },
      {
        find: '{ verdict: "new", memory: { newest, seen: [...live, { id, ts }] } }',
        put: '{ verdict: "new", memory: numberOf({ newest, seen: [...live, { id, ts }] }) }',
      },
    ],
  },
  oneSpelling: {
    says: "Takes two spellings of one letter for the same id.",
    dies: "fresh",
    anomaly: "lost",
    change: [{ find: "const { id, ts } = event;", put: "const [id, ts] = [event.id.normalize(), event.ts];" }],
  },
  inOneText: {
    says: 'Keeps the ids in one text, in which "a,b" holds "b".',
    dies: "fresh",
    anomaly: "lost",
    change: [
      {
        find: "memory.seen.some((one) => one.id === id)",
        put: "`,${memory.seen.map((one) => one.id)},`.includes(`,${id},`) && memory.seen.length > 0",
      },
    ],
  },
} satisfies Mutants;
