import type { CallOptions } from "./call-options.ts";
import type { ImageBuild } from "./image-build.ts";

/** What a runtime says of an image that it has. */
export interface ImageInfo {
  /** The content's id, for instance `sha256:...`. */
  readonly id: string;
  /**
   * What a registry knows it by under the name that was asked for, `sha256:...`: `NAME@DIGEST` is the same content for ever. Empty where none
   * does, and where the runtime does not tell.
   */
  readonly digest: string;
  /** The image's own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The image's own command, entry point first. */
  readonly command: readonly string[];
}

/** Images. */
export interface ImageRole {
  /**
   * Tells what an image is, if the engine has it; never goes to a registry.
   *
   * @throws `IMAGE_NOT_FOUND`.
   */
  inspect(reference: string, options?: CallOptions): Promise<ImageInfo>;

  /**
   * Fetches an image from its registry and reports progress to the runtime's diagnostics. An image that is up to date
   * costs one request.
   *
   * @throws `IMAGE_NOT_FOUND` when the registry has no such name or tag, `IMAGE_PULL_FAILED` for everything else (not
   *   reachable, not allowed, no space).
   */
  pull(reference: string, options?: CallOptions): Promise<void>;

  /**
   * Reads a text file of an image that the engine has, without running anything. Returns the empty string when the
   * image has no such file.
   *
   * @throws `IMAGE_NOT_FOUND`.
   */
  readFile(reference: string, path: string, options?: CallOptions): Promise<string>;

  /**
   * Builds an image, names it, and reports each step to the runtime's diagnostics. The engine has the images that the Dockerfile starts from;
   * steps that it has done before it need not do again. It is done by the engine, outside of any sandbox.
   *
   * Throws `IMAGE_BUILD_FAILED` when a step fails, with the step and the end of its output in `details`. A build that fails, or is aborted,
   * leaves the name as it was, and an aborted one does not go on in the engine. Throws `CAPABILITY_UNSUPPORTED`.
   */
  build(build: ImageBuild, options?: CallOptions): Promise<ImageInfo>;

  /** Takes away a name, and what only it held. Idempotent. Throws `CAPABILITY_UNSUPPORTED` when the runtime builds nothing. */
  remove(reference: string, options?: CallOptions): Promise<void>;
}
