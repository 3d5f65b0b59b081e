import type { SourceText, Span } from "../source/source-text.ts";
import { ConfigError } from "./config-error.ts";
import type { ConfigIssue } from "./config-issue.ts";
import type { Problem } from "./problem.ts";

interface LoggedProblem {
  readonly span: Span;
  readonly path: string;
  readonly problem: Problem;
}

/** Collects the problems of one file, so that all of them can be told at once. */
export class IssueLog {
  readonly #source: SourceText;
  readonly #logged = new Map<string, LoggedProblem>();

  constructor(source: SourceText) {
    this.#source = source;
  }

  /** Notes a problem; the same problem at the same place (a value used twice through an alias) counts once. */
  add(span: Span, path: string, problem: Problem): void {
    const key = `${span.start} ${problem.message}`;
    if (!this.#logged.has(key)) this.#logged.set(key, { span, path, problem });
  }

  /** Throws all that was noted as one {@link ConfigError}; returns when nothing was. */
  throwIfAny(): void {
    const sorted = [...this.#logged.values()].toSorted((a, b) => a.span.start - b.span.start);
    const [first, ...rest] = sorted.map((logged) => this.#issueOf(logged));
    if (first !== undefined) throw new ConfigError([first, ...rest]);
  }

  #issueOf({ span, path, problem }: LoggedProblem): ConfigIssue {
    return Object.freeze({
      code: problem.code ?? "CONFIG_INVALID",
      file: this.#source.file,
      path,
      message: problem.message,
      hint: problem.hint,
      ...this.#source.locate(span.start),
      excerpt: this.#source.excerpt(span),
    });
  }
}
