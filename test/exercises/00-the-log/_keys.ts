/** Forty keys with their murmur2 hashes, as Kafka's Java client and kafkajs compute them; the last ones are no UTF-8. */
const hashes: readonly (readonly [key: string | readonly number[], hash: number])[] = [
  ["", 275646681],
  ["a", -1563381124],
  ["b", -1853091852],
  ["c", -1877468854],
  ["ab", 316155434],
  ["abc", 479470107],
  ["abcd", -1323649548],
  ["abcde", 461995741],
  ["21", -973932308],
  ["foobar", -790332482],
  ["harbor", -1618676207],
  ["ferry", 1084904839],
  ["ticket-1", 216441529],
  ["ticket-2", 724821377],
  ["order-17", 1568318961],
  ["order-18", 1639752299],
  ["customer-3", 550332970],
  ["sensor-1", 780060301],
  ["sensor-2", 441981331],
  ["user_7", 331299862],
  ["prod_42", -1674338394],
  ["cliente", -1173507657],
  ["ção", -1490834012],
  ["é", 186971271],
  ["日本", -700811021],
  ["🚢", 1751267248],
  ["0", 971027396],
  ["1", -1993445489],
  ["10", 1164287326],
  ["constructor", 522263028],
  ["__proto__", -1044106820],
  ["a-long-key-of-a-record-that-goes-on-and-on", 680241132],
  [" ", -987232127],
  [[0], 375494588],
  [[255], -311467685],
  [[128, 129], 1642145146],
  [[255, 254, 253], 998637092],
  [[0, 0, 0, 0], 850957120],
  [[192, 175, 250], 1007117226],
  [[237, 160, 128, 1, 2], -1194755736],
];

export interface KnownKey {
  /** For people. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly hash: number;
}

export const knownKeys: readonly KnownKey[] = hashes.map(([key, hash]) =>
  typeof key === "string"
    ? { name: JSON.stringify(key), bytes: new TextEncoder().encode(key), hash }
    : { name: `bytes ${key.join(" ")}`, bytes: Uint8Array.from(key), hash },
);
