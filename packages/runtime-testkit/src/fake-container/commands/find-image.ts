import { createHash } from "node:crypto";
import { type Call, faultOf } from "../call.ts";
import { Failure } from "../failure.ts";
import type { FakeImage, FakeState } from "../state/fake-state.ts";

/** The index digest of an image; the fake makes it from the name. */
export function digestOf(reference: string): string {
  return `sha256:${createHash("sha256").update(reference).digest("hex")}`;
}

/** Completes a name as the program does: registry, `library`, tag. */
export function normalizeReference(reference: string): string {
  const [first = "", ...rest] = reference.split("/");
  const hasRegistry = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const path = hasRegistry ? reference : rest.length > 0 ? `docker.io/${reference}` : `docker.io/library/${reference}`;
  return /[:@][^/]*$/.test(path.slice(path.lastIndexOf("/"))) ? path : `${path}:latest`;
}

/** An exact name first, and then the completed one. */
export function findImage(
  state: FakeState,
  reference: string,
): { readonly reference: string; readonly image: FakeImage } | undefined {
  const images = state.shelf("images");
  for (const name of [reference, normalizeReference(reference)]) {
    const image = images[name];
    if (image !== undefined) return { reference: name, image };
  }
  return undefined;
}

/** Fetches an image from the fake registry. */
export function pullInto(call: Call, reference: string): { readonly reference: string; readonly image: FakeImage } {
  const name = normalizeReference(reference);
  const [registry = "", ...path] = name.split("/");
  const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
  const url = `https://${host}/v2/${path.join("/").replace(/[:@][^:@]*$/, "")}/manifests/${name.split(/[:@]/).at(-1)}`;
  const image = call.state.shelf("registry")[name];
  if (faultOf(call, "pull-401") !== undefined) {
    throw new Failure(
      `HTTP request to ${url} failed with response: 401 Unauthorized. Reason: {"errors":[{"code":"UNAUTHORIZED"}]}, no credentials found for host ${host}`,
    );
  }
  if (image === undefined || faultOf(call, "pull-404") !== undefined)
    throw new Failure(
      `HTTP request to ${url} failed with response: 404 Not Found. Reason: {"errors":[{"code":"MANIFEST_UNKNOWN"}]}`,
    );
  call.state.setShelf("images", { ...call.state.shelf("images"), [name]: image });
  return { reference: name, image };
}
