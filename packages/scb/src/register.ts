export { registerClient } from "./register-client.ts";
export type {
  RegisterAnswer,
  RegisterCache,
  RegisterClient,
  RegisterClientOptions,
  RegisterFetch,
  RegisterQuery,
} from "./register-client.ts";
export { parseSnapshot, referenceOf } from "./school-unit.ts";
export type { RegisterSnapshot, SchoolUnit } from "./school-unit.ts";
