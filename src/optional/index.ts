export { loadOptional, MissingPackageError } from "./load-optional.js";
