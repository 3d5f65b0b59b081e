import { createReadStream, existsSync, statSync } from "node:fs";
import { type Server, createServer } from "node:http";
import { once } from "node:events";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser } from "./driver/browser.ts";
import { runProgram } from "./driver/packed-project.ts";
import { until } from "./driver/until.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SITE = join(ROOT, "docs/.vitepress/dist");

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".woff2": "font/woff2",
};

let server: Server;
let address = "";
beforeAll(async () => {
  await runProgram("pnpm", ["docs:site"], ROOT);
  server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://site").pathname);
    const file = join(SITE, path.endsWith("/") ? `${path}index.html` : path);
    if (path === "/favicon.ico") response.writeHead(204).end();
    else if (!existsSync(file) || !statSync(file).isFile()) response.writeHead(404).end();
    else createReadStream(file).pipe(response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  address = `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`;
});
afterAll(() => server.close());

describe("the site of the documentation", () => {
  it.each(["/", "/reference/01-cli.html", "/guides/06-errors.html", "/reference/api/core.html"])(
    "opens %s in a real browser, which complains of nothing",
    async (path) => {
      await using browser = await Browser.open();
      await browser.goTo(`${address}${path}`);
      await until(`${path} is shown, and alive`, () =>
        browser.evaluate("!!document.querySelector('h1') && !!document.querySelector('#app').__vue_app__"),
      );
      expect(browser.complaints).toEqual([]);
    },
  );

  it("finds --no-sandbox by its own search, without any network", async () => {
    await using browser = await Browser.open();
    await browser.goTo(`${address}/`);
    await until("the page is alive", () => browser.evaluate("!!document.querySelector('#app')?.__vue_app__"));
    await browser.evaluate("document.querySelector('.DocSearch-Button').click()");
    await until("the search is open", () => browser.evaluate("document.activeElement?.id === 'localsearch-input'"));
    await browser.type("--no-sandbox");
    const found = await until("something is found", async () => {
      const links = await browser.evaluate(
        "[...document.querySelectorAll('.VPLocalSearchBox .result')].map((link) => link.href)",
      );
      return Array.isArray(links) && links.length > 0 && links.map(String);
    });
    expect(found.some((link) => link.includes("/reference/01-cli.html#no-sandbox"))).toBe(true);
    expect(browser.complaints).toEqual([]);
  });
});
