import { join, resolve } from "node:path";
import { demoMunicipality } from "../../demo/index.ts";
import { demoFiles } from "../../server/demo-files.ts";
import { writeWhole } from "../../server/write-whole.ts";
import { argument, countOption, exit, numberOption, UsageError, type Verb } from "../verb.ts";

export const demoFilesVerb: Verb = {
  name: "demo files",
  summary: {
    sv: "Skriver demokommunens filer i en mapp, att pröva de andra verben på; alla personer är påhittade",
    en: "Writes the demo municipality's files to a folder, to try the other verbs on; all people are invented",
  },
  usage: "FOLDER [--seed N] [--scale SHARE]",
  details: [
    {
      sv: "--scale 0.05 ger en liten kommun; 1 (förvalt) har omkring 20 000 personer.",
      en: "--scale 0.05 gives a small municipality; 1 (the default) has about 20,000 people.",
    },
  ],
  example: "demo files demo-files --scale 0.1",
  most: 1,
  options: { seed: { type: "string" }, scale: { type: "string" } },
  run(call) {
    const folder = resolve(argument(call, 0, "FOLDER"));
    const scale = numberOption(call, "scale", 1);
    if (scale === 0 || scale > 1)
      throw new UsageError({
        sv: "--scale ska vara större än 0 och högst 1.",
        en: "--scale takes a number above 0 and at most 1.",
      });
    const files = demoFiles(demoMunicipality(countOption(call, "seed", 1), { scale }));
    const encoder = new TextEncoder();
    for (const [path, content] of files)
      writeWhole(join(folder, path), typeof content === "string" ? encoder.encode(content) : content);
    const { terminal } = call;
    terminal.document({ folder, files: [...files.keys()] });
    for (const path of files.keys()) terminal.line(join(folder, path));
    return Promise.resolve(exit.done);
  },
};
