import type { Isolation, Log } from "../../src/log/index.js";

/** Waits until the last commits are visible in these topics, which on a real broker is a moment after they are sure. */
export async function settled(log: Log, ...topics: readonly string[]): Promise<void> {
  const ends = async (topic: string, isolation: Isolation): Promise<string> =>
    (await log.offsets(topic, isolation)).map(({ end }) => end).join();
  for (const topic of topics) {
    while ((await ends(topic, "read_committed")) !== (await ends(topic, "read_uncommitted"))) await log.clock.sleep(10);
  }
}
