/** The part of samlp that the test provider uses. */
declare module "samlp" {
  interface ProfileMapper {
    getClaims(): Record<string, string | readonly string[]>;
    getNameIdentifier(): { readonly nameIdentifier: string; readonly nameIdentifierFormat?: string };
  }
  interface Options extends Record<string, unknown> {
    readonly profileMapper?: (user: unknown) => ProfileMapper;
  }
  const samlp: {
    parseRequest(
      request: { readonly query: Record<string, string> },
      options: Options,
      callback: (
        error: Error | null,
        data: { readonly id: string; readonly issuer: string; readonly assertionConsumerServiceURL: string },
      ) => void,
    ): void;
    getSamlResponse(options: Options, user: unknown, callback: (error: Error | null, response: string) => void): void;
  };
  export = samlp;
}
