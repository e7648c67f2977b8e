/** Where a run of Key Vault goes, and as whom. */
export interface VaultEndpoint {
  /** `https://my-vault.vault.azure.net`, or what stands in for a vault. */
  readonly url: string;
  /** A token for it; without one, `DefaultAzureCredential` of @azure/identity gets them. */
  readonly token?: string;
  /** By how much everything may take longer than on this machine. @default 1 on a loopback address, otherwise 10 */
  readonly patience?: number;
}
