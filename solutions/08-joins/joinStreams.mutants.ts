import type { Mutants } from "tidemark/grading";

export default {
  undefinedForNobody: {
    says: "Leaves the right half out where there is nobody.",
    dies: "shape",
    anomaly: "wrong-value",
    change: [
      {
        find: "out.push(...hopeless.filter(({ matched }) => !matched).map((left) => ({ left: left.event, right: null })));",
        put: `
          out.push(
            ...hopeless
              .filter(({ matched }) => !matched)
              .map((left) => ({ left: left.event, right: undefined as unknown as null })),
          );
        `,
      },
    ],
  },
  outer: {
    says: "Lets right events without a partner come out alone too, as an outer join would.",
    dies: "shape",
    anomaly: "wrong-value",
    change: [
      {
        find: 'const arrived = side === "right" ? [...rights, event] : rights;',
        put: `
          const arrived = side === "right" ? [...rights, event] : rights;
          for (const right of arrived) {
            const alone = !waiting.some((left) => isPair(left.event, right));
            if (watermark > right.ts + beforeMs && alone) out.push({ left: null as unknown as Event, right });
          }
        `,
      },
    ],
  },
  signSwapped: {
    says: "Measures from right to left: before is taken for after.",
    dies: "belong",
    anomaly: "phantom-match",
    change: [
      {
        find: "right.ts - left.ts >= -beforeMs && right.ts - left.ts <= afterMs",
        put: "left.ts - right.ts >= -beforeMs && left.ts - right.ts <= afterMs",
      },
    ],
  },
  keyIgnored: {
    says: "Pairs events of different keys.",
    dies: "belong",
    anomaly: "phantom-match",
    change: [
      { find: "left.key === right.key && right.ts - left.ts >= -beforeMs", put: "right.ts - left.ts >= -beforeMs" },
    ],
  },
  absolute: {
    says: "Allows the larger bound on both sides.",
    dies: "belong",
    anomaly: "phantom-match",
    change: [
      {
        find: "right.ts - left.ts >= -beforeMs && right.ts - left.ts <= afterMs",
        put: "Math.abs(right.ts - left.ts) <= Math.max(beforeMs, afterMs)",
      },
    ],
  },
  sidesSwapped: {
    says: "Puts the event that arrives second into the left half of the pair.",
    dies: "belong",
    anomaly: "phantom-match",
    change: [
      {
        find: "if (matches) out.push({ left: left.event, right: event });",
        put: "if (matches) out.push({ left: event, right: left.event });",
      },
    ],
  },
  exclusive: {
    says: "Leaves out partners exactly at a bound.",
    dies: "bounds",
    anomaly: "missed-match",
    change: [
      {
        find: "right.ts - left.ts >= -beforeMs && right.ts - left.ts <= afterMs",
        put: "right.ts - left.ts > -beforeMs && right.ts - left.ts < afterMs",
      },
    ],
  },
  exclusiveAfter: {
    says: "Leaves out a partner exactly at the upper bound.",
    dies: "bounds",
    anomaly: "missed-match",
    change: [{ find: "right.ts - left.ts <= afterMs", put: "right.ts - left.ts < afterMs" }],
  },
  eagerUnmatched: {
    says: "Calls a left event unmatched at once when nobody is there yet.",
    dies: "patient",
    anomaly: "spurious-unmatched",
    change: [
      {
        find: "waiting.push(...lefts, { event, matched: partners.length > 0 });",
        put: `
          if (partners.length === 0) out.push({ left: event, right: null });
          waiting.push(...lefts, { event, matched: true });
        `,
      },
    ],
  },
  atEqual: {
    says: "Gives up at the last instant at which a partner could still come.",
    dies: "patient",
    anomaly: "spurious-unmatched",
    change: [
      {
        find: "const hopeless = waiting.filter((left) => watermark > left.event.ts + afterMs);",
        put: "const hopeless = waiting.filter((left) => watermark >= left.event.ts + afterMs);",
      },
    ],
  },
  matchedStillUnmatched: {
    says: "Does not note that a left event was matched by what came later.",
    dies: "notBoth",
    anomaly: "spurious-unmatched",
    change: [
      {
        find: "waiting.push({ event: left.event, matched: left.matched || matches });",
        put: "waiting.push({ event: left.event, matched: left.matched });",
      },
    ],
  },
  forgetsEarlierPartners: {
    says: "Does not note partners that were there before the left event.",
    dies: "notBoth",
    anomaly: "spurious-unmatched",
    change: [
      {
        find: "waiting.push(...lefts, { event, matched: partners.length > 0 });",
        put: "waiting.push(...lefts, { event, matched: false });",
      },
    ],
  },
  rightNotBuffered: {
    says: "Lets right events wait for nobody.",
    dies: "pairs",
    anomaly: "missed-match",
    change: [
      { find: 'const arrived = side === "right" ? [...rights, event] : rights;', put: "const arrived = rights;" },
    ],
  },
  firstPartnerOnly: {
    says: "Gives a left event its first partner only.",
    dies: "pairs",
    anomaly: "missed-match",
    change: [
      {
        find: "const matches = isPair(left.event, event);",
        put: "const matches = !left.matched && isPair(left.event, event);",
      },
    ],
  },
  lastRightOnly: {
    says: "Keeps one right event of each key, the last.",
    dies: "pairs",
    anomaly: "missed-match",
    change: [
      {
        find: "[...rights, event] : rights",
        put: "[...rights.filter(({ key }) => key !== event.key), event] : rights",
      },
    ],
  },
  expiresFirst: {
    says: "Cleans up before it joins: the last event of a stream finds nobody.",
    dies: "pairs",
    anomaly: "missed-match",
    change: [
      { find: "isPair(event, right)", put: "isPair(event, right) && watermark <= right.ts + beforeMs" },
      {
        find: "for (const left of lefts) {",
        put: `
          for (const left of lefts) {
            if (watermark > left.event.ts + afterMs) {
              waiting.push(left);
              continue;
            }
        `,
      },
    ],
  },
  boundsSwappedInExpiry: {
    says: "Keeps right events for as long as left ones may wait.",
    dies: "pairs",
    anomaly: "missed-match",
    change: [{ find: "watermark <= right.ts + beforeMs", put: "watermark <= right.ts + Math.min(beforeMs, afterMs)" }],
  },
  byId: {
    says: "Keeps right events by id: a second one of an id takes the place of the first.",
    dies: "pairs",
    anomaly: "missed-match",
    change: [
      { find: "[...rights, event] : rights", put: "[...rights.filter(({ id }) => id !== event.id), event] : rights" },
    ],
  },
  pairsAgain: {
    says: "Repeats the pairs of a right event when another right one of its key comes.",
    dies: "pairsOnce",
    anomaly: "duplicated",
    change: [
      {
        find: "if (matches) out.push({ left: left.event, right: event });",
        put: `
          if (matches) out.push({ left: left.event, right: event });
          const earlier = rights.filter((right) => matches && isPair(left.event, right));
          out.push(...earlier.map((right) => ({ left: left.event, right })));
        `,
      },
    ],
  },
  innerOnly: {
    says: "Drops left events without a partner, as an inner join would.",
    dies: "everyLeft",
    anomaly: "lost",
    change: [
      {
        find: "out.push(...hopeless.filter(({ matched }) => !matched).map((left) => ({ left: left.event, right: null })));",
        put: "",
      },
    ],
  },
  aloneAgain: {
    says: "Keeps who has come out alone, and lets it come out again.",
    dies: "aloneOnce",
    anomaly: "duplicated",
    change: [
      {
        find: "lefts: waiting.filter((left) => !hopeless.includes(left)),",
        put: "lefts: waiting.filter((left) => !hopeless.includes(left) || !left.matched),",
      },
    ],
  },
  oneTooLate: {
    says: "Waits a millisecond longer than anybody could come.",
    dies: "inTime",
    anomaly: "stalled",
    change: [
      {
        find: "const hopeless = waiting.filter((left) => watermark > left.event.ts + afterMs);",
        put: "const hopeless = waiting.filter((left) => watermark > left.event.ts + afterMs + 1);",
      },
    ],
  },
  ownKeyOnly: {
    says: "Looks only at the left events of the key that arrives.",
    dies: "inTime",
    anomaly: "stalled",
    change: [
      {
        find: "const hopeless = waiting.filter((left) => watermark > left.event.ts + afterMs);",
        put: `
          const hopeless = waiting.filter(
            (left) =>
              (left.event.key === event.key || watermark === Number.POSITIVE_INFINITY) && watermark > left.event.ts + afterMs,
          );
        `,
      },
    ],
  },
  onlyAtTheEnd: {
    says: "Calls nobody unmatched before the stream ends.",
    dies: "inTime",
    anomaly: "stalled",
    change: [
      {
        find: "const hopeless = waiting.filter((left) => watermark > left.event.ts + afterMs);",
        put: `
          const hopeless = waiting.filter(
            (left) => watermark === Number.POSITIVE_INFINITY && watermark > left.event.ts + afterMs,
          );
        `,
      },
    ],
  },
  sameEvent: {
    says: "Takes an event that equals an earlier one for that one.",
    dies: "exactly",
    anomaly: "wrong-value",
    change: [
      {
        find: 'const arrived = side === "right" ? [...rights, event] : rights;',
        put: `
          const arrived =
            side === "right" ? [...rights.filter((right) => JSON.stringify(right) !== JSON.stringify(event)), event] : rights;
        `,
      },
    ],
  },
  mapInState: {
    says: "Keeps the right events in a Map by key, which a restart through JSON empties.",
    dies: "restart",
    anomaly: "half-applied",
    change: [
      { find: "readonly rights: readonly Event[];", put: "readonly rights: ReadonlyMap<string, readonly Event[]>;" },
      {
        find: "export const empty: State = { lefts: [], rights: [] };",
        put: "export const empty: State = { lefts: [], rights: new Map() };",
      },
      { find: "{ lefts, rights }: State,", put: "{ lefts, rights: byKey }: State," },
      {
        find: "left.key === right.key && right.ts - left.ts >= -beforeMs && right.ts - left.ts <= afterMs;",
        put: `
            left.key === right.key && right.ts - left.ts >= -beforeMs && right.ts - left.ts <= afterMs;
          const rights = byKey.get(event.key) ?? [];
        `,
      },
      {
        find: "arrived.filter((right) => watermark <= right.ts + beforeMs)",
        put: "new Map([...byKey, [event.key, arrived.filter((right) => watermark <= right.ts + beforeMs)]])",
      },
    ],
  },
  startsAtInfinity: {
    says: "Keeps the last instant at which a right event is of use, -Infinity at first: JSON makes null of it, and null is 0.",
    dies: "restart",
    anomaly: "half-applied",
    change: [
      {
        find: "readonly rights: readonly Event[];",
        put: `
          readonly rights: readonly Event[];
            readonly until: number;
        `,
      },
      { find: "lefts: [], rights: []", put: "lefts: [], rights: [], until: Number.NEGATIVE_INFINITY" },
      { find: "{ lefts, rights }: State,", put: "{ lefts, rights, until }: State," },
      { find: "isPair(event, right)", put: "isPair(event, right) && right.ts >= until" },
      {
        find: "rights: arrived.filter((right) => watermark <= right.ts + beforeMs),",
        put: `
          rights: arrived.filter((right) => watermark <= right.ts + beforeMs),
          until,
        `,
      },
    ],
  },
  lastFifty: {
    says: "Keeps the last fifty events of each side.",
    dies: "crowd",
    anomaly: "missed-match",
    change: [
      {
        find: "lefts: waiting.filter((left) => !hopeless.includes(left)),",
        put: "lefts: waiting.filter((left) => !hopeless.includes(left)).slice(-50),",
      },
      {
        find: "rights: arrived.filter((right) => watermark <= right.ts + beforeMs),",
        put: "rights: arrived.filter((right) => watermark <= right.ts + beforeMs).slice(-50),",
      },
    ],
  },
  neverFrees: {
    says: "Forgets nothing: it only notes what has come out.",
    dies: "bounded",
    anomaly: "unbounded-state",
    change: [
      {
        find: "waiting.filter((left) => !hopeless.includes(left))",
        put: "waiting.map((left) => (hopeless.includes(left) ? { ...left, matched: true } : left))",
      },
      { find: "rights: arrived.filter((right) => watermark <= right.ts + beforeMs),", put: "rights: arrived," },
    ],
  },
  neverFreesRight: {
    says: "Keeps right events for ever.",
    dies: "bounded",
    anomaly: "unbounded-state",
    change: [{ find: "rights: arrived.filter((right) => watermark <= right.ts + beforeMs),", put: "rights: arrived," }],
  },
  keepsMatched: {
    says: "Lets only unmatched left events go.",
    dies: "bounded",
    anomaly: "unbounded-state",
    change: [
      {
        find: "lefts: waiting.filter((left) => !hopeless.includes(left)),",
        put: "lefts: waiting.filter((left) => left.matched || !hopeless.includes(left)),",
      },
    ],
  },
  freesOwnKey: {
    says: "Forgets right events only when their key comes again.",
    dies: "bounded",
    anomaly: "unbounded-state",
    change: [
      { find: "watermark <= right.ts + beforeMs", put: "right.key !== event.key || watermark <= right.ts + beforeMs" },
    ],
  },
  mutates: {
    says: "Writes into the state that it was given.",
    dies: "untouched",
    anomaly: "mutated-input",
    change: [
      {
        find: 'const arrived = side === "right" ? [...rights, event] : rights;',
        put: 'if (side === "right") (rights as Event[]).push(event);',
      },
      {
        find: "rights: arrived.filter((right) => watermark <= right.ts + beforeMs),",
        put: "rights: rights.filter((right) => watermark <= right.ts + beforeMs),",
      },
    ],
  },
  oneSpelling: {
    says: "Takes two spellings of one letter for the same key.",
    dies: "lookAlike",
    anomaly: "phantom-match",
    change: [{ find: "left.key === right.key", put: "left.key.normalize() === right.key.normalize()" }],
  },
  ticket: {
    says: "Keeps what waits in a variable, and hands out a number.",
    dies: "newProcess",
    anomaly: "half-applied",
    change: [
      { find: "export interface State {", put: "interface Waiting {" },
      {
        find: "export const empty: State = { lefts: [], rights: [] };",
        put: `
          export type State = number;
          export const empty: State = 0;
          const kept: Waiting[] = [{ lefts: [], rights: [] }];
        `,
      },
      { find: "{ lefts, rights }: State,", put: "ticket: State," },
      {
        find: 'const out: Step["out"] = [];',
        put: `
          const { lefts, rights } = kept[ticket] ?? { lefts: [], rights: [] };
          const out: Step["out"] = [];
        `,
      },
      {
        find: `
          return {
            state: {
              lefts: waiting.filter((left) => !hopeless.includes(left)),
              rights: arrived.filter((right) => watermark <= right.ts + beforeMs),
            },
            out,
          };
        `,
        put: `
          const still = {
            lefts: waiting.filter((left) => !hopeless.includes(left)),
            rights: arrived.filter((right) => watermark <= right.ts + beforeMs),
          };
          return { state: kept.push(still) - 1, out };
        `,
      },
    ],
  },
} satisfies Mutants;
