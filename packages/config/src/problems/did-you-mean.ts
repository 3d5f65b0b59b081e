import { editDistance } from "./edit-distance.ts";

const LONGEST_TYPO = 40;

/** Returns the key that a mistyped word most likely means, or nothing when none is near. */
export function didYouMean(typed: string, candidates: readonly string[]): string | undefined {
  return nearestWord(spelling(typed), candidates);
}

/** Returns the candidate that a mistyped word most likely means, or nothing when none is near. Pure. */
export function nearestWord(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > LONGEST_TYPO) return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? candidates.find((candidate) => oneStartsTheOther(word, candidate));
}

/** `baseImage` and `base-image` are ways to write `base_image`. */
function spelling(typed: string): string {
  return typed
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toLowerCase();
}

function oneStartsTheOther(word: string, candidate: string): boolean {
  return (word.length >= 3 && candidate.startsWith(word)) || (candidate.length >= 3 && word.startsWith(candidate));
}
