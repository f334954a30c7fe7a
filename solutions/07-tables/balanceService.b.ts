import type { Stored } from "tidemark/exercises";

export interface Balance {
  readonly cliente_id: string;
  readonly saldo: number;
  readonly timestamp: string;
}

export type Answer =
  | { readonly status: 200; readonly body: Balance }
  | { readonly status: 404 | 503; readonly body: { readonly error: string } };

export interface State {
  /** How far it still is to the end, never below 0. */
  readonly missing: number;
  readonly next: number;
  /** The raw value of each key, tombstones and unreadable ones included in no way. */
  readonly values: Readonly<Record<string, string>>;
  readonly unreadable: readonly number[];
}

/** Keeps the texts as they came, under prefixed keys, and parses them when asked. */
export function start(endOffset: number): State {
  return { missing: endOffset, next: 0, values: {}, unreadable: [] };
}

const name = (id: string): string => `id:${id}`;

function isBalance(value: unknown, id: string): value is Balance {
  if (typeof value !== "object" || value === null) return false;
  const { cliente_id, saldo, timestamp } = value as Record<string, unknown>;
  return cliente_id === id && typeof saldo === "number" && typeof timestamp === "string";
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export function advance(state: State, position: number): State {
  if (position <= state.next) return state;
  return { ...state, next: position, missing: Math.max(0, state.missing - (position - state.next)) };
}

export function apply(state: State, record: Stored): State {
  if (record.offset < state.next) return state;
  const after = advance(state, record.offset + 1);
  const { [name(record.key)]: _old, ...others } = state.values;
  if (record.value === null) return { ...after, values: others };
  if (!isBalance(parsed(record.value), record.key)) {
    return { ...after, unreadable: [...state.unreadable, record.offset] };
  }
  return { ...after, values: { ...others, [name(record.key)]: record.value } };
}

export function get(state: State, id: string): Answer {
  if (state.missing > 0) return { status: 503, body: { error: `${state.missing} offsets to go` } };
  const text = state.values[name(id)];
  if (text === undefined) return { status: 404, body: { error: `no customer ${id}` } };
  return { status: 200, body: parsed(text) as Balance };
}

export function skipped(state: State): number {
  return state.unreadable.length;
}
