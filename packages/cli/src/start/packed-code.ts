/** What V8 made of a file of a program. */
export interface Code {
  /** Which file that was, as it was; V8 itself compares no more than its length. */
  readonly identity: string;
  /** As from `Script.createCachedData`. */
  readonly made: Buffer;
}

/** What packed code begins with. */
const MAGIC = Buffer.from("MOATCODE1");

/** Packs code by file name. */
export function packCode(code: ReadonlyMap<string, Code>): Buffer {
  const parts = [...code].flatMap(([name, { identity, made }]) => [Buffer.from(name), Buffer.from(identity), made]);
  return Buffer.concat([MAGIC, ...parts.flatMap(sized)]);
}

/** Takes packed code apart; of what was cut off all that is whole, and of anything else nothing. */
export function unpackCode(packed: Buffer): Map<string, Code> {
  const code = new Map<string, Code>();
  if (!MAGIC.equals(packed.subarray(0, MAGIC.length))) return code;
  let at = MAGIC.length;
  const next = (): Buffer | undefined => {
    if (at + 4 > packed.length) return undefined;
    const start = at + 4;
    at = start + packed.readUInt32LE(at);
    return at > packed.length ? undefined : packed.subarray(start, at);
  };
  for (;;) {
    const [name, identity, made] = [next(), next(), next()];
    if (name === undefined || identity === undefined || made === undefined) return code;
    code.set(name.toString(), { identity: identity.toString(), made });
  }
}

function sized(part: Buffer): readonly Buffer[] {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(part.length);
  return [size, part];
}
