import { InvalidArgumentError, Option } from "commander";

/** A whole number, refused with the flag's name otherwise. */
export const whole = (text: string): number => {
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(Number(text)))
    throw new InvalidArgumentError("A whole number is needed.");
  return Number(text);
};

/** A decimal number. */
export const decimal = (text: string): number => {
  if (!/^-?\d*\.?\d+$/.test(text)) throw new InvalidArgumentError("A number is needed.");
  return Number(text);
};

/** Every command that talks to a log has this one. */
export const onOption = (): Option =>
  new Option("--on <log>", "which log: real Kafka, or the simulation").choices(["kafka", "sim"]).default("sim");
