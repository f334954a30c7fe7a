/**
 * Where there are several stages or instances, a fault at one step of so many (default 4): each run is dear there. 1 is all of
 * them: `EXPLORE_EVERY=1 npx vitest run test/worker`, as `npm run chaos` does first.
 */
export const EVERY = Number(process.env.EXPLORE_EVERY ?? 4);
