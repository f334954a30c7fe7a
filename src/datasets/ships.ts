import { z } from "zod";
import { type Random, random } from "../seeded/random.js";
import type { Dataset, DatasetOptions, Produced } from "./dataset.js";
import { disordered } from "./disorder.js";

/** A ship arrives at the harbor. */
export const ShipArrival = z.object({
  /** Identifies this visit; the clearance names it too. */
  call: z.string(),
  ship: z.string(),
  /** The ship's berth; some stay at anchor, where no fee is known. */
  berth: z.string(),
  tons: z.number(),
  /** Event time: the arrival, milliseconds since the epoch. */
  at: z.number(),
});
export type ShipArrival = z.infer<typeof ShipArrival>;

/** Customs have cleared a ship's call. */
export const Clearance = z.object({
  call: z.string(),
  officer: z.string(),
  /** Event time: the signature, milliseconds since the epoch; sometimes before the ship is in. */
  at: z.number(),
});
export type Clearance = z.infer<typeof Clearance>;

/** Price of a ton at a berth, from `at` on, until the next tariff of the same berth. */
export const Tariff = z.object({ berth: z.string(), perTon: z.number(), at: z.number() });
export type Tariff = z.infer<typeof Tariff>;

/** The crew that works at a berth; a tombstone in the topic says that there is none any more. */
export const Crew = z.object({ berth: z.string(), crew: z.string(), at: z.number() });
export type Crew = z.infer<typeof Crew>;

/** The harbor's berths: a table that never changes. */
export const berths: readonly { readonly berth: string; readonly quay: string }[] = [
  { berth: "berth-1", quay: "north" },
  { berth: "berth-2", quay: "north" },
  { berth: "berth-3", quay: "east" },
  { berth: "berth-4", quay: "east" },
  { berth: "berth-5", quay: "south" },
  { berth: "berth-6", quay: "south" },
];

const MINUTE = 60_000;
const SHIPS = ["Aurora", "Borealis", "Cormorant", "Dolphin", "Esperança", "Fulmar", "Gannet", "Halcyon"];
const OFFICERS = ["Costa", "Lima", "Pires"];
const TRANSIT_MS = 40;

/** Arriving ships, one a minute, and the harbor's knowledge of them: lesson 08 joins the four topics. */
export const ships: Dataset = {
  name: "ships",
  summary: "1000 ships, one a minute; most cleared by customs, a few at no berth; tariffs and crews",
  topics: [
    { name: "ship-arrivals", partitions: 1 },
    { name: "clearances", partitions: 1 },
    { name: "tariffs", partitions: 1, config: { "cleanup.policy": "compact" } },
    { name: "crews", partitions: 1, config: { "cleanup.policy": "compact" } },
  ],
  defaults: {
    seed: 8,
    count: 1000,
    rate: 1 / 60,
    lateRate: 0.1,
    lateMaxMs: 10 * MINUTE,
    dupRate: 0,
    badRate: 0,
    startMs: Date.UTC(2025, 9, 14, 6, 0, 0),
  },
  generate: (given) => {
    const options = { ...ships.defaults, ...given };
    const source = random(options.seed);
    const arrivals = disordered(options, (i, at, draws) => {
      const berth = draws.chance(0.03) ? "anchorage" : draws.pick(berths).berth;
      const row: ShipArrival = { call: `call-${i}`, ship: draws.pick(SHIPS), berth, tons: draws.integer(1, 50), at };
      return { topic: "ship-arrivals", key: row.call, row };
    });
    const all = [
      ...arrivals,
      ...clearances(options, source.fork("clearances")),
      ...tariffs(options, source.fork("tariffs")),
      ...crews(options, source.fork("crews")),
    ];
    // Array.prototype.sort is stable, so equal arrivals keep the order in which they were made.
    return all.sort((a, b) => a.arrivedAt - b.arrivedAt);
  },
};

const arrivalOf = (i: number, { startMs, rate }: DatasetOptions): number => startMs + Math.floor((i * 1000) / rate);

/**
 * Papers come from half an hour before the ship to two hours after it. In 100: five take longer, five never come, and
 * two are for a call that nobody made.
 */
function clearances(options: DatasetOptions, draws: Random): Produced[] {
  const signed: { readonly call: string; readonly at: number }[] = [];
  for (let i = 0; i < options.count; i++) {
    const arrived = arrivalOf(i, options);
    const luck = draws.integer(0, 99);
    const minutes = luck < 5 ? draws.integer(121, 240) : draws.integer(-30, 120);
    if (luck < 5 || luck >= 10) signed.push({ call: `call-${i}`, at: arrived + minutes * MINUTE });
    if (draws.chance(0.02)) signed.push({ call: `call-${options.count + i}`, at: arrived });
  }
  return signed.map(({ call, at }) => {
    const row: Clearance = { call, officer: draws.pick(OFFICERS), at };
    const heldUpMs = draws.chance(options.lateRate) ? draws.integer(1, Math.max(1, options.lateMaxMs)) : 0;
    return sent("clearances", call, row, at, at + draws.integer(1, TRANSIT_MS) + heldUpMs);
  });
}

/** A first tariff for every berth but the last, which has none for two hours; then a new one every three hours or so. */
function tariffs(options: DatasetOptions, draws: Random): Produced[] {
  const end = arrivalOf(options.count, options);
  return berths.flatMap(({ berth }, i) => {
    const made: Produced[] = [];
    let at = options.startMs + (i === berths.length - 1 ? 120 * MINUTE : 0);
    let perTon = draws.integer(4, 8);
    for (; at <= end; at += draws.integer(150, 240) * MINUTE) {
      const row: Tariff = { berth, perTon, at };
      made.push(sent("tariffs", berth, row, at, at + draws.integer(1, TRANSIT_MS)));
      perTon += draws.pick([-1, 1, 2]);
    }
    return made;
  });
}

/** A crew for four of the berths; later one goes home, and another takes over a berth that had none. */
function crews(options: DatasetOptions, draws: Random): Produced[] {
  const middle = arrivalOf(Math.floor(options.count / 2), options);
  const write = (berth: string, crew: string | null, at: number): Produced => {
    const row: Crew | null = crew === null ? null : { berth, crew, at };
    return sent("crews", berth, row, at, at + draws.integer(1, TRANSIT_MS));
  };
  return [
    ...["red", "green", "blue", "white"].map((crew, i) => write(`berth-${i + 1}`, crew, options.startMs)),
    write("berth-3", null, middle),
    write("berth-5", "blue", middle + MINUTE),
  ];
}

const sent = (topic: string, key: string, row: object | null, ts: number, arrivedAt: number): Produced => ({
  topic,
  key,
  value: row === null ? null : JSON.stringify(row),
  ts,
  arrivedAt,
});
