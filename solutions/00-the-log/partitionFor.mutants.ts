import type { Mutants } from "tidemark/grading";

export default {
  signed: {
    says: "Keeps the sign of the hash: the remainder of a negative number is negative.",
    dies: "inRange",
    anomaly: "misrouted",
    change: [{ find: "return (hash(key) & 0x7fffffff) % partitions;", put: "return hash(key) % partitions;" }],
  },
  oneBased: {
    says: "Counts partitions from 1.",
    dies: "inRange",
    anomaly: "misrouted",
    change: [
      {
        find: "return (hash(key) & 0x7fffffff) % partitions;",
        put: "return ((hash(key) & 0x7fffffff) % partitions) + 1;",
      },
    ],
  },
  keyLength: {
    says: "Takes the length of the key for its hash.",
    dies: "reachesAll",
    anomaly: "misrouted",
    change: [
      { find: "partitions: number, hash", put: "partitions: number, _hash" },
      { find: "return (hash(key) & 0x7fffffff) % partitions;", put: "return key.length % partitions;" },
    ],
  },
  precedence: {
    says: "Forgets the parentheses: % binds tighter than &.",
    dies: "reachesAll",
    anomaly: "misrouted",
    change: [
      { find: "return (hash(key) & 0x7fffffff) % partitions;", put: "return hash(key) & (0x7fffffff % partitions);" },
    ],
  },
  absolute: {
    says: "Takes the absolute value, which is another number than the one without its sign bit.",
    dies: "clearsSign",
    anomaly: "misrouted",
    change: [
      { find: "return (hash(key) & 0x7fffffff) % partitions;", put: "return Math.abs(hash(key)) % partitions;" },
    ],
  },
  unsigned: {
    says: "Reads the sign bit as one bit more in place of clearing it.",
    dies: "clearsSign",
    anomaly: "misrouted",
    change: [{ find: "return (hash(key) & 0x7fffffff) % partitions;", put: "return (hash(key) >>> 0) % partitions;" }],
  },
  negativeToZero: {
    says: "Sends every negative hash to one partition.",
    dies: "clearsSign",
    anomaly: "misrouted",
    change: [
      { find: "return (hash(key) & 0x7fffffff) % partitions;", put: "return Math.max(hash(key), 0) % partitions;" },
    ],
  },
  asText: {
    says: "Takes the key for a text: bytes that are no text become other bytes.",
    dies: "inRange",
    anomaly: "misrouted",
    change: [{ find: "hash(key)", put: "hash(new TextEncoder().encode(new TextDecoder().decode(key)))" }],
  },
} satisfies Mutants;
