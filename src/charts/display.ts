/** One picture in several forms, by MIME type: a notebook shows the best form that it can. */
export type DisplayBundle = Readonly<Record<string, unknown>>;

/** Place of the function that this repository's notebook kernel provides (tools/jupyter/mends/display-bundle.cjs). */
const kernelDisplay = Symbol.for("tidemark.display");

/**
 * Shows a bundle in the running notebook cell, or its text on standard output where there is no notebook.
 *
 * @param bundle must hold `text/plain`
 */
export function display(bundle: DisplayBundle & { readonly "text/plain": string }): void {
  const show: unknown = Reflect.get(globalThis, kernelDisplay);
  if (typeof show === "function") show(bundle);
  else process.stdout.write(`${bundle["text/plain"]}\n`);
}
