import type { InMemoryImage } from "./in-memory-options.ts";

/** The image of a name, or of a repository and a digest. */
export function findImage(images: ReadonlyMap<string, InMemoryImage>, reference: string): InMemoryImage | undefined {
  const [repository = "", digest] = reference.split("@");
  if (digest === undefined || images.has(reference)) return images.get(reference);
  return [...images].find(([name, image]) => image.digest === digest && name.startsWith(`${repository}:`))?.[1];
}
