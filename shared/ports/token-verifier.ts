/** Tells whether a bearer token was signed by the issuer we trust, for us, and is still valid. */
export interface TokenVerifier {
  /**
   * The token's claims.
   *
   * @throws PipelineFailure `Unauthenticated` for any token that is not valid here and now.
   */
  verify(token: string): Promise<Readonly<Record<string, unknown>>>;
}
