import type { Mutants } from "tidemark/grading";

export default {
  servesEarly: {
    says: "Answers as soon as it has read anything.",
    dies: "notBefore",
    anomaly: "not-ready",
    change: [{ find: "state.position < state.readyAt", put: "state.position < Math.min(1, state.readyAt)" }],
  },
  answersWhatItHas: {
    says: "Answers 200 for the customers that it knows already, though a newer word may be to come.",
    dies: "notBefore",
    anomaly: "not-ready",
    change: [
      {
        find: 'if (state.position < state.readyAt) return { status: 503, body: { error: "não está pronto" } };',
        put: "",
      },
      {
        find: "const body = state.balances.find(({ cliente_id }) => cliente_id === id);",
        put: `
          const body = state.balances.find(({ cliente_id }) => cliente_id === id);
          if (body === undefined && state.position < state.readyAt) return { status: 503, body: { error: "não está pronto" } };
        `,
      },
    ],
  },
  notFoundEarly: {
    says: "Answers 404 while it is not ready.",
    dies: "notBefore",
    anomaly: "not-ready",
    change: [{ find: '503, body: { error: "não está pronto" }', put: '404, body: { error: "não está pronto" }' }],
  },
  lastOffsetIsEnd: {
    says: "Takes the end for the offset of the last record, and is ready one too early.",
    dies: "notBefore",
    anomaly: "not-ready",
    change: [{ find: "state.position < state.readyAt", put: "state.position < state.readyAt - 1" }],
  },
  waitsForLastOffset: {
    says: "Waits for the record just before the end, which a gap may have taken.",
    dies: "ready",
    anomaly: "stalled",
    change: [
      {
        find: "readonly position: number;",
        put: `
          readonly position: number;
          readonly ready: boolean;
        `,
      },
      { find: "skipped: 0, balances", put: "ready: endOffset === 0, skipped: 0, balances" },
      { find: "position: offset + 1", put: "position: offset + 1, ready: state.ready || offset >= state.readyAt - 1" },
      { find: "state.position < state.readyAt", put: "!state.ready" },
    ],
  },
  waitsForOneMore: {
    says: "Is ready only when the position has passed the end.",
    dies: "ready",
    anomaly: "stalled",
    change: [{ find: "state.position < state.readyAt", put: "state.position <= state.readyAt" }],
  },
  advanceIgnored: {
    says: "Moves on by records alone.",
    dies: "ready",
    anomaly: "stalled",
    change: [
      {
        find: "export function advance(state: State, position: number): State {",
        put: "export function advance(state: State, _position: number): State {",
      },
      { find: "return { ...state, position: Math.max(state.position, position) };", put: "return state;" },
    ],
  },
  countsRecords: {
    says: "Counts records until there are as many as the end says: a log with gaps has fewer.",
    dies: "ready",
    anomaly: "stalled",
    change: [
      {
        find: "readonly position: number;",
        put: `
          readonly position: number;
          readonly taken: number;
        `,
      },
      {
        find: "return { readyAt: endOffset, position: 0, skipped: 0, balances: [] };",
        put: "return { readyAt: endOffset, position: 0, taken: 0, skipped: 0, balances: [] };",
      },
      {
        find: "const moved = { ...state, position: offset + 1 };",
        put: "const moved = { ...state, position: offset + 1, taken: state.taken + 1 };",
      },
      { find: "state.position < state.readyAt", put: "state.taken < state.readyAt" },
    ],
  },
  inherited: {
    says: "Looks customers up in a plain object, which has names of its own.",
    dies: "unknown",
    anomaly: "wrong-value",
    change: [
      { find: "readonly balances: readonly Balance[];", put: "readonly balances: Readonly<Record<string, Balance>>;" },
      {
        find: "return { readyAt: endOffset, position: 0, skipped: 0, balances: [] };",
        put: "return { readyAt: endOffset, position: 0, skipped: 0, balances: {} };",
      },
      {
        find: "const others = state.balances.filter(({ cliente_id }) => cliente_id !== key);",
        put: "const { [key]: _old, ...others } = state.balances;",
      },
      {
        find: "return { ...moved, balances: [...others, balance] };",
        put: "return { ...moved, balances: { ...others, [key]: balance } };",
      },
      {
        find: "const body = state.balances.find(({ cliente_id }) => cliente_id === id);",
        put: "const body = state.balances[id];",
      },
    ],
  },
  keepsFirst: {
    says: "Puts a new balance behind the old one, and finds the old one.",
    dies: "lastWrite",
    anomaly: "stale-read",
    change: [
      {
        find: "return { ...moved, balances: [...others, balance] };",
        put: "return { ...moved, balances: [...state.balances, balance] };",
      },
    ],
  },
  falsyZero: {
    says: "Takes a balance of 0 for none.",
    dies: "found",
    anomaly: "lost",
    change: [{ find: "return body === undefined", put: "return !body?.saldo" }],
  },
  tombstoneIs200Null: {
    says: "Answers 200 with a balance of null for a customer who was deleted.",
    dies: "deleted",
    anomaly: "resurrected",
    change: [
      {
        find: "if (value === null) return { ...moved, balances: others };",
        put: `
          if (value === null)
            return { ...moved, balances: [...others, { cliente_id: key, saldo: null as unknown as number, timestamp: "" }] };
        `,
      },
    ],
  },
  tombstoneSkipped: {
    says: "Passes over tombstones: the old balance stays.",
    dies: "deleted",
    anomaly: "resurrected",
    change: [
      { find: "if (value === null) return { ...moved, balances: others };", put: "if (value === null) return moved;" },
    ],
  },
  throwsOnGarbage: {
    says: "Throws at a value that is no JSON: one bad record stops the service.",
    dies: "survives",
    anomaly: "stalled",
    change: [
      { find: "try {", put: "" },
      {
        find: `
          } catch {
            return null;
        `,
        put: "",
      },
      {
        find: `
            }
          }
          export function advance(state: State, position: number): State {
        `,
        put: `
          }
          export function advance(state: State, position: number): State {
        `,
      },
    ],
  },
  trustsJson: {
    says: "Believes whatever is JSON.",
    dies: "survives",
    anomaly: "wrong-value",
    change: [
      {
        find: `
          const { cliente_id, saldo, timestamp } = JSON.parse(value);
          if (cliente_id !== key || typeof saldo !== "number" || typeof timestamp !== "string") return null;
          return { cliente_id, saldo, timestamp };
        `,
        put: `
          const { saldo, timestamp } = JSON.parse(value);
          return { cliente_id: key, saldo, timestamp };
        `,
      },
    ],
  },
  trustsTheKey: {
    says: "Does not look whether the value is about the customer of the key.",
    dies: "survives",
    anomaly: "wrong-value",
    change: [
      { find: 'cliente_id !== key || typeof saldo !== "number"', put: 'typeof saldo !== "number"' },
      {
        find: "return { cliente_id, saldo, timestamp };",
        put: "return { cliente_id: cliente_id === key ? cliente_id : key, saldo, timestamp };",
      },
    ],
  },
  numbersAsText: {
    says: "Takes a number that is written as a text.",
    dies: "survives",
    anomaly: "wrong-value",
    change: [
      { find: 'typeof saldo !== "number"', put: 'Number.isNaN(Number(saldo ?? "x"))' },
      {
        find: "return { cliente_id, saldo, timestamp };",
        put: "return { cliente_id, saldo: Number(saldo), timestamp };",
      },
    ],
  },
  garbageDeletes: {
    says: "Deletes the balance when it cannot read the new one.",
    dies: "survives",
    anomaly: "lost",
    change: [{ find: "skipped: state.skipped + 1", put: "balances: others, skipped: state.skipped + 1" }],
  },
  stuckOnGarbage: {
    says: "Does not move past a record that it cannot read.",
    dies: "movesOn",
    anomaly: "stalled",
    change: [
      {
        find: "if (balance === null) return { ...moved, skipped: state.skipped + 1 };",
        put: "if (balance === null) return { ...state, skipped: state.skipped + 1 };",
      },
    ],
  },
  notCounted: {
    says: "Skips in silence.",
    dies: "counted",
    anomaly: "wrong-value",
    change: [
      {
        find: "if (balance === null) return { ...moved, skipped: state.skipped + 1 };",
        put: "if (balance === null) return moved;",
      },
    ],
  },
  countsTombstones: {
    says: "Counts tombstones among the skipped.",
    dies: "counted",
    anomaly: "wrong-value",
    change: [{ find: "moved, balances: others", put: "moved, balances: others, skipped: state.skipped + 1" }],
  },
  countsAgain: {
    says: "Counts an unreadable record each time that it comes.",
    dies: "counted",
    anomaly: "wrong-value",
    change: [
      {
        find: "if (offset < state.position) return state;",
        put: `
          if (offset < state.position) {
            const unreadable = value !== null && read(key, value) === null;
            return { ...state, skipped: state.skipped + (unreadable ? 1 : 0) };
          }
        `,
      },
    ],
  },
  redeliveryOverwrites: {
    says: "Takes in old records again when they come again.",
    dies: "staysDeleted",
    anomaly: "resurrected",
    change: [
      {
        find: `
          if (offset < state.position) return state;
          const moved = { ...state, position: offset + 1 };
        `,
        put: "const moved = { ...state, position: Math.max(state.position, offset + 1) };",
      },
      { find: "skipped: state.skipped + 1", put: "skipped: state.skipped + (offset < state.position ? 0 : 1)" },
    ],
  },
  advanceGoesBack: {
    says: "Lets advance move the position back.",
    dies: "comesAgain",
    anomaly: "stale-read",
    change: [
      {
        find: "return { ...state, position: Math.max(state.position, position) };",
        put: "return { ...state, position };",
      },
    ],
  },
  advanceForgets: {
    says: "Keeps what advance says apart, and takes in records below it.",
    dies: "comesAgain",
    anomaly: "stale-read",
    change: [
      {
        find: "readonly position: number;",
        put: `
          readonly position: number;
          readonly advanced: number;
        `,
      },
      {
        find: "return { readyAt: endOffset, position: 0, skipped: 0, balances: [] };",
        put: "return { readyAt: endOffset, position: 0, advanced: 0, skipped: 0, balances: [] };",
      },
      {
        find: "return { ...state, position: Math.max(state.position, position) };",
        put: "return { ...state, advanced: Math.max(state.advanced, position) };",
      },
      {
        find: 'if (state.position < state.readyAt) return { status: 503, body: { error: "não está pronto" } };',
        put: `
          if (Math.max(state.position, state.advanced) < state.readyAt)
            return { status: 503, body: { error: "não está pronto" } };
        `,
      },
    ],
  },
  mapInState: {
    says: "Keeps the balances in a Map, which a restart through JSON empties.",
    dies: "restart",
    anomaly: "half-applied",
    change: [
      { find: "readonly balances: readonly Balance[];", put: "readonly balances: ReadonlyMap<string, Balance>;" },
      {
        find: "return { readyAt: endOffset, position: 0, skipped: 0, balances: [] };",
        put: "return { readyAt: endOffset, position: 0, skipped: 0, balances: new Map() };",
      },
      {
        find: "const others = state.balances.filter(({ cliente_id }) => cliente_id !== key);",
        put: "const others = [...state.balances].filter(([id]) => id !== key);",
      },
      {
        find: "if (value === null) return { ...moved, balances: others };",
        put: "if (value === null) return { ...moved, balances: new Map(others) };",
      },
      {
        find: "return { ...moved, balances: [...others, balance] };",
        put: "return { ...moved, balances: new Map([...others, [key, balance]]) };",
      },
      {
        find: "const body = state.balances.find(({ cliente_id }) => cliente_id === id);",
        put: "const body = state.balances.get(id);",
      },
    ],
  },
  forgetsOffset: {
    says: "Keeps the position where a restart does not find it.",
    dies: "restartThenAgain",
    anomaly: "stale-read",
    change: [
      {
        find: "readonly position: number;",
        put: `
          readonly ready: boolean;
          readonly positions: ReadonlyMap<number, number>;
        `,
      },
      { find: "position: 0, skipped", put: "ready: endOffset === 0, positions: new Map(), skipped" },
      {
        find: `
          }
          export function apply(state: State, { key, value, offset }: Stored): State {
        `,
        put: `
          }
          const positionOf = ({ positions }: State): number => (positions instanceof Map ? (positions.get(0) ?? 0) : 0);
          export function apply(state: State, { key, value, offset }: Stored): State {
        `,
      },
      { find: "if (offset < state.position) return state;", put: "if (offset < positionOf(state)) return state;" },
      { find: "const moved = { ...state, position: offset + 1 };", put: "const moved = advance(state, offset + 1);" },
      {
        find: "return { ...state, position: Math.max(state.position, position) };",
        put: `
          const next = Math.max(positionOf(state), position);
          return { ...state, positions: new Map([[0, next]]), ready: state.ready || next >= state.readyAt };
        `,
      },
      { find: "state.position < state.readyAt", put: "!state.ready" },
    ],
  },
  mutates: {
    says: "Writes into the state that it was given.",
    dies: "untouched",
    anomaly: "mutated-input",
    change: [
      { find: "readonly position: number;", put: "position: number;" },
      {
        find: "const moved = { ...state, position: offset + 1 };",
        put: `
          state.position = offset + 1;
          const moved = state;
        `,
      },
    ],
  },
  newestTimestamp: {
    says: "Keeps the balance with the newest timestamp, whichever was written last.",
    dies: "lastWrite",
    anomaly: "stale-read",
    change: [
      {
        find: "return { ...moved, balances: [...others, balance] };",
        put: `
          const old = state.balances.find(({ cliente_id }) => cliente_id === key);
          return { ...moved, balances: [...others, old && old.timestamp > balance.timestamp ? old : balance] };
        `,
      },
    ],
  },
  fiftyCustomers: {
    says: "Keeps fifty customers.",
    dies: "many",
    anomaly: "lost",
    change: [{ find: "[...others, balance]", put: "[...others, balance].slice(-50)" }],
  },
  wholeAmounts: {
    says: "Rounds the balance.",
    dies: "lastWrite",
    anomaly: "stale-read",
    change: [
      {
        find: "return { cliente_id, saldo, timestamp };",
        put: "return { cliente_id, saldo: Math.round(saldo), timestamp };",
      },
    ],
  },
  ticket: {
    says: "Keeps the balances in a variable, and hands out a number.",
    dies: "newProcess",
    anomaly: "half-applied",
    change: [
      { find: "  readonly balances: readonly Balance[];", put: "  readonly ticket: number;" },
      {
        find: "/** A list of balances, one a customer, beside the position and the end to reach. */",
        put: `
          const lists: (readonly Balance[])[] = [[]];
          const ticketFor = (balances: readonly Balance[]): number => lists.push(balances) - 1;

          /** A list of balances, one a customer, beside the position and the end to reach. */
        `,
      },
      { find: "skipped: 0, balances: [] }", put: "skipped: 0, ticket: 0 }" },
      { find: "const others = state.balances.filter", put: "const others = (lists[state.ticket] ?? []).filter" },
      { find: "return { ...moved, balances: others };", put: "return { ...moved, ticket: ticketFor(others) };" },
      {
        find: "return { ...moved, balances: [...others, balance] };",
        put: "return { ...moved, ticket: ticketFor([...others, balance]) };",
      },
      { find: "const body = state.balances.find", put: "const body = (lists[state.ticket] ?? []).find" },
    ],
  },
} satisfies Mutants;
