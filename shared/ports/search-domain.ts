/** The search service that a deployment makes: what has to be true of it before anything is indexed. */
export interface SearchDomain {
  /**
   * Returns once the domain takes requests; a change of its configuration takes some minutes.
   *
   * @throws PipelineFailure `DependencyUnavailable` when it does not in the time there is.
   */
  whenReady(signal?: AbortSignal): Promise<void>;

  /**
   * Lets these roles, and no others, at the chunks. Safe any number of times.
   *
   * @throws PipelineFailure `DependencyUnavailable`.
   */
  grant(roles: IndexRoles, signal?: AbortSignal): Promise<void>;
}

/** ARNs of IAM roles. Who writes may read as well. */
export interface IndexRoles {
  readonly readerRoleArns: readonly string[];
  readonly writerRoleArns: readonly string[];
}
