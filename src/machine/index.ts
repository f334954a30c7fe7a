export { dockerAnswers } from "./docker.js";
export { composeFile, kafkaTools, projectRoot, stateFolder } from "./paths.js";
export { freePort } from "./ports.js";
export { watchOver } from "./watchdog.js";
