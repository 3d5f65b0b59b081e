import { ADJECTIVES, ANIMALS } from "./name-words.ts";

/** Makes a name such as `calm-otter`. `random` gives numbers from 0 up to, and not including, 1. */
export function randomName(random: () => number): string {
  return `${pick(ADJECTIVES, random())}-${pick(ANIMALS, random())}`;
}

function pick(words: readonly string[], random: number): string {
  return words[Math.floor(random * words.length)] ?? "moat";
}
