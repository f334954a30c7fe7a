import type { Question, Request } from "./learner.js";
import { encode } from "./wire.js";

/** Writes a question as it crosses the border to the learner's side. */
export function requestOf(question: Question): Request {
  if ("value" in question) return question;
  if ("call" in question) return { call: question.call, args: encode(question.args) };
  return { ...question, state: encode(question.state), steps: encode(question.steps) };
}
