import { gradeCommand } from "./commands/grade.js";
import { handoutCommand } from "./commands/handout.js";
import { hintCommand } from "./commands/hint.js";
import { mutantCommand } from "./commands/mutant.js";
import { newCommand } from "./commands/new.js";
import { progressCommand } from "./commands/progress.js";
import { resetCommand } from "./commands/reset.js";
import { siteCommand } from "./commands/site.js";
import { updateCommand } from "./commands/update.js";

/** The commands of a clone or a handout, in the order in which a newcomer needs them. */
export const kitCommands = [
  hintCommand,
  progressCommand,
  resetCommand,
  updateCommand,
  siteCommand,
  handoutCommand,
  gradeCommand,
  newCommand,
  mutantCommand,
];
