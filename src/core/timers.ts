/** Times, the least first: a binary heap. */
export class Timers {
  readonly #times: number[] = [];

  /** ∞ when there is none. */
  get next(): number {
    return this.#times.length === 0 ? Number.POSITIVE_INFINITY : this.#times[0]!;
  }

  get size(): number {
    return this.#times.length;
  }

  add(time: number): void {
    const times = this.#times;
    let i = times.length;
    times.push(time);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (times[parent]! <= time) break;
      times[i] = times[parent]!;
      i = parent;
    }
    times[i] = time;
  }

  /** Takes the least out. */
  take(): number {
    const times = this.#times;
    const least = times[0]!;
    const last = times.pop()!;
    if (times.length === 0) return least;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= times.length) break;
      if (child + 1 < times.length && times[child + 1]! < times[child]!) child++;
      if (times[child]! >= last) break;
      times[i] = times[child]!;
      i = child;
    }
    times[i] = last;
    return least;
  }
}
