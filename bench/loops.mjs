// Good hand-written code for each single job: it remembers the last window, looks nothing up twice, and drops state in
// buckets. Each loop gives the same results in the same order as the engine.
const byKey = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
/** @type {(key: string, row: object, ts: number, window?: { start: number, end: number } | null) => object} */
const result = (key, row, ts, window = null) => ({ topic: "out", key, row, ts, window, revision: 0 });

function windowResult(key, start, end, ts, { n, total }) {
  return result(key, { key, windowStart: start, windowEnd: end, n, total }, ts, { start, end });
}

/** Counts and sums in a plain Map: the least cost of any job by key. */
export function add(group, key, amount) {
  const held = group.get(key);
  if (held === undefined) group.set(key, { n: 1, total: amount });
  else {
    held.n++;
    held.total += amount;
  }
}

export function tumbling(events, { sizeMs, delayMs }) {
  const windows = new Map();
  const out = [];
  let late = 0;
  let W = -Infinity;
  let nextEnd = Infinity;
  let currentStart = NaN;
  /** @type {Map<string, { n: number, total: number }> | null} */
  let current = null;
  const close = () => {
    for (const start of [...windows.keys()].sort((a, b) => a - b)) {
      const end = start + sizeMs;
      if (end > W) break;
      const group = windows.get(start);
      for (const key of [...group.keys()].sort(byKey)) out.push(windowResult(key, start, end, end - 1, group.get(key)));
      windows.delete(start);
    }
    nextEnd = Math.min(Infinity, ...[...windows.keys()].map((start) => start + sizeMs));
    currentStart = NaN;
  };
  for (const { key, at, amount } of events) {
    let isLate = false;
    if (!(at >= currentStart && at < currentStart + sizeMs)) {
      const start = Math.floor(at / sizeMs) * sizeMs;
      if (start + sizeMs <= W) isLate = true;
      else {
        current = windows.get(start);
        if (current === undefined) {
          current = new Map();
          windows.set(start, current);
          nextEnd = Math.min(nextEnd, start + sizeMs);
        }
        currentStart = start;
      }
    }
    if (isLate) late++;
    else add(current, key, amount);
    if (at - delayMs > W) {
      W = at - delayMs;
      if (W >= nextEnd) close();
    }
  }
  W = Infinity;
  close();
  return { out, late };
}

export function hopping(events, { sizeMs, hopMs, delayMs }) {
  const windows = new Map();
  const out = [];
  let late = 0;
  let W = -Infinity;
  let nextEnd = Infinity;
  let currentHop = NaN;
  let groups = [];
  const close = () => {
    for (const start of [...windows.keys()].sort((a, b) => a - b)) {
      const end = start + sizeMs;
      if (end > W) break;
      const group = windows.get(start);
      for (const key of [...group.keys()].sort(byKey)) out.push(windowResult(key, start, end, end - 1, group.get(key)));
      windows.delete(start);
    }
    nextEnd = Math.min(Infinity, ...[...windows.keys()].map((start) => start + sizeMs));
    currentHop = NaN;
  };
  for (const { key, at, amount } of events) {
    if (!(at >= currentHop && at < currentHop + hopMs)) {
      currentHop = Math.floor(at / hopMs) * hopMs;
      groups = [];
      for (let start = currentHop; start > currentHop - sizeMs; start -= hopMs) {
        if (start + sizeMs <= W) break;
        let group = windows.get(start);
        if (group === undefined) {
          group = new Map();
          windows.set(start, group);
          nextEnd = Math.min(nextEnd, start + sizeMs);
        }
        groups.push(group);
      }
    }
    if (groups.length === 0) late++;
    for (let i = 0; i < groups.length; i++) add(groups[i], key, amount);
    if (at - delayMs > W) {
      W = at - delayMs;
      if (W >= nextEnd) close();
    }
  }
  W = Infinity;
  close();
  return { out, late };
}

export function sessions(events, { gapMs, delayMs }) {
  const open = new Map();
  const due = new Map(); // coarse buckets of windows, by the millisecond after which they close
  const width = 16;
  const out = [];
  let late = 0;
  let W = -Infinity;
  let nextDue = Infinity;
  const wait = (session) => {
    const bucket = Math.floor((session.last + gapMs) / width);
    const waiting = due.get(bucket);
    if (waiting !== undefined) waiting.push(session);
    else due.set(bucket, [session]);
    if (bucket * width < nextDue) nextDue = bucket * width;
  };
  const close = () => {
    const done = [];
    for (const [bucket, waiting] of [...due]) {
      if (bucket * width >= W) continue;
      due.delete(bucket);
      for (const session of waiting) {
        if (session.n === 0) continue;
        if (session.last + gapMs < W) done.push(session);
        else wait(session);
      }
    }
    done.sort((a, b) => a.last - b.last || byKey(a.key, b.key));
    for (const session of done) {
      const { key, first, last } = session;
      out.push(windowResult(key, first, last, last, session));
      const list = open.get(key);
      if (list.length === 1) open.delete(key);
      else list.splice(list.indexOf(session), 1);
    }
    nextDue = Infinity;
    for (const bucket of due.keys()) if (bucket * width < nextDue) nextDue = bucket * width;
  };
  for (const { key, at, amount } of events) {
    const list = open.get(key);
    /** @type {{ first: number, last: number, n: number, total: number } | null} */
    let own = null;
    if (list !== undefined) {
      for (let i = list.length - 1; i >= 0; i--) {
        const session = list[i];
        if (at < session.first - gapMs || at > session.last + gapMs) continue;
        if (own === null) {
          own = session;
          if (at < session.first) session.first = at;
          if (at > session.last) session.last = at;
          session.n++;
          session.total += amount;
        } else {
          own.first = Math.min(own.first, session.first);
          own.last = Math.max(own.last, session.last);
          own.n += session.n;
          own.total += session.total;
          session.n = 0;
          list.splice(i, 1);
        }
      }
    }
    if (own === null) {
      if (at + gapMs < W) late++;
      else {
        const session = { key, first: at, last: at, n: 1, total: amount };
        if (list === undefined) open.set(key, [session]);
        else list.push(session);
        wait(session);
      }
    }
    if (at - delayMs > W) {
      W = at - delayMs;
      if (W > nextDue) close();
    }
  }
  W = Infinity;
  close();
  return { out, late };
}

