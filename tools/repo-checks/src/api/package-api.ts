/** What a package gives to others: the exports of its entry, as its emitted declarations have them. */
export interface PackageApi {
  /** The folder, relative to the root: `packages/core`. */
  readonly folder: string;
  readonly exports: readonly ApiExport[];
}

/** One exported name. */
export interface ApiExport {
  readonly name: string;
  readonly kind: "class" | "const" | "enum" | "function" | "interface" | "type";
  /** The source file that declares it, relative to the root. */
  readonly file: string;
  /** Its TSDoc without the stars; empty where there is none. */
  readonly doc: string;
  /** The declaration, with the documentation of its members. */
  readonly text: string;
  /** What it is made of, for interfaces and classes. */
  readonly members: readonly ApiMember[];
  /** Of a function, whether its caller has to wait. */
  readonly isAsync: boolean;
}

/** A property or method of an exported interface or class. */
export interface ApiMember {
  readonly name: string;
  readonly doc: string;
  readonly isOptional: boolean;
  /** Whether its type is `number`, which means nothing without a unit. */
  readonly isNumber: boolean;
  /** Of a method, whether its caller has to wait; false for properties. */
  readonly isAsync: boolean;
}
