export { checkClientCertificate, clientCertificateFetch } from "./node-client-certificate.ts";
export type {
  CheckCertificateOptions,
  ClientCertificate,
  ClientCertificateFetchOptions,
} from "./node-client-certificate.ts";
