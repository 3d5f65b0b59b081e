import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitepress";

const CONTENT = join(import.meta.dirname, "../content");

/** The pages of a folder in the order of their names, each by its heading. */
function pagesOf(folder: string) {
  return readdirSync(join(CONTENT, folder))
    .filter((file) => file.endsWith(".md"))
    .toSorted()
    .map((file) => {
      const text = readFileSync(join(CONTENT, folder, file), "utf8");
      return {
        text: /^# (.*)$/m.exec(text)?.[1]?.replaceAll("`", "") ?? file,
        link: `/${folder}/${file.slice(0, -3)}`,
      };
    });
}

const section = (text: string, folder: string) => ({ text, items: pagesOf(folder) });

// Dead links are errors by default, and everything comes from the site itself: it can be read, and searched, without a network.
export default defineConfig({
  srcDir: "content",
  title: "moat",
  description: "Run AI agents, or any command, in a container that is really sandboxed.",
  lang: "en",
  cleanUrls: false,
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    search: {
      provider: "local",
      options: {
        miniSearch: {
          // Flags and codes are words: `--no-sandbox` is found as it is typed, and by its parts.
          options: {
            tokenize: (text: string) =>
              text.split(/[^\p{L}\p{N}_-]+/u).flatMap((word) => [word, ...word.split(/[-_]+/)]),
          },
          searchOptions: { fuzzy: 0.1, prefix: true, combineWith: "AND" as const },
        },
      },
    },
    sidebar: [
      section("Getting started", "getting-started"),
      section("Concepts", "concepts"),
      section("Guides", "guides"),
      section("Reference", "reference"),
      { ...section("API", "reference/api"), collapsed: true },
    ],
    outline: [2, 3],
  },
});
