import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitepress";

const libraries = ["phases", "risk", "training", "sync", "scb", "statistics", "swedish", "connectors"];

/** Every decision, by the heading it has. */
const folder = new URL("../decisions/", import.meta.url);
const decisions = readdirSync(folder)
  .filter((name) => /^\d/.test(name))
  .toSorted()
  .map((name) => ({
    text: readFileSync(new URL(name, folder), "utf8").split("\n", 1)[0]?.replace("# ", "") ?? name,
    link: `/decisions/${name.replace(".md", "")}`,
  }));

export default defineConfig({
  title: "Milstolpe",
  description: "Libraries for rolling out a school platform in a municipality",
  lang: "en",
  cleanUrls: true,
  lastUpdated: false,
  // The same pages for readers that are programs: https://llmstxt.org
  buildEnd({ outDir, pages }) {
    const guides = pages.filter((page) => !page.startsWith("api/")).toSorted();
    const lines = guides.map((page) => `- [${page.replace(/\.md$/, "")}](/${page.replace(/\.md$/, "")})`);
    const head = ["# Milstolpe", "", "> Libraries for rolling out a school platform in a municipality.", ""];
    writeFileSync(join(outDir, "llms.txt"), [...head, ...lines, "- [API reference](/api/)", ""].join("\n"));
  },
  srcExclude: ["decisions/README.md"],
  themeConfig: {
    search: { provider: "local" },
    nav: [
      { text: "Which package?", link: "/" },
      { text: "API", link: "/api/" },
      { text: "Decisions", link: "/decisions/001-borders" },
    ],
    sidebar: [
      { text: "Libraries", items: libraries.map((name) => ({ text: `@milstolpe/${name}`, link: `/${name}` })) },
      { text: "The reference app", items: [{ text: "Command line and web page", link: "/reference-app" }] },
      { text: "Decisions", collapsed: true, items: decisions },
      { text: "API reference", items: libraries.map((name) => ({ text: name, link: `/api/@milstolpe/${name}/` })) },
    ],
    outline: [2, 3],
  },
});
