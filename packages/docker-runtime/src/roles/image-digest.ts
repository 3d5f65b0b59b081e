/**
 * The digest that an image has under the name by which it was asked for, of all that the engine knows of it; empty where it knows none, as
 * for an image that was built or imported. Pure.
 */
export function digestOf(reference: string, repoDigests: readonly string[]): string {
  const own = digestIn(reference);
  const digests = repoDigests
    .filter((one) => repositoryOf(one) === repositoryOf(reference))
    .map(digestIn)
    .toSorted();
  // Two tags of one content may have two; each of them leads to it.
  return digests.find((digest) => digest === own) ?? digests[0] ?? "";
}

function digestIn(reference: string): string {
  const at = reference.indexOf("@");
  return at === -1 ? "" : reference.slice(at + 1);
}

/** The name without tag and digest, as short as Docker's own client has it: some engines say it in full. */
function repositoryOf(reference: string): string {
  const [name = ""] = reference.split("@");
  const colon = name.lastIndexOf(":");
  const bare = colon > name.lastIndexOf("/") ? name.slice(0, colon) : name;
  return bare.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
}
