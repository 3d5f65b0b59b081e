import type { Fields } from "./field.ts";

/** What a value looks like, as plain data: the JSON Schema and the reference page are made from it. */
export type Shape =
  | {
      readonly kind: "string";
      readonly pattern?: string;
      readonly maxLength?: number;
      readonly choices?: readonly string[];
    }
  | { readonly kind: "boolean" }
  | { readonly kind: "number"; readonly whole: boolean; readonly minimum: number; readonly maximum: number }
  /** A string, number or boolean, taken as the text that the file has. */
  | { readonly kind: "text"; readonly pattern?: string }
  | {
      readonly kind: "list";
      readonly of: Shape;
      readonly maxItems?: number;
      readonly distinct?: boolean;
      /** A stricter shape of the first item. */
      readonly first?: Shape;
    }
  | { readonly kind: "map"; readonly keyPattern: string; readonly of: Shape }
  | { readonly kind: "record"; readonly fields: Fields }
  | { readonly kind: "either"; readonly shapes: readonly Shape[] };
