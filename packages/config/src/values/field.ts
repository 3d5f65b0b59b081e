import type { ValueType } from "./value-type.ts";

/** A key that has an effect: one row of the schema table. */
export interface LiveField<T> {
  readonly state: "live";
  readonly type: ValueType<T>;
  /** The value when the key is absent, or has no value. */
  readonly default: T;
  readonly required: boolean;
  /** Whether it says something about one workspace only, so that the config.yaml of a machine cannot have it. */
  readonly workspaceOnly: boolean;
  /** The variable that takes its place for one shell, for instance `MOAT_RUNTIME`; empty when there is none. */
  readonly variable: string;
  /** What it does, one or two full sentences. */
  readonly doc: string;
  /** A whole file, or a part of one, that shows it; it parses. */
  readonly example: string;
}

/** A key that belongs to a part of moat which does not exist yet: using it is an error. */
export interface ReservedField {
  readonly state: "reserved";
  /** What it will do. */
  readonly doc: string;
}

/** A table of keys: of the whole file, or of a mapping inside it. */
export type Fields = Readonly<Record<string, LiveField<unknown> | ReservedField>>;

/** The values that a table of keys describes. */
export type ValuesOf<F extends Fields> = {
  readonly [Key in keyof F as F[Key] extends LiveField<unknown> ? Key : never]: F[Key] extends LiveField<infer T>
    ? T
    : never;
};

interface FieldRow<T> extends Pick<LiveField<T>, "type" | "doc" | "example"> {
  readonly default: NoInfer<T>;
  readonly required?: boolean;
  readonly workspaceOnly?: boolean;
  readonly variable?: string;
}

/** Makes a row of a key that has an effect. */
export function field<T>(row: FieldRow<T>): LiveField<T> {
  return { state: "live", required: false, workspaceOnly: false, variable: "", ...row };
}

/** Makes a row of a key that is kept for later. */
export function reserved(doc: string): ReservedField {
  return { state: "reserved", doc };
}
