import type { MakeSubject, Subject } from "./subject.js";

/** Gives a test a subject of its own, and closes it whatever happens. */
export function withSubject(make: MakeSubject): (body: (subject: Subject) => Promise<void>) => Promise<void> {
  return async (body) => {
    const subject = await make();
    try {
      await body(subject);
    } finally {
      await subject.log.close();
      await subject.close();
    }
  };
}
