import type {
  At,
  Call,
  Held,
  Imported,
  ImportRequest,
  KeyReadBack,
  Observation,
  Place,
  RecoveryInput,
  RecoveryStep,
  ResolveInput,
  ReviewInput,
  Store,
  Tags,
  Writers,
} from '@certctl/plugin-api';
import type { AzureClients } from './azure-clients.js';
import type { capabilities } from './capabilities.js';
import { type KeyVaultConfig, keyVaultScope } from './config.js';
import { discover } from './discover.js';
import { importCertificate } from './import-certificate.js';
import { heldOf, inspectCertificate, orAbsent } from './inspect-certificate.js';
import { nameAt, resolvePlace } from './place.js';
import { readKeyBack } from './read-key-back.js';
import { recoveryCommands } from './recovery-commands.js';
import { review } from './review.js';
import { redelete, undelete } from './undelete.js';
import { LATEST, VaultApi } from './vault-api.js';
import { vaultWriters } from './vault-writers.js';

/** The moves of Key Vault. Long-lived: one instance for each vault and identity. */
export class KeyVaultStore implements Store<KeyVaultConfig, typeof capabilities> {
  readonly #clients: AzureClients;
  readonly #api: VaultApi;

  constructor(clients: AzureClients) {
    this.#clients = clients;
    this.#api = new VaultApi(clients);
  }

  /** Vault and name are all that a place is made of, so nothing is asked. */
  async resolve({ config }: ResolveInput<KeyVaultConfig>): Promise<Place> {
    return resolvePlace(config);
  }

  inspect(place: Place, call: Call): Promise<Observation> {
    return inspectCertificate(place, this.#api, call);
  }

  async read(place: Place, at: At, call: Call): Promise<Held | 'absent'> {
    const version = at === 'latest' ? LATEST : at.revision;
    const bundle = await orAbsent(this.#api.get(nameAt(place), version, call));
    return bundle === 'absent' ? 'absent' : heldOf(bundle, place);
  }

  review(input: ReviewInput<KeyVaultConfig>) {
    return review(input);
  }

  import(place: Place, request: ImportRequest<KeyVaultConfig>, call: Call): Promise<Imported> {
    return importCertificate(place, request, this.#api, call);
  }

  async readTags(place: Place, at: At, call: Call): Promise<Tags> {
    const { tags } = await this.#api.get(nameAt(place), at === 'latest' ? LATEST : at.revision, call);
    return tags ?? {};
  }

  readKeyBack(place: Place, revision: string | undefined, call: Call): Promise<KeyReadBack | undefined> {
    return readKeyBack(place, revision, this.#api, call);
  }

  undelete(place: Place, call: Call): Promise<void> {
    return undelete(place, this.#api, call);
  }

  redelete(place: Place, call: Call): Promise<void> {
    return redelete(place, this.#api, call);
  }

  disable(place: Place, revision: string, call: Call): Promise<void> {
    return this.#api.disable(nameAt(place), revision, call);
  }

  discover(scope: unknown, call: Call) {
    return discover(keyVaultScope.parse(scope), this.#api, call);
  }

  writers({ place, config }: { readonly place: Place; readonly config: KeyVaultConfig }): Writers {
    return vaultWriters(nameAt(place), config, this.#clients);
  }

  recoveryCommands(input: RecoveryInput<KeyVaultConfig>): readonly RecoveryStep[] {
    return recoveryCommands(input);
  }

  async close(): Promise<void> {
    this.#clients.close();
  }
}
