import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../../tools/bootstrap.mjs";

describe("the API reference", () => {
  it("is as the doc comments are", { timeout: 600_000 }, () => {
    const made = spawnSync(process.execPath, [join(root, "tools/api/make.mjs"), "--check"], {
      cwd: root,
      encoding: "utf8",
    });
    expect(made.stderr).not.toContain("is not as the doc comments are");
    expect(made.status, made.stderr).toBe(0);
  });
});
