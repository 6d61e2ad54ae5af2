/** Tells whether a bearer token was signed by the issuer we trust, for us, and is still valid. */
export interface TokenVerifier {
  /**
   * The token's claims.
   *
   * @throws PipelineFailure `Unauthenticated` for any token that is not valid here and now; `DependencyUnavailable` when that
   *   cannot be told, because the issuer does not hand out its keys.
   */
  verify(token: string): Promise<Readonly<Record<string, unknown>>>;
}
