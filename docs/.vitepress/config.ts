import { defineConfig } from "vitepress";

const libraries = ["phases", "risk", "training", "sync", "scb", "statistics", "swedish", "connectors"];

export default defineConfig({
  title: "Milstolpe",
  description: "Libraries for rolling out a school platform in a municipality",
  lang: "en",
  cleanUrls: true,
  lastUpdated: false,
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
      { text: "API reference", items: libraries.map((name) => ({ text: name, link: `/api/@milstolpe/${name}/` })) },
    ],
    outline: [2, 3],
  },
});
