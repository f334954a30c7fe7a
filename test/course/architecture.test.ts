/** src/README.md is the map of the library; a map that shows streets that are not there is worse than none. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { doors } from "../core/doors.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = readFileSync(join(root, "src", "README.md"), "utf8");

describe("the architecture page", () => {
  it("names only files and folders that exist", () => {
    const paths = [...page.matchAll(/`((?:src|test|tools)\/[^`\s]+|[\w-]+\.json)`/g)].map((match) => match[1]!);
    expect(paths.length).toBeGreaterThan(30);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("names only commands that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const commands = [...page.matchAll(/`npm run ([\w-]+)/g)].map((match) => match[1]!);
    expect(commands.filter((command) => !Object.hasOwn(scripts, command))).toEqual([]);
  });

  it("shows every room and its doors as they are", () => {
    const rows = [...page.matchAll(/^\| `(\w+)` \| [^|]* \| ([^|]*) \|$/gm)].map((match) => [
      match[1]!,
      match[2] === "–" ? [] : match[2]!.split(", "),
    ]);
    expect(Object.fromEntries(rows)).toEqual(doors);
  });

  it("shows every room that is built, and says of the others that they are not", () => {
    const built = readdirSync(join(root, "src"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && readdirSync(join(root, "src", entry.name)).length > 1)
      .map(({ name }) => name);
    const shown = [...page.matchAll(/^\| `(\w+)` \| (?!.*not built yet)/gm)].map((match) => match[1]!);
    expect(shown.sort()).toEqual(built.sort());
  });
});
