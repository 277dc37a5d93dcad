export { checkClientCertificate, clientCertificateFetch } from "./node-client-certificate.ts";
export type {
  CheckCertificateOptions,
  ClientCertificate,
  ClientCertificateFetchOptions,
} from "./node-client-certificate.ts";
export { federationPins, readFederation } from "./node-federation.ts";
export type { Federation, FederationEntity, FederationServer, ReadFederationOptions } from "./node-federation.ts";
