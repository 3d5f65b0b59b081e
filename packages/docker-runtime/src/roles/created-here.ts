/** What is known of containers that this process made and has not started yet, so that the engine need not be asked. */
export type CreatedHere = Map<string, { readonly tty: boolean; readonly stdin: boolean }>;
