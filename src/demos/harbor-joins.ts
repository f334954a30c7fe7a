import { type Duration, hours, left, minutes, type Pipeline, pipeline, right, staticTable } from "../core/index.js";
import { berths, Clearance, Crew, ShipArrival, Tariff } from "../datasets/index.js";

/** The rows of the topics that the harbor's joins read, and those that came too late to be joined. */
export interface HarborRows {
  readonly arrivals: readonly ShipArrival[];
  readonly clearances: readonly Clearance[];
  readonly tariffs: readonly Tariff[];
  /** In the order of the log; `null` deletes. */
  readonly crews: readonly { readonly key: string; readonly row: Crew | null }[];
}

/** One of the lesson's joins, with the result of a count by hand. */
export interface HarborJoin {
  readonly title: string;
  readonly plan: Pipeline;
  readonly inputs: readonly string[];
  readonly output: string;
  /** True for a table's topic: the last row of each key counts. */
  readonly isTable: boolean;
  /** Destination of rows without a partner that are no rows of the output. */
  readonly dead: string | null;
  readonly late: string | null;
  /** True when a row of the output has no partner. */
  isAlone(row: Readonly<Record<string, unknown>>): boolean;
  /** Pairs, and rows without a partner, by brute force over the rows that were in time. */
  recount(rows: HarborRows): { readonly joined: number; readonly alone: number };
}

const beforeMs = minutes(30).ms;
const afterMs = hours(2).ms;

/** Lesson 08's joins, under a wait for rows that are out of order. */
export const harborJoins = (wait: Duration): readonly HarborJoin[] => [
  lookup(wait),
  correlation(wait),
  asOf(wait),
  tableWithTable(),
  foreignKey(),
];

function lookup(wait: Duration): HarborJoin {
  const plan = pipeline("berthed-calls")
    .from("ship-arrivals", ShipArrival)
    .eventTime("at", { outOfOrderness: wait })
    .lookup(staticTable("berths", "berth", berths), { on: "berth", as: "place", unmatched: "dead" })
    .to("berthed-calls")
    .dead("calls-without-berth");
  const known = new Set(berths.map(({ berth }) => berth));
  return {
    title: "arrivals, fixed table of berths",
    plan,
    inputs: ["ship-arrivals"],
    output: "berthed-calls",
    isTable: false,
    dead: "calls-without-berth",
    late: null,
    isAlone: () => false,
    recount: ({ arrivals }) => {
      const joined = arrivals.filter(({ berth }) => known.has(berth)).length;
      return { joined, alone: arrivals.length - joined };
    },
  };
}

function correlation(wait: Duration): HarborJoin {
  const port = pipeline("cleared-calls");
  const time = { outOfOrderness: wait };
  const arrivals = port.from("ship-arrivals", ShipArrival, { key: "call" }).eventTime("at", time).keyBy("call");
  const clearances = port.from("clearances", Clearance, { key: "call" }).eventTime("at", time).keyBy("call");
  const plan = arrivals
    .join(clearances, { before: minutes(30), after: hours(2), kind: "outer" })
    .select({ call: left("call"), paper: right("call"), arrived: left("at"), cleared: right("at") })
    .to("cleared-calls")
    .late("late-for-clearance");
  return {
    title: "arrivals, clearances (two streams)",
    plan,
    inputs: ["ship-arrivals", "clearances"],
    output: "cleared-calls",
    isTable: false,
    dead: null,
    late: "late-for-clearance",
    isAlone: ({ call, paper }) => call === null || paper === null,
    recount: ({ arrivals, clearances }) => {
      const pairs = arrivals.flatMap((arrival) =>
        clearances
          .filter(({ call, at }) => call === arrival.call && at >= arrival.at - beforeMs && at <= arrival.at + afterMs)
          .map((paper) => ({ arrival, paper })),
      );
      const met = new Set<object>(pairs.flatMap(({ arrival, paper }) => [arrival, paper]));
      return { joined: pairs.length, alone: arrivals.length + clearances.length - met.size };
    },
  };
}

function asOf(wait: Duration): HarborJoin {
  const port = pipeline("fees");
  const time = { outOfOrderness: wait };
  const tariffs = port.table("tariffs", Tariff, { key: "berth", eventTime: { field: "at", ...time } });
  const plan = port
    .from("ship-arrivals", ShipArrival)
    .eventTime("at", time)
    .keyBy("berth")
    .joinAsOf(tariffs, { kind: "left" })
    .select({ call: left("call"), berth: left("berth"), tons: left("tons"), perTon: right("perTon") })
    .to("fees")
    .late("late-for-fees");
  return {
    title: "arrivals, tariff valid by then",
    plan,
    inputs: ["ship-arrivals", "tariffs"],
    output: "fees",
    isTable: false,
    dead: null,
    late: "late-for-fees",
    isAlone: ({ perTon }) => perTon === null,
    recount: ({ arrivals, tariffs }) => {
      const has = ({ berth, at }: ShipArrival): boolean =>
        tariffs.some((tariff) => tariff.berth === berth && tariff.at <= at);
      const joined = arrivals.filter(has).length;
      return { joined, alone: arrivals.length - joined };
    },
  };
}

function tableWithTable(): HarborJoin {
  const port = pipeline("berth-board");
  const plan = port
    .table("tariffs", Tariff, { key: "berth" })
    .join(port.table("crews", Crew, { key: "berth" }), { kind: "left" })
    .select({ berth: left("berth"), perTon: left("perTon"), crew: right("crew") })
    .to("berth-board");
  return {
    title: "tariffs, crews (table, table)",
    plan,
    inputs: ["tariffs", "crews"],
    output: "berth-board",
    isTable: true,
    dead: null,
    late: null,
    isAlone: ({ crew }) => crew === null,
    recount: ({ tariffs, crews }) => withCrew(new Set(tariffs.map(({ berth }) => berth)), crews),
  };
}

function foreignKey(): HarborJoin {
  const port = pipeline("calls-and-crews");
  const plan = port
    .table("ship-arrivals", ShipArrival, { key: "call" })
    .joinForeignKey(port.table("crews", Crew, { key: "berth" }), { on: "berth", kind: "left" })
    .select({ call: left("call"), berth: left("berth"), crew: right("crew") })
    .to("calls-and-crews");
  return {
    title: "calls, crews (foreign key: berth)",
    plan,
    inputs: ["ship-arrivals", "crews"],
    output: "calls-and-crews",
    isTable: true,
    dead: null,
    late: null,
    isAlone: ({ crew }) => crew === null,
    recount: ({ arrivals, crews }) =>
      withCrew(
        arrivals.map(({ berth }) => berth),
        crews,
      ),
  };
}

function withCrew(places: Iterable<string>, crews: HarborRows["crews"]): { joined: number; alone: number } {
  const all = [...places];
  const joined = all.filter((berth) => crews.findLast(({ key }) => key === berth)?.row != null).length;
  return { joined, alone: all.length - joined };
}
