import { join } from "node:path";
import { build } from "vite";

/**
 * @typedef {object} Bundle
 * @property {string} entry file below the clone
 * @property {string} name the global that holds what the entry exports
 * @property {{ readonly [module: string]: string }} [globals] modules that an earlier script holds under these globals
 * @property {{ readonly [module: string]: string }} [aliases] files below the clone that stand for packages
 * @property {{ readonly [module: string]: string }} [texts] modules that export a text
 * @property {{ readonly [module: string]: string }} [sources] modules by their source
 */

/**
 * Bundles an entry as one classic script that asks for nothing: browsers refuse modules from a file.
 *
 * @param {string} root the clone
 * @param {Bundle} bundle
 * @returns {Promise<string>}
 */
export async function bundled(root, { entry, name, globals = {}, aliases = {}, texts = {}, sources = {} }) {
  /** @type {Record<string, string>} */
  const modules = { ...sources };
  for (const [module, text] of Object.entries(texts)) modules[module] = `export default ${JSON.stringify(text)};`;
  const output = await build({
    root,
    configFile: false,
    logLevel: "warn",
    plugins: [virtualModules(root, modules)],
    resolve: {
      alias: Object.entries(aliases).map(([module, file]) => ({
        find: new RegExp(`^${module}$`),
        replacement: join(root, file),
      })),
    },
    build: {
      write: false,
      minify: true,
      target: "es2022",
      lib: { entry: join(root, entry), formats: ["iife"], name },
      // Reports speak of classes and functions by name, so names survive.
      rolldownOptions: { external: Object.keys(globals), output: { globals, keepNames: true } },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  const chunks = first && "output" in first ? first.output.filter((part) => part.type === "chunk") : [];
  if (chunks.length !== 1 || chunks[0] === undefined) throw new Error(`${entry} does not bundle into one script`);
  return chunks[0].code;
}

/**
 * @param {string} root
 * @param {{ readonly [module: string]: string }} modules
 * @returns {import("vite").Plugin}
 */
const virtualModules = (root, modules) => ({
  name: "tidemark-virtual",
  enforce: "pre",
  resolveId: (asked) => {
    // vite makes a path of an entry's name
    const module = Object.keys(modules).find((name) => asked === name || asked === join(root, name));
    return module === undefined ? null : `\0${module}`;
  },
  load: (id) => (id.startsWith("\0") ? (modules[id.slice(1)] ?? null) : null),
});
