// Most memory of a process that has simulated the model on stdin so often, in MB.
import { readFileSync } from "node:fs";
import { simulate } from "@milstolpe/risk";

const model = JSON.parse(readFileSync(0, "utf8"));
const began = process.cpuUsage();
const result = simulate(model, { iterations: Number(process.argv[2] ?? 1), seed: 1, measures: "dates" });
const { user, system } = process.cpuUsage(began);
if (!result.ok) throw new Error(JSON.stringify(result.error));
console.log(JSON.stringify({ seconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1000 }));
