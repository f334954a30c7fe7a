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
  readonly readyAt: number;
  readonly ready: boolean;
  readonly positions: ReadonlyMap<number, number>;
  readonly skipped: number;
  readonly balances: readonly Balance[];
}

/** Keeps the position where a restart does not find it. */
export function start(endOffset: number): State {
  return { readyAt: endOffset, ready: endOffset === 0, positions: new Map(), skipped: 0, balances: [] };
}

const positionOf = ({ positions }: State): number => (positions instanceof Map ? (positions.get(0) ?? 0) : 0);

export function apply(state: State, { key, value, offset }: Stored): State {
  if (offset < positionOf(state)) return state;
  const moved = advance(state, offset + 1);
  const others = state.balances.filter(({ cliente_id }) => cliente_id !== key);
  if (value === null) return { ...moved, balances: others };
  const balance = read(key, value);
  if (balance === null) return { ...moved, skipped: state.skipped + 1 };
  return { ...moved, balances: [...others, balance] };
}

function read(key: string, value: string): Balance | null {
  try {
    const { cliente_id, saldo, timestamp } = JSON.parse(value);
    if (cliente_id !== key || typeof saldo !== "number" || typeof timestamp !== "string") return null;
    return { cliente_id, saldo, timestamp };
  } catch {
    return null;
  }
}

export function advance(state: State, position: number): State {
  const next = Math.max(positionOf(state), position);
  return { ...state, positions: new Map([[0, next]]), ready: state.ready || next >= state.readyAt };
}

export function get(state: State, id: string): Answer {
  if (!state.ready) return { status: 503, body: { error: "não está pronto" } };
  const body = state.balances.find(({ cliente_id }) => cliente_id === id);
  return body === undefined ? { status: 404, body: { error: "cliente não encontrado" } } : { status: 200, body };
}

export function skipped(state: State): number {
  return state.skipped;
}
