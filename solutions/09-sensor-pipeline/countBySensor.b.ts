export interface Change {
  readonly key: string;
  readonly value: string | null;
}

export type Outcome = { readonly ok: { readonly sensor_id: string } } | { readonly dead: { readonly reason: string } };

/** A plain object; a colon before each name, so that no name is one that every object has. */
export type State = Readonly<Record<string, string>>;

export const empty: State = {};

export function countBySensor(state: State, outcome: Outcome): { state: State; changelog: Change[] } {
  if (!("ok" in outcome)) return { state, changelog: [] };
  const key = outcome.ok.sensor_id;
  const changelog = [{ key, value: String(Number(state[`:${key}`] ?? 0) + 1) }];
  return { state: { ...state, ...restore(changelog) }, changelog };
}

export function restore(changelog: readonly Change[]): State {
  const last = new Map(changelog.map(({ key, value }) => [`:${key}`, value]));
  return Object.fromEntries([...last].filter((entry): entry is [string, string] => entry[1] !== null));
}
