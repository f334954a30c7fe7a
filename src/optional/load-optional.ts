/** An optional package that is needed now and is not installed. */
export class MissingPackageError extends Error {
  override readonly name = "MissingPackageError";
  constructor(
    /** The name of the package, as npm knows it. */
    readonly missing: string,
    what: string,
    options?: ErrorOptions,
  ) {
    super(`${what} needs the package "${missing}", which is not installed. Try: npm install ${missing}`, options);
  }
}

const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

/**
 * Loads an optional package when it is first needed. A bundler sees no import here, so an application that never gets
 * here need not have the package.
 *
 * @param specifier the package, or a file of it: "kafkajs", "kafkajs/src/cluster"
 * @param what the one that needs it, for the message: "A real broker"
 * @param load how to load it; the engine's `import` when left out
 * @throws MissingPackageError when the package is not installed
 */
export async function loadOptional<T>(
  specifier: string,
  what: string,
  load: (specifier: string) => unknown = (name) => import(/* @vite-ignore */ name),
): Promise<T> {
  try {
    return (await load(specifier)) as T;
  } catch (error) {
    throw isMissing(error, packageOf(specifier))
      ? new MissingPackageError(packageOf(specifier), what, { cause: error })
      : error;
  }
}

/** Of a package that is there and lacks another one, the other's absence is told as it is. */
function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const isAbsence = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
  return isAbsence && String(message).includes(`'${name}`);
}
