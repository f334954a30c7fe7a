import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const inside = (relative: string): string => fileURLToPath(new URL(relative, root));

/** The project's folder, above src/ or dist/. */
export const projectRoot = inside(".");
/** What is made while running, git-ignored. */
export const stateFolder = inside(".tidemark/");
/** The pinned jars and the broker's settings. */
export const kafkaTools = inside("tools/kafka/");
export const composeFile = inside("docker-compose.yml");
