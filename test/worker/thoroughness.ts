/**
 * Where there are several stages or instances, a fault at one step of so many (default 4): each run is dear there. 1 is all of
 * them, as `npm run chaos -- --simulated` has it.
 */
export const EVERY = Number(process.env.EXPLORE_EVERY ?? 4);

/** The same for pairs of steps on one partition, of which there are thousands: one of so many of each life. */
export const EVERY_OF_PAIRS = Math.min(2, EVERY);
