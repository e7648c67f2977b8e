/** What the caller of a run says about the endpoint that it may use. */
export interface EndpointPermission {
  /** The account, or the vault's host, that the run may write to: it must be what the service says that it is. */
  readonly allowRealAccount?: string;
}
