/** A name of an image with its digest in place of its tag: the same content, whatever the tag stands for by now. Pure. */
export function pinnedImage(image: string, digest: string): string {
  if (digest === "") return image;
  const colon = image.lastIndexOf(":");
  return `${colon > image.lastIndexOf("/") ? image.slice(0, colon) : image}@${digest}`;
}

/** A Dockerfile that starts from images by their digests, where these are known. Pure. */
export function pinImages(dockerfile: string, digests: Readonly<Record<string, string>>): string {
  const digestOf = (image: string) => (Object.hasOwn(digests, image) ? (digests[image] ?? "") : "");
  return dockerfile.replaceAll(/^(FROM )(\S+)/gm, (_, from: string, image: string) => {
    return `${from}${pinnedImage(image, digestOf(image))}`;
  });
}
