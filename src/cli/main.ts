/** The process behind `npx tidemark`: the command's exit code is the process's. */
import { tidemark } from "./tidemark.js";

void tidemark(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
