/** A file of a program, and what V8 made of it. */
export interface Code {
  /** The file's content. What V8 made is good for this and nothing else; V8 itself compares no more than the length. */
  readonly source: Buffer;
  /** As from `Script.createCachedData`. */
  readonly made: Buffer;
}

/** Packs code by file name. What V8 made is there twice: V8 executes it unseen, and two copies are not damaged alike. */
export function packCode(code: ReadonlyMap<string, Code>): Buffer {
  return Buffer.concat(
    [...code].flatMap(([name, { source, made }]) => [Buffer.from(name), source, made, made].flatMap(sized)),
  );
}

/** Takes packed code apart; what is damaged is left out, with all behind it. */
export function unpackCode(packed: Buffer): Map<string, Code> {
  const code = new Map<string, Code>();
  let at = 0;
  const next = (): Buffer | undefined => {
    if (at + 4 > packed.length) return undefined;
    const start = at + 4;
    at = start + packed.readUInt32LE(at);
    return at > packed.length ? undefined : packed.subarray(start, at);
  };
  for (;;) {
    const [name, source, made, again] = [next(), next(), next(), next()];
    if (name === undefined || source === undefined || made === undefined || again?.equals(made) !== true) return code;
    code.set(name.toString(), { source, made });
  }
}

function sized(part: Buffer): readonly Buffer[] {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(part.length);
  return [size, part];
}
