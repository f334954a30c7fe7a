import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { kitFolder } from "../../grading/kit/kit-folder.js";
import { CommandError, type Context, exitCode } from "../context.js";

/** `tidemark site`: the course as a static page. */
export function siteCommand(context: Context, root: string = kitFolder): Command {
  return new Command("site")
    .description("write the page of the course, which needs no server, into a folder")
    .argument("[dir]", "a folder that does not exist yet, or an earlier site", "dist-site")
    .addHelpText("after", "\nExamples:\n  npx tidemark site\n  npx tidemark site ../tidemark-page")
    .action(async (dir: string) => {
      const builder = join(root, "tools", "site.mjs");
      if (!existsSync(join(root, "site")) || !existsSync(builder)) {
        throw new CommandError(
          exitCode.environment,
          "site: this copy of the kit has no site/. Try: a clone of Tidemark",
        );
      }
      const child = spawn(process.execPath, [builder, resolve(dir)], { stdio: "inherit", signal: context.signal });
      const code = await new Promise<number>((ended, failed) => {
        child.on("exit", (code) => ended(code ?? exitCode.interrupted));
        child.on("error", (error) => (context.signal.aborted ? ended(exitCode.interrupted) : failed(error)));
      });
      if (code !== exitCode.done && !context.signal.aborted) throw new CommandError(code, "site: nothing was finished");
    });
}
