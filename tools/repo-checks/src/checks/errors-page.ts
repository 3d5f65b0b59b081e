import type { Check } from "../check.ts";
import { ERRORS_PAGE, renderErrorsPage } from "../docs/render-errors-page.ts";

/** The page of error codes says what the table says. */
export const errorsPage: Check = {
  name: "errors-page",
  run: ({ files, errorCodes }) =>
    files.get(ERRORS_PAGE) === renderErrorsPage(errorCodes)
      ? []
      : [{ file: ERRORS_PAGE, line: 0, message: "is not what the table of codes says. Run: pnpm docs:errors" }],
};
