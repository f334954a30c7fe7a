import { fileURLToPath } from "node:url";

/** The folder of the kit that this library belongs to, whether it runs from src/ or from dist/. */
export const kitFolder = fileURLToPath(new URL("../../..", import.meta.url));
