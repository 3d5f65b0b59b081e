/** Where the workspace is inside, and where the command starts. */
export const WORKSPACE_TARGET = "/workspace";
