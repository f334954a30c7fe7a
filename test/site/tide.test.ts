import { describe, expect, it } from "vitest";
import { job } from "../../site/tide/job.js";
import { stops } from "../../site/tide/path.js";
import { firstSettings, fromHash, ranges, type TideSettings, toHash, windowKinds } from "../../site/tide/settings.js";
import { stream } from "../../site/tide/stream.js";
import { inputOf, momentAt, tide } from "../../site/tide/tide.js";
import { alternative, summary } from "../../site/tide/words.js";
import { run } from "../../src/core/index.js";
import { type Random, random } from "../../src/seeded/index.js";

function drawn(draws: Random): TideSettings {
  const on = (name: keyof typeof ranges): number => {
    const { min, max, step } = ranges[name];
    return min + step * draws.integer(0, Math.round((max - min) / step));
  };
  return {
    rate: draws.pick([0.5, 1, 1, 2, 5]),
    disorder: on("disorder"),
    pause: draws.chance(0.5) ? 0 : on("pause"),
    wait: on("wait"),
    lateness: draws.chance(0.5) ? 0 : on("lateness"),
    window: draws.pick(windowKinds),
    size: on("size"),
    partitions: on("partitions"),
    silent: draws.chance(0.3),
    idleAfter: draws.chance(0.3) ? on("idleAfter") : 0,
    lag: draws.chance(0.3) ? on("lag") : 0,
    lyingClock: draws.chance(0.3),
    guard: draws.chance(0.5),
    seed: on("seed"),
  };
}

describe("the tide", () => {
  it("tells the figures of a plain run, for 200 random settings", () => {
    const draws = random(11);
    let late = 0;
    for (let i = 0; i < 200; i++) {
      const settings = { ...drawn(draws), idleAfter: 0 };
      const shown = tide(settings);
      const plain = run(job(settings), stream(settings).map(inputOf), {
        partitions: { readings: settings.partitions },
      });
      const counts = new Map(
        shown.windows.map(({ start, end, results }) => [`${start}:${end}`, results.at(-1)?.count]),
      );
      const expected = new Map(
        plain.results.map(({ row, window }) => [`${window?.start}:${window?.end}`, row?.readings ?? null]),
      );
      expect(counts, JSON.stringify(settings)).toEqual(expected);
      expect(shown.events.filter(({ fate }) => fate === "late").length).toBe(plain.late.length);
      expect(shown.events.filter(({ fate }) => fate === "diverted").length).toBe(plain.dead.length);
      late += plain.late.length;
    }
    expect(late, "late events among all settings").toBeGreaterThan(500);
  });

  it("gives each event one fate, also with idle partitions", () => {
    const draws = random(12);
    for (let i = 0; i < 100; i++) {
      const settings = drawn(draws);
      const shown = tide(settings);
      expect(new Set(shown.events.map(({ number }) => number)).size).toBe(shown.events.length);
      expect(shown.events.length).toBe(stream(settings).length);
      expect(shown.moments.at(-1)!.read).toBe(shown.events.length);
      const watermarks = shown.moments.map(({ watermark }) => watermark);
      expect(watermarks.every((watermark, at) => at === 0 || watermark >= watermarks[at - 1]!)).toBe(true);
    }
  });

  it("holds the watermark while a silent partition stays in the minimum, and moves on when it leaves", () => {
    const silent = { ...firstSettings, partitions: 2, silent: true };
    const open = (settings: TideSettings): number =>
      tide(settings).windows.filter(({ closedAt }) => closedAt === null).length;
    expect(open({ ...silent, idleAfter: 5 })).toBeLessThan(open(silent));
  });

  it("takes no lagging partition for an idle one", () => {
    const shown = tide({ ...firstSettings, partitions: 2, lag: 20, idleAfter: 3 });
    const firstRead = shown.events.find(({ partition }) => partition === 0)!.readAt;
    const lagging = shown.moments.filter(({ readAt }) => readAt > firstRead && readAt < 50_000);
    expect(lagging.length).toBeGreaterThan(20);
    expect(lagging.some(({ idle }) => idle[0])).toBe(false);
  });

  it("shows several sessions where the ship pauses for longer than the gap", () => {
    const shown = tide({ ...firstSettings, window: "session", size: 3, pause: 6, disorder: 0 });
    expect(shown.windows.length).toBe(4);
  });

  it("finds the moment of any time", () => {
    const shown = tide(firstSettings);
    expect(momentAt(shown, 0).read).toBe(0);
    expect(momentAt(shown, shown.endsAt).read).toBe(shown.events.length);
    const some = shown.moments[20]!;
    expect(momentAt(shown, some.readAt)).toBe(some);
    expect(momentAt(shown, some.readAt - 1).read).toBe(some.read - 1);
  });

  it("shows its point in the first picture: a wait that is a little too short", () => {
    const { late, read } = tide(firstSettings).moments.at(-1)!;
    expect(late).toBeGreaterThan(2);
    expect(late).toBeLessThan(read / 4);
  });

  it("says the same in words", () => {
    const shown = tide(firstSettings);
    expect(summary(shown)).toContain(`${shown.moments.at(-1)!.late} of 60 readings come too late`);
    expect(alternative(shown)).toContain("Windows: 0 s to 10 s:");
    expect(summary(tide({ ...firstSettings, wait: 30 }))).toContain("none of 60 readings comes too late");
  });
});

describe("a shared link", () => {
  it("brings every setting back", () => {
    const draws = random(13);
    for (let i = 0; i < 100; i++) {
      const settings = drawn(draws);
      expect(fromHash(`#${toHash(settings)}`)).toEqual(settings);
    }
    expect(toHash(firstSettings)).toBe("");
  });

  it("ignores what it does not know, and values out of range", () => {
    expect(fromHash("#wait=-1&size=1e9&window=tumbler&rate=NaN&seed=1.5&what=ever&wait=")).toEqual(firstSettings);
    expect(fromHash("#wait=31")).toEqual(firstSettings);
    expect(fromHash("#partitions=2&__proto__=1").partitions).toBe(2);
  });
});

describe("the path", () => {
  const answers: Partial<TideSettings>[] = [
    { wait: 0 },
    { wait: 13 },
    { wait: 2, lateness: 20 },
    { idleAfter: 5 },
    { guard: true },
  ];

  it.each(stops.map((stop, i) => [stop.title, stop, answers[i]!] as const))("%s", (_, stop, answer) => {
    const scene = { ...firstSettings, ...stop.scene };
    expect(stop.isFound(tide(scene)), "the scene is no answer yet").toBe(false);
    const waits = answer.wait === 13 ? [...Array(61).keys()].map((half) => ({ wait: half / 2 })) : [answer];
    const found = waits.map((change) => tide({ ...scene, ...change })).filter((shown) => stop.isFound(shown));
    expect(found.length, "exactly one way of those tried").toBe(1);
    expect(stop.because(found[0]!)).not.toMatch(/undefined|NaN/);
  });
});
