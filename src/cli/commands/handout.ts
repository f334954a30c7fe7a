import { resolve } from "node:path";
import { Command } from "commander";
import { writeHandout } from "../../grading/kit/handout.js";
import { kitFolder } from "../../grading/kit/kit-folder.js";
import type { Context } from "../context.js";

/** `tidemark handout`: the kit for learners, without what gives answers away. */
export function handoutCommand(context: Context, root: string = kitFolder): Command {
  return new Command("handout")
    .description("write the kit for learners: no solutions, no answers, every exercise empty")
    .argument("<dir>", "a folder that does not exist yet, or is empty")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark handout ../course-for-learners")
    .action((dir: string, options: { json?: boolean }) => {
      const folder = resolve(dir);
      const files = writeHandout(root, folder);
      if (options.json) context.out(JSON.stringify({ folder, files }));
      else context.out(`${files} files in ${folder}. There: npm start, npm test exercises`);
    });
}