export function dedup(events, { horizonMs, delayMs }) {
  const seen = new Map(); // by key and id: the same id of another key is another
  const buckets = new Map();
  const width = Math.ceil(horizonMs / 8);
  const out = [];
  let late = 0;
  let W = -Infinity;
  let nextDue = Infinity;
  for (const event of events) {
    const { id, key, at } = event;
    const own = seen.get(key);
    const before = own?.get(id);
    if (at + horizonMs <= W) late++;
    else if (before === undefined || before + horizonMs <= W) {
      if (own === undefined) seen.set(key, new Map([[id, at]]));
      else own.set(id, at);
      const bucket = Math.floor(at / width);
      const ids = buckets.get(bucket);
      if (ids !== undefined) ids.push(key, id);
      else {
        buckets.set(bucket, [key, id]);
        nextDue = Math.min(nextDue, (bucket + 1) * width + horizonMs);
      }
      out.push(result(key, event, at));
    }
    if (at - delayMs > W) {
      W = at - delayMs;
      if (W >= nextDue) {
        nextDue = Infinity;
        for (const [bucket, ids] of buckets) {
          const dueAt = (bucket + 1) * width + horizonMs;
          if (dueAt > W) nextDue = Math.min(nextDue, dueAt);
          else {
            for (let i = 0; i < ids.length; i += 2) {
              const group = seen.get(ids[i]);
              if (!(group?.get(ids[i + 1]) + horizonMs <= W)) continue;
              group.delete(ids[i + 1]);
              if (group.size === 0) seen.delete(ids[i]);
            }
            buckets.delete(bucket);
          }
        }
      }
    }
  }
  return { out, late };
}

export function streamTable(records) {
  const table = new Map();
  const out = [];
  for (const { topic, value } of records) {
    if (topic === "table") table.set(value.key, value);
    else {
      const { key, at, amount } = value;
      const held = table.get(key);
      if (held !== undefined) out.push(result(key, { key, amount, name: held.name }, at));
    }
  }
  return { out, late: 0 };
}

export function streamStream(records, { beforeMs, afterMs, delayMs }) {
  const sides = [new Map(), new Map()];
  const buckets = new Map(); // rows of both sides, by the time after which nothing can match them
  const watermarks = [-Infinity, -Infinity];
  const width = 256;
  const out = [];
  let late = 0;
  let nextDue = Infinity;
  for (const { topic, value } of records) {
    const side = topic === "left" ? 0 : 1;
    const { id, key, at } = value;
    if (at < watermarks[side]) late++;
    else {
      const [low, high] = side === 0 ? [at - beforeMs, at + afterMs] : [at - afterMs, at + beforeMs];
      const others = sides[1 - side].get(key);
      if (others !== undefined) {
        for (let i = 0; i < others.length; i++) {
          const other = others[i];
          if (other.at < low || other.at > high) continue;
          const row = side === 0 ? { key, left: id, right: other.id } : { key, left: other.id, right: id };
          out.push(result(key, row, Math.max(at, other.at)));
        }
      }
      const own = sides[side].get(key);
      if (own === undefined) sides[side].set(key, [value]);
      else {
        // By event time; rows of equal time stay in the order of arrival.
        let place = own.length;
        while (place > 0 && own[place - 1].at > at) place--;
        if (place === own.length) own.push(value);
        else own.splice(place, 0, value);
      }
      const bucket = Math.floor(high / width);
      const waiting = buckets.get(bucket);
      if (waiting !== undefined) waiting.push(side, value);
      else {
        buckets.set(bucket, [side, value]);
        nextDue = Math.min(nextDue, (bucket + 1) * width);
      }
    }
    if (at - delayMs > watermarks[side]) {
      watermarks[side] = at - delayMs;
      const W = Math.min(watermarks[0], watermarks[1]);
      if (W > nextDue) {
        nextDue = Infinity;
        for (const [bucket, waiting] of buckets) {
          const dueAt = (bucket + 1) * width;
          if (dueAt >= W) {
            nextDue = Math.min(nextDue, dueAt);
            continue;
          }
          for (let i = 0; i < waiting.length; i += 2) {
            const rows = sides[waiting[i]];
            const { key } = waiting[i + 1];
            const list = rows.get(key);
            if (list.length === 1) rows.delete(key);
            else list.splice(list.indexOf(waiting[i + 1]), 1);
          }
          buckets.delete(bucket);
        }
      }
    }
  }
  return { out, late };
}
