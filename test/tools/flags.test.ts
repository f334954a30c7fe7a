import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** As `npm run` starts it, but not for long: a command that only has to answer is done in a moment. */
const typed = (script: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: "utf8",
    timeout: 20_000,
  });
  return { status, stdout, stderr };
};

const commands = {
  "npm start": { script: "tools/start.mjs", flag: "--no-browser" },
  "npm test": { script: "tools/test.mjs", flag: "--help" },
  "npm run notebooks": { script: "tools/jupyter/run.mjs", flag: "--print" },
  "npm run bench": { script: "tools/bench.mjs", flag: "--events" },
  "npm run chaos": { script: "tools/chaos.mjs", flag: "--kills" },
};

it("speaks of the commands that package.json has", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  for (const [name, { script }] of Object.entries(commands))
    expect(scripts[name.replace(/^npm (run )?/, "")]).toBe(`node ${script}`);
});

describe.each(Object.entries(commands))("%s", (name, { script, flag }) => {
  it.each(["--help", "-h"])("helps when asked by %s, and does nothing else", (help) => {
    const { status, stdout, stderr } = typed(script, help);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.split("\n")[0]).toMatch(new RegExp(`^${name}(?: -- .*)? {2,}`));
    expect(stdout).toContain(flag);
    expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThan(121);
  });

  it("refuses a flag that it has not, names those that there are, and helps", () => {
    const { status, stdout, stderr } = typed(script, "--evnts=3");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`${name}: there is no flag --evnts. There are: `);
    expect(stderr.split("\n").find((line) => line.includes("There are: "))).toContain(flag);
    expect(stderr).toContain(`\n\n${typed(script, "--help").stdout}`);
  });
});

/** The first line of what a command says of its wrong use, and its exit code. */
const refusal = (script: string, ...args: string[]) => {
  const { status, stderr } = typed(script, ...args);
  return [status, stderr.trim().split("\n")[0]];
};

describe("a value that will not do", () => {
  it.each([
    [
      ["--events=abc"],
      'npm run bench: --events: expected a whole number of 1000 or more, got "abc". Try: --events=100000',
    ],
    [
      ["--events=999"],
      'npm run bench: --events: expected a whole number of 1000 or more, got "999". Try: --events=100000',
    ],
    [["--pairs", "0"], 'npm run bench: --pairs: expected a whole number of 1 or more, got "0". Try: --pairs=3'],
    [["--pairs", "--json"], "npm run bench: --pairs needs a value. Try: --pairs=3"],
    [["--json=yes"], 'npm run bench: --json takes no value, got "yes". Try: --json'],
    [
      ["tumbling"],
      'npm run bench: expected flags only, got "tumbling". There are: --json, --quick, --events, --pairs, --only, --help',
    ],
    [
      ["--only=nothing"],
      'npm run bench: --only: expected sweeps, simulation, kafka, or what a job\'s name matches, got "nothing". Try: --only=tumbling',
    ],
    [
      ["--only=("],
      'npm run bench: --only: expected sweeps, simulation, kafka, or what a job\'s name matches, got "(". Try: --only=tumbling',
    ],
  ])("of npm run bench is refused: %j", (args, message) => {
    expect(refusal("tools/bench.mjs", ...args)).toEqual([2, message]);
  });

  it.each([
    [
      ["--records=many"],
      'npm run chaos: --records: expected a whole number of 1 or more, got "many". Try: --records=200000',
    ],
    [["--kills=-1"], 'npm run chaos: --kills: expected a whole number of 0 or more, got "-1". Try: --kills=20'],
    [["--seed=0.5"], 'npm run chaos: --seed: expected a whole number of 0 or more, got "0.5". Try: --seed=1'],
    [["--simulated", "--kills=3"], "npm run chaos: --kills is of the run on a broker. Try: --simulated alone"],
  ])("of npm run chaos is refused: %j", (args, message) => {
    expect(refusal("tools/chaos.mjs", ...args)).toEqual([2, message]);
  });

  it.each([
    [
      ["notebooks/99-nothing.ipynb"],
      'npm run notebooks: there is no notebook "notebooks/99-nothing.ipynb". Try: notebooks/00-the-log.ipynb',
    ],
    [
      ["--check", "--write"],
      "npm run notebooks: --check compares with the file and --write changes it. Try: one of them",
    ],
  ])("of npm run notebooks is refused: %j", (args, message) => {
    expect(refusal("tools/jupyter/run.mjs", ...args)).toEqual([2, message]);
  });

  it("of npm start is refused: a lesson that there is not", () => {
    const [status, message] = refusal("tools/start.mjs", "99");
    expect(status).toBe(2);
    expect(message).toMatch(/^npm start: there is no lesson "99" in notebooks\/\. There are: 00, 01, /);
  });

  it("of npm start is refused: a second lesson", () => {
    expect(refusal("tools/start.mjs", "00", "04")).toEqual([
      2,
      'npm start: expected at most 1 word, got "04". There are: --no-browser, --help',
    ]);
  });

  it("of npm test is refused: a part that there is not", () => {
    const [status, message] = refusal("tools/test.mjs", "untit");
    expect(status).toBe(2);
    expect(message).toMatch(/^npm test: there is no part "untit"\. There are: types, lint, unit, /);
  });
});
