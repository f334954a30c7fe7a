import { resolve } from "node:path";
import { Command } from "commander";
import { kitFolder } from "../../grading/kit/kit-folder.js";
import { shortId } from "../../grading/report/report.js";
import type { Brought } from "../../grading/update/bring-work.js";
import type { Update } from "../../grading/update/from-folder.js";
import type { Context } from "../context.js";
import { fit } from "../fit.js";

/** Grades everything in a process that has the new version of the kit. */
const gradeAnew = async (root: string): Promise<void> => {
  const [{ spawn }, { join }] = await Promise.all([import("node:child_process"), import("node:path")]);
  const child = spawn(process.execPath, [join(root, "tools/test.mjs"), "exercises"], { cwd: root, stdio: "inherit" });
  await new Promise((done) => child.on("close", done));
};

/** `tidemark update`: the new version of the kit, with what the learner has written. */
export function updateCommand(context: Context, root: string = kitFolder, grade = gradeAnew): Command {
  return new Command("update")
    .description("bring your work to a new version of the kit; nothing of yours is lost")
    .argument("[dir]", "in a new kit: the folder of the older one with your work; left out: pulls into a git clone")
    .option("--json", "as JSON, for programs; grades nothing")
    .addHelpText(
      "after",
      `
Untouched exercises become new; yours stay where the contract is the same.
Where both changed, the new contract gets your body if that compiles; else
yours is beside it as NAME.yours.ts. Then everything is graded anew.

Examples:
  npx tidemark update                 in a git clone
  npx tidemark update ../old-kit      in a new handout or copy`,
    )
    .action(async (dir: string | undefined, options: { json?: boolean }) => {
      const update = dir === undefined ? await pull(root) : await bring(root, dir);
      if (options.json) {
        context.out(JSON.stringify(update));
        return;
      }
      if (update === null) {
        context.out("there is nothing new");
        return;
      }
      for (const line of linesOf(update).flatMap(fit)) context.out(line);
      await grade(root);
    });
}

async function pull(root: string): Promise<Update | null> {
  return (await import("../../grading/update/from-git.js")).updateFromGit(root);
}

async function bring(root: string, dir: string): Promise<Update> {
  return (await import("../../grading/update/from-folder.js")).updateFromFolder(root, resolve(dir));
}

const says: Readonly<Record<Brought["kind"], string>> = {
  untouched: "new",
  kept: "yours, as it was",
  merged: "the contract has changed: it has the new one, with your body",
  beside: "the contract has changed: the new one is there, yours is",
  gone: "is no exercise any more: yours is",
};

function linesOf({ exercises, files }: Update): string[] {
  const lines = exercises.map(
    ({ id, kind, yours }) => `${shortId(id)}: ${says[kind]}${yours === null ? "" : ` ${yours}`}`,
  );
  const changed = exercises.filter(({ kind }) => kind === "merged" || kind === "beside" || kind === "gone");
  return [
    ...lines,
    ...files.map((file) => `also yours: ${file}`),
    changed.length === 0
      ? "no contract of an exercise of yours has changed"
      : `contracts that have changed: ${changed.map(({ id }) => shortId(id)).join(", ")}`,
  ];
}
