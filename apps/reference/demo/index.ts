export { demoMunicipality } from "./municipality.ts";
export type { DemoMunicipality } from "./municipality.ts";
export { trainingProblem } from "./training.ts";
export { serveDemo } from "./serve.ts";
export { type Disaster, disasters } from "./disasters.ts";
