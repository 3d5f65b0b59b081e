import type { Fields } from "./field.ts";

/** What a value looks like, as plain data: the JSON Schema and the reference page are made from it. */
export type Shape =
  | { readonly kind: "string"; readonly pattern?: string; readonly choices?: readonly string[] }
  | { readonly kind: "boolean" }
  | { readonly kind: "integer"; readonly minimum: number; readonly maximum: number }
  /** A string, number or boolean, taken as the text that the file has. */
  | { readonly kind: "text" }
  | { readonly kind: "list"; readonly of: Shape }
  | { readonly kind: "map"; readonly keyPattern: string; readonly of: Shape }
  | { readonly kind: "record"; readonly fields: Fields }
  | { readonly kind: "either"; readonly shapes: readonly Shape[] };
