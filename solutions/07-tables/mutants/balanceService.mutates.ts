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
  position: number;
  readonly skipped: number;
  readonly balances: readonly Balance[];
}

/** Writes into the state that it was given. */
export function start(endOffset: number): State {
  return { readyAt: endOffset, position: 0, skipped: 0, balances: [] };
}

export function apply(state: State, { key, value, offset }: Stored): State {
  if (offset < state.position) return state;
  state.position = offset + 1;
  const moved = state;
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
  return { ...state, position: Math.max(state.position, position) };
}

export function get(state: State, id: string): Answer {
  if (state.position < state.readyAt) return { status: 503, body: { error: "não está pronto" } };
  const body = state.balances.find(({ cliente_id }) => cliente_id === id);
  return body === undefined ? { status: 404, body: { error: "cliente não encontrado" } } : { status: 200, body };
}

export function skipped(state: State): number {
  return state.skipped;
}
