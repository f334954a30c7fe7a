/** What can be scheduled: `deadline` is when to look at it, ∞ for never. */
export interface Scheduled {
  deadline: number;
}

/**
 * Things by deadline, the earliest first: a binary heap. A thing that is scheduled anew for an earlier time leaves its
 * old place behind; whoever comes upon that skips it.
 */
export class Deadlines<Thing extends Scheduled> {
  readonly #times: number[] = [];
  readonly #things: Thing[] = [];

  /** No thing is due before this; ∞ when there is none. */
  get next(): number {
    return this.#times.length === 0 ? Number.POSITIVE_INFINITY : this.#times[0]!;
  }

  /** Schedules a thing, unless it is for an earlier time already. */
  schedule(thing: Thing, time: number): void {
    if (time >= thing.deadline) return;
    thing.deadline = time;
    this.#push(time, thing);
  }

  /** Takes the things out that are due by now. Their deadlines become ∞. */
  takeDue(now: number): Thing[] {
    const due: Thing[] = [];
    while (this.#times.length > 0 && this.#times[0]! <= now) {
      const time = this.#times[0]!;
      const thing = this.#pop();
      if (thing.deadline !== time) continue;
      thing.deadline = Number.POSITIVE_INFINITY;
      due.push(thing);
    }
    return due;
  }

  #push(time: number, thing: Thing): void {
    const times = this.#times;
    const things = this.#things;
    let i = times.length;
    times.push(time);
    things.push(thing);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (times[parent]! <= time) break;
      times[i] = times[parent]!;
      things[i] = things[parent]!;
      i = parent;
    }
    times[i] = time;
    things[i] = thing;
  }

  #pop(): Thing {
    const times = this.#times;
    const things = this.#things;
    const top = things[0]!;
    const time = times.pop()!;
    const thing = things.pop()!;
    if (times.length === 0) return top;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= times.length) break;
      if (child + 1 < times.length && times[child + 1]! < times[child]!) child++;
      if (times[child]! >= time) break;
      times[i] = times[child]!;
      things[i] = things[child]!;
      i = child;
    }
    times[i] = time;
    things[i] = thing;
    return top;
  }
}
