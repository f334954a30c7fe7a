import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const inside = (relative: string): string => fileURLToPath(new URL(relative, root));

/** Installed as a package, Tidemark writes nothing into its folder: state and settings are those of the application. */
const isInstalled = /[\\/]node_modules[\\/]/.test(fileURLToPath(root));
/** The folder of the project: the clone, above src/ or dist/, or the application that runs. */
export const projectRoot = isInstalled ? process.cwd() : inside(".");
/** What is made while running, git-ignored. */
export const stateFolder = join(projectRoot, ".tidemark/");
/** The pinned jars and the broker's settings. */
export const kafkaTools = inside("tools/kafka/");
/** The services for people: `tidemark kafka up` starts them. */
export const composeFile = inside("docker-compose.yml");
