import type { Mutants } from "tidemark/grading";

export default {
  noChangelog: {
    says: "Counts, and writes no change.",
    dies: "written",
    anomaly: "lost",
    change: [{ find: "changelog: [{ key, value: `${count}` }]", put: "changelog: []" }],
  },
  firstOnly: {
    says: "Writes a change when a sensor is new, and then no more.",
    dies: "written",
    anomaly: "lost",
    change: [
      {
        find: "changelog: [{ key, value: `${count}` }]",
        put: "changelog: before > 0 ? [] : [{ key, value: `${count}` }]",
      },
    ],
  },
  wholeTable: {
    says: "Writes the whole table with each reading.",
    dies: "written",
    anomaly: "duplicated",
    change: [
      {
        find: "changelog: [{ key, value: `${count}` }]",
        put: "changelog: [...without(state, key), [key, count] as const].map(([key, value]) => ({ key, value: `${value}` }))",
      },
    ],
  },
  writtenBefore: {
    says: "Writes the count that was there before the reading.",
    dies: "newCount",
    anomaly: "wrong-value",
    change: [{ find: "value: `${count}`", put: "value: `${before}`" }],
  },
  total: {
    says: "Counts all readings, not those of the sensor.",
    dies: "newCount",
    anomaly: "wrong-value",
    change: [
      {
        find: "state.find(([sensor]) => sensor === key)?.[1] ?? 0",
        put: "state.reduce((most, [, count]) => Math.max(most, count), 0)",
      },
    ],
  },
  withoutCase: {
    says: "Takes two sensors for one whose names differ in their case.",
    dies: "newCount",
    anomaly: "wrong-value",
    change: [{ find: "const key = outcome.ok.sensor_id;", put: "const key = outcome.ok.sensor_id.toLowerCase();" }],
  },
  inherited: {
    says: "Reads the count of a sensor called constructor from what every object has.",
    dies: "newCount",
    anomaly: "wrong-value",
    change: [
      {
        find: "state.find(([sensor]) => sensor === key)?.[1] ?? 0",
        put: "(Object.assign({}, Object.fromEntries(state)) as Record<string, number>)[key] ?? 0",
      },
    ],
  },
  countsDead: {
    says: "Counts a dead record for a sensor of its own.",
    dies: "dead",
    anomaly: "wrong-value",
    change: [
      { find: '  if ("dead" in outcome) return { state, changelog: [] };\n', put: "" },
      { find: "outcome.ok.sensor_id;", put: '"ok" in outcome ? outcome.ok.sensor_id : "unknown";' },
    ],
  },
  countsDeadForLast: {
    says: "Counts a dead record for the sensor that spoke last, in silence.",
    dies: "dead",
    anomaly: "wrong-value",
    change: [
      {
        find: 'if ("dead" in outcome) return { state, changelog: [] };',
        put: 'if ("dead" in outcome) return { state: state.map(([sensor, count], at) => [sensor, at === state.length - 1 ? count + 1 : count] as const), changelog: [] };',
      },
    ],
  },
  mapInState: {
    says: "Keeps a Map, of which JSON leaves nothing.",
    dies: "viaJson",
    anomaly: "half-applied",
    change: [
      {
        find: "export type State = readonly (readonly [sensor: string, count: number])[];",
        put: "type Pairs = readonly (readonly [string, number])[];\nexport type State = { readonly map: ReadonlyMap<string, number> };\nconst pairs = (state: State): Pairs => (state.map instanceof Map ? [...state.map] : []);",
      },
      { find: "export const empty: State = [];", put: "export const empty: State = { map: new Map() };" },
      { find: "state.find((", put: "pairs(state).find((" },
      {
        find: "state: [...without(state, key), [key, count]],",
        put: "state: { map: new Map([...pairs(without(state, key)), [key, count]]) },",
      },
      { find: "[...others, [key, Number(value)]]", put: "{ map: new Map([...pairs(others), [key, Number(value)]]) }" },
      {
        find: "state.filter(([sensor]) => sensor !== key)",
        put: "({ map: new Map(pairs(state).filter(([sensor]) => sensor !== key)) })",
      },
    ],
  },
  notRestored: {
    says: "Begins at 0 whatever the changelog says.",
    dies: "restored",
    anomaly: "lost",
    change: [{ find: "  return state;\n", put: "  return state && empty;\n" }],
  },
  lastOnly: {
    says: "Restores the sensor of the last change alone.",
    dies: "restored",
    anomaly: "lost",
    change: [{ find: "[...others, [key, Number(value)]]", put: "[[key, Number(value)]]" }],
  },
  restoresText: {
    says: "Restores a count as text, to which 1 is glued.",
    dies: "restored",
    anomaly: "wrong-value",
    change: [{ find: "[key, Number(value)]", put: "[key, value as unknown as number]" }],
  },
  restoresDigit: {
    says: "Reads the first digit of a count.",
    dies: "restored",
    anomaly: "wrong-value",
    change: [{ find: "Number(value)", put: "Number(value[0])" }],
  },
  firstWins: {
    says: "Keeps the first change of a sensor, not the last.",
    dies: "lastWins",
    anomaly: "stale-read",
    change: [
      {
        find: "[...others, [key, Number(value)]]",
        put: "others.length < state.length ? state : [...others, [key, Number(value)]]",
      },
    ],
  },
  addsUp: {
    says: "Adds the changes of a sensor up, as if each were a reading.",
    dies: "lastWins",
    anomaly: "stale-read",
    change: [
      {
        find: "[key, Number(value)]",
        put: "[key, Number(value) + (state.find(([sensor]) => sensor === key)?.[1] ?? 0)]",
      },
    ],
  },
  ignoresDeletion: {
    says: "Skips a null, so that the old count is there again.",
    dies: "deleted",
    anomaly: "resurrected",
    change: [{ find: "value === null ? others", put: "value === null ? state" }],
  },
  keepsFifty: {
    says: "Remembers the fifty sensors that spoke last.",
    dies: "manySensors",
    anomaly: "lost",
    change: [
      { find: "[...without(state, key), [key, count]]", put: "[...without(state, key).slice(-49), [key, count]]" },
    ],
  },
  restoresForty: {
    says: "Restores from the last forty changes.",
    dies: "manySensors",
    anomaly: "lost",
    change: [{ find: "of changelog)", put: "of changelog.slice(-40))" }],
  },
  keepsReadings: {
    says: "Keeps an entry for each reading.",
    dies: "bounded",
    anomaly: "unbounded-state",
    change: [
      { find: "state.find((", put: "state.findLast((" },
      { find: "[...without(state, key), [key, count]]", put: "[...state, [key, count]]" },
    ],
  },
} satisfies Mutants;
