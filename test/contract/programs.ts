import fc from "fast-check";

/** One thing that a program does to a log. Records are "key=value"; "key=" is a tombstone. */
export type Step =
  /** Sends plainly; to "c", the topic that is compacted at the end, or to "t", which is polled. */
  | { readonly do: "produce"; readonly topic: "t" | "c"; readonly records: readonly string[] }
  /** One transaction, perhaps with an offset for group "h", and how it ends; "leave": it stays open, until it is fenced. */
  | {
      readonly do: "transact";
      readonly id: "x" | "y";
      readonly topic: "t" | "c";
      readonly records: readonly string[];
      readonly offset: number | null;
      readonly end: "commit" | "abort" | "leave";
    }
  /** A new producer of the id: what was open is aborted. */
  | { readonly do: "fence"; readonly id: "x" | "y" }
  /** All members poll until nothing readable is left. */
  | { readonly do: "poll" }
  /** All members poll, and commit their positions. */
  | { readonly do: "commit" }
  /** A further member joins, or one leaves, after such a commit: nothing may come twice. */
  | { readonly do: "join" | "leave" }
  /** All members go without committing, and a new one begins at the committed offsets. */
  | { readonly do: "restart" }
  /** All members go back to the start. */
  | { readonly do: "rewind" };

/** What is done in order. When it is over, open transactions are fenced and topic "c" is compacted. */
export type Program = readonly Step[];

const records = fc.array(
  fc
    .tuple(fc.constantFrom("a", "b", "d", "f"), fc.constantFrom("", "1", "2", "3"))
    .map(([key, value]) => `${key}=${value}`),
  { minLength: 1, maxLength: 4 },
);
const topic = fc.constantFrom("t" as const, "c" as const);
const id = fc.constantFrom("x" as const, "y" as const);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("produce" as const), topic, records }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("transact" as const),
      id,
      topic,
      records,
      offset: fc.option(fc.integer({ min: 0, max: 9 })),
      end: fc.constantFrom("commit" as const, "abort" as const, "leave" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("fence" as const), id }) },
  { weight: 3, arbitrary: fc.constant({ do: "poll" as const }) },
  { weight: 2, arbitrary: fc.constant({ do: "commit" as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("join" as const, "leave" as const) }) },
  { weight: 1, arbitrary: fc.constant({ do: "restart" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "rewind" as const }) },
);

/** Small random programs, as values that shrink. */
export const programs: fc.Arbitrary<Program> = fc.array(step, { minLength: 1, maxLength: 16 });
