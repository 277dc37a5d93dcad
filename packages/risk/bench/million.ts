import { simulate } from "@milstolpe/risk";
import { benchModel } from "./network.ts";

// Most memory of a process that has simulated so often, in MB: asked for one iteration, that of an idle Node.
const iterations = Number(process.argv[2] ?? 1);
const began = process.cpuUsage();
const result = simulate(benchModel(), { iterations, seed: 1, measures: "dates" });
const { user, system } = process.cpuUsage(began);
if (!result.ok) throw new Error(JSON.stringify(result.error));
console.log(JSON.stringify({ seconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1000 }));
