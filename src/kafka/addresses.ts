/**
 * The addresses of a cluster: the given ones, and those that its metadata has named. A given broker may be gone while
 * others live.
 */
export class Addresses {
  /** By address, the time of its last failure: a counter, 0 for never. */
  readonly #failedAt: Map<string, number>;
  #failures = 0;

  constructor(given: readonly string[]) {
    this.#failedAt = new Map(given.map((address) => [address, 0]));
  }

  /** Addresses that never failed come first, then those whose failure is longest ago. */
  get inOrder(): readonly string[] {
    return [...this.#failedAt].sort(([, a], [, b]) => a - b).map(([address]) => address);
  }

  get several(): boolean {
    return this.#failedAt.size > 1;
  }

  learn(addresses: readonly string[]): void {
    for (const address of addresses) if (!this.#failedAt.has(address)) this.#failedAt.set(address, 0);
  }

  failed(address: string): void {
    if (this.#failedAt.has(address)) this.#failedAt.set(address, ++this.#failures);
  }
}
