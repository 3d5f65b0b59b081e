/** What is known of the containers that this process made and has not removed, so that the engine need not be asked. */
export type CreatedHere = Map<string, { readonly tty: boolean; readonly stdin: boolean; readonly started: boolean }>;
