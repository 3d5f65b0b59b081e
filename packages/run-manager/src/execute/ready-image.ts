import type { ImageInfo } from "@moat/core";

/** An image that the engine has, the name that it has there, and what it was made of. */
export interface ReadyImage {
  readonly reference: string;
  readonly info: ImageInfo;
  /** The digests of the images that the plan names; empty where one comes from no registry. */
  readonly digests: Readonly<Record<string, string>>;
}
