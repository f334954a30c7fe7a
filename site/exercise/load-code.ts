import { transform } from "sucrase";
import * as exercises from "../../src/grading/sandbox/exercises.js";
import type { LearnerModule } from "../../src/grading/sandbox/learner.js";

/** The one package that an exercise may import. */
const library = "tidemark/exercises";

/**
 * Loads TypeScript without checking its types. It may import `tidemark/exercises` and the exercises beside it; whatever
 * else it names is refused with a sentence.
 *
 * @param id `04-watermarks/advanceWatermark`; a line of an error is told as `exercises/04-watermarks/advanceWatermark.ts:12`
 * @param code the exercise
 * @param siblings code of the lesson's other exercises, by name
 * @throws SyntaxError when it is no TypeScript, and whatever the code throws while it loads
 */
export function loadCode(id: string, code: string, siblings: Readonly<Record<string, string>>): LearnerModule {
  const lesson = id.split("/")[0];
  const loaded = new Map<string, LearnerModule>();
  const require = (name: string): LearnerModule => {
    if (name === library) return exercises;
    const sibling = /^\.\/(\w+)(?:\.js|\.ts)?$/.exec(name)?.[1];
    if (sibling === undefined || !Object.hasOwn(siblings, sibling)) {
      throw new Error(`it imports "${name}"; an exercise may import "${library}" and the exercises beside it`);
    }
    const known = loaded.get(sibling);
    if (known !== undefined) return known;
    const module: Record<string, unknown> = {};
    loaded.set(sibling, module);
    evaluate(`${lesson}/${sibling}`, siblings[sibling]!, require, module);
    return module;
  };
  const module: Record<string, unknown> = {};
  evaluate(id, code, require, module);
  return module;
}

function evaluate(
  id: string,
  code: string,
  require: (name: string) => LearnerModule,
  exports: Record<string, unknown>,
): void {
  const { code: script } = transform(code, { transforms: ["typescript", "imports"], disableESTransforms: true });
  // On one line with the head, so that a line of an error is the learner's own.
  const whole = `(function (require, exports, module) {${script}\n})\n//# sourceURL=exercises/${id}.ts`;
  // biome-ignore lint/security/noGlobalEval: running the reader's own code is what this worker is for
  // biome-ignore lint/complexity/noCommaOperator: only an indirect eval has a scope of its own
  const run = (0, eval)(whole) as (...args: unknown[]) => void;
  run(require, exports, { exports });
}
