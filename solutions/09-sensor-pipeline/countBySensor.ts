export interface Change {
  readonly key: string;
  readonly value: string | null;
}

export type Outcome = { readonly ok: { readonly sensor_id: string } } | { readonly dead: { readonly reason: string } };

/** A list of sensors with their counts; the one that was counted last stands last. */
export type State = readonly (readonly [sensor: string, count: number])[];

export const empty: State = [];

export function countBySensor(state: State, outcome: Outcome): { state: State; changelog: Change[] } {
  if ("dead" in outcome) return { state, changelog: [] };
  const key = outcome.ok.sensor_id;
  const before = state.find(([sensor]) => sensor === key)?.[1] ?? 0;
  const count = before + 1;
  return { state: [...without(state, key), [key, count]], changelog: [{ key, value: `${count}` }] };
}

export function restore(changelog: readonly Change[]): State {
  let state = empty;
  for (const { key, value } of changelog) {
    const others = without(state, key);
    state = value === null ? others : [...others, [key, Number(value)]];
  }
  return state;
}

const without = (state: State, key: string): State => state.filter(([sensor]) => sensor !== key);
