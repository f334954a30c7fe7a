/** The process is no more: nothing that it still asks for happens. */
export class Crashed extends Error {
  override readonly name = "Crashed";
}

/**
 * Counts what a process does in the outside world. Each call is two steps, before its effect and after it; at one of them
 * the process may crash, or somebody looks on.
 */
export class Steps {
  taken = 0;
  crashed = false;

  constructor(
    private readonly at: { readonly crashAt?: number; readonly look?: (step: number) => Promise<void> } = {},
  ) {}

  async step<Value>(effect: () => Promise<Value>): Promise<Value> {
    await this.#take();
    const value = await effect();
    await this.#take();
    return value;
  }

  async #take(): Promise<void> {
    if (this.crashed) throw new Crashed("it has crashed before");
    this.taken++;
    if (this.taken === this.at.crashAt) {
      this.crashed = true;
      throw new Crashed(`crash at step ${this.taken}`);
    }
    await this.at.look?.(this.taken);
    if (this.crashed) throw new Crashed("it has crashed before");
  }
}
