/** Whose certificate kept a connection from being made; `dropped` when it may have been something else. */
export type CertificateFault =
  | "connectors.server-certificate"
  | "connectors.client-certificate"
  | "connectors.client-certificate-dropped";

export type ConnectorErrorCode = "connectors.token-refused" | "connectors.token-unavailable" | CertificateFault;

/** What kept a source from being read. Recognise it by `code`: two copies of a package can meet in one program. */
export class ConnectorError extends Error {
  override readonly name = "ConnectorError";
  readonly code: ConnectorErrorCode;
  /** The HTTP status the source answered with; absent when it did not answer. */
  readonly status?: number;
  /** How long the source asked to be left alone. */
  readonly retryAfterMs?: number;

  constructor(
    code: ConnectorErrorCode,
    options: { readonly status?: number; readonly retryAfterMs?: number; readonly cause?: unknown } = {},
  ) {
    super(code, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    if (options.status !== undefined) this.status = options.status;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}

export const isConnectorError = (error: unknown): error is ConnectorError =>
  error instanceof Error && error.name === "ConnectorError" && "code" in error;

/** The certificate that an error is about; undefined when it is about something else. */
export const certificateFaultOf = (error: unknown): CertificateFault | undefined =>
  isConnectorError(error) && error.code !== "connectors.token-refused" && error.code !== "connectors.token-unavailable"
    ? error.code
    : undefined;
