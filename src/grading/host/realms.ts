import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { type Context, createContext, type Module, runInContext, SourceTextModule } from "node:vm";

/** A learner's code asked for something that is not there for it. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/**
 * A realm: a global object with the language and nothing else, and the modules that are loaded into it. Neither Node's
 * modules nor `process` are reachable from it, and no text becomes code in it.
 */
export class Realm {
  readonly #folder: string;
  readonly #context: Context;
  readonly #modules = new Map<string, SourceTextModule>();

  /** @param folder holds `kit/` and `exercises/`, compiled; no module comes from elsewhere */
  constructor(folder: string) {
    this.#folder = folder;
    this.#context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  }

  /**
   * The exports of a module and what it imports, loaded.
   *
   * @param file inside of the folder, such as `exercises/04-watermarks/advanceWatermark.js`
   * @throws Refused where an import is not allowed; what the module throws is thrown as it is
   */
  async load(file: string): Promise<object> {
    const module = this.#module(file);
    if (module.status === "unlinked") {
      await module.link((specifier, from) => this.#module(target(specifier, from.identifier)));
    }
    await module.evaluate();
    return module.namespace;
  }

  /** The value of an expression that the kit itself has written. */
  evaluate(expression: string): unknown {
    return runInContext(expression, this.#context);
  }

  #module(file: string): Module & SourceTextModule {
    let module = this.#modules.get(file);
    if (module === undefined) {
      const text = readFileSync(join(this.#folder, file), "utf8");
      if (file.startsWith("exercises/") && loadsLater.test(text)) throw new Refused(refusedLater);
      module = new SourceTextModule(text, { context: this.#context, identifier: file });
      this.#modules.set(file, module);
    }
    return module;
  }
}

/** `import(…)`, and its forms with a phase, wherever comments or new lines are put between. */
const loadsLater = /\bimport(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n\r\u2028\u2029]*[\n\r\u2028\u2029])*(?:\(|\.(?!\s*meta\b))/;
const refusedLater = "an exercise loads nothing while it runs: import(…) is refused";

function target(specifier: string, from: string): string {
  if (from.startsWith("kit/")) return posix.join(posix.dirname(from), specifier);
  if (specifier === "tidemark/exercises") return "kit/sandbox/exercises.js";
  if (/^\.\/[\w-]+(?:\.[\w-]+)*\.js$/.test(specifier)) return posix.join(posix.dirname(from), specifier);
  throw new Refused(`"${specifier}" is refused: an exercise imports "tidemark/exercises" and files of its own folder`);
}
