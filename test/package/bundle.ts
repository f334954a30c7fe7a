import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { root } from "../../tools/bootstrap.mjs";

/** A program as one bundle, made of the built package as an application's bundler would make it. */
export interface Bundle {
  /** Size of the code that loads at once, minified and compressed, in bytes. */
  readonly gzipBytes: number;
  /** Packages whose code is in it, those that load later included. */
  readonly packages: readonly string[];
  /** Node's own modules that it asks for. */
  readonly nodeModules: readonly string[];
}

/**
 * Bundles a program for a browser or for Node. For a browser nothing stands in for Node's own modules: they are listed.
 *
 * @param name of the file that holds the program
 * @param program its text; it imports from "tidemark" or a door of it
 */
export async function bundle(name: string, program: string): Promise<Bundle> {
  const folder = join(root, ".tidemark", "bundles");
  mkdirSync(folder, { recursive: true });
  const input = join(folder, `${name}.js`);
  writeFileSync(input, program);
  const built = (await build({
    root: folder,
    configFile: false,
    logLevel: "silent",
    build: {
      write: false,
      minify: true,
      target: "es2023",
      modulePreload: false,
      rolldownOptions: { input, external: /^node:/, preserveEntrySignatures: "strict" },
    },
  })) as Rolldown.RolldownOutput;
  const chunks = built.output.filter((chunk) => chunk.type === "chunk");
  const modules = chunks.flatMap((chunk) => Object.keys(chunk.modules));
  const atOnce = chunks.filter((chunk) => chunk.isEntry);
  return {
    gzipBytes: gzipSync(atOnce.map(({ code }) => code).join("\n")).length,
    packages: unique(modules.flatMap((module) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1] ?? [])),
    nodeModules: unique([
      ...chunks.flatMap(({ imports, dynamicImports }) =>
        [...imports, ...dynamicImports].filter((id) => /^node:/.test(id)),
      ),
      ...modules.filter((module) => module.includes("__vite-browser-external")),
    ]),
  };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();
