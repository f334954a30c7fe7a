export { composeDown, composeLogs, composeUp, hasCompose } from "./compose.js";
export { dockerAnswers } from "./docker.js";
export { composeFile, kafkaTools, projectRoot, stateFolder } from "./paths.js";
export { freePort } from "./ports.js";
export { endProcess } from "./processes.js";
export { watchOver } from "./watchdog.js";
