import { answerTo, failure, type LearnerModule, type Question } from "../sandbox/learner.js";
import { type Host, settle } from "./host.js";
import { transfer, transferArguments } from "./transfer.js";

/** Runs code that is trusted, such as the kit's own solutions and mutants, in this process. */
export function trustedHost(module: LearnerModule): Host {
  return {
    ask: async (question) => {
      try {
        return answerTo(module, copied(question), transfer);
      } catch (thrown) {
        return settle(failure(thrown));
      }
    },
    close: async () => undefined,
  };
}

function copied(question: Question): Question {
  if ("value" in question) return question;
  if ("call" in question) return { call: question.call, args: transferArguments(question.args as unknown[]) };
  return { ...question, state: transfer(question.state), steps: transfer(question.steps) };
}
