import { defineConfig } from "vitepress";
export default defineConfig({ srcDir: "content", title: "moat", themeConfig: { search: { provider: "local" } } });
