import {
  type At,
  type Call,
  CertctlError,
  type Discovered,
  type FindQuery,
  type Found,
  type Held,
  type Imported,
  type ImportRequest,
  isFailure,
  type Observation,
  type Place,
  type RecoveryInput,
  type RecoveryStep,
  type ResolveInput,
  type ReviewInput,
  type Store,
  type TagChange,
  type Tags,
  type Writers,
} from '@certctl/plugin-api';
import { AcmApi, tagList } from './acm-api.js';
import type { AwsClients } from './aws-clients.js';
import type { capabilities } from './capabilities.js';
import { certificateWriters } from './certificate-writers.js';
import type { AcmConfig, AcmScope } from './config.js';
import { discover } from './discover.js';
import { findByLeaf } from './find-by-leaf.js';
import { findByProvenance } from './find-by-provenance.js';
import { inspectCertificate } from './inspect-certificate.js';
import { placeOf, resolvePlace } from './place.js';
import { recoveryCommands } from './recovery-commands.js';
import { review } from './review.js';

/** The moves of ACM. Long-lived: one instance for each region, role and profile. */
export class AcmStore implements Store<AcmConfig, typeof capabilities> {
  readonly #clients: AwsClients;
  readonly #api: AcmApi;

  constructor(clients: AwsClients) {
    this.#clients = clients;
    this.#api = new AcmApi(clients);
  }

  resolve(input: ResolveInput<AcmConfig>, call: Call): Promise<Place> {
    return resolvePlace(input, this.#clients.session, call);
  }

  async inspect(place: Place, call: Call): Promise<Observation> {
    if (place.reference === undefined) return { state: 'absent' };
    return inspectCertificate(place.reference, this.#api, call);
  }

  /** ACM keeps one revision and shows no other, so every revision that is asked for is the latest. */
  async read(place: Place, _at: At, call: Call): Promise<Held | 'absent'> {
    if (place.reference === undefined) return 'absent';
    try {
      return await this.#api.get(place.reference, call);
    } catch (error) {
      if (isFailure(error, 'absent')) return 'absent';
      throw error;
    }
  }

  review(input: ReviewInput<AcmConfig>) {
    return review(input);
  }

  /**
   * With an ARN it replaces the certificate under it, without one it makes a new one. Tags go with a new
   * one only: on a re-import ACM refuses the very field.
   */
  async import(
    place: Place,
    { material, tags }: Omit<ImportRequest<AcmConfig>, 'config'>,
    call: Call,
  ): Promise<Imported> {
    const bytes = (pem: string) => new TextEncoder().encode(pem);
    const chain = material.chain.map((certificate) => certificate.pem).join('');
    const arn = await this.#api.import(
      () => ({
        Certificate: bytes(material.leaf.pem),
        PrivateKey: bytes(material.privateKey.pem()),
        ...(chain === '' ? {} : { CertificateChain: bytes(chain) }),
        ...(place.reference === undefined ? tagsField(tags) : { CertificateArn: place.reference }),
      }),
      call,
    );
    return { place: placeOf(arn) };
  }

  readTags(place: Place, _at: At, call: Call): Promise<Tags> {
    return this.#api.tagsOf(referenceOf(place), call);
  }

  async tag(place: Place, { set, remove }: TagChange, call: Call): Promise<void> {
    const arn = referenceOf(place);
    // Setting comes first: if it is refused, nothing has been taken away yet.
    if (Object.keys(set).length > 0) await this.#api.addTags(arn, set, call);
    if (remove.length > 0) await this.#api.removeTags(arn, remove, call);
  }

  find(_config: AcmConfig, query: FindQuery, call: Call): Promise<Found> {
    return query.by === 'provenance'
      ? findByProvenance(query, this.#api, call)
      : findByLeaf(query, this.#api, call);
  }

  discover(scope: AcmScope, call: Call): AsyncIterable<Discovered> {
    return discover(scope, this.#api, call);
  }

  async remove(place: Place, call: Call): Promise<void> {
    await this.#api.delete(referenceOf(place), call);
  }

  writers({ place }: { readonly place: Place }): Writers {
    return certificateWriters(place, this.#clients.trail);
  }

  recoveryCommands(input: RecoveryInput<AcmConfig>): readonly RecoveryStep[] {
    return recoveryCommands(input);
  }

  async close(): Promise<void> {
    this.#clients.close();
  }
}

/** An empty list of tags is not the same as none: the API's minimum is one. */
function tagsField(tags: Tags) {
  return Object.keys(tags).length === 0 ? {} : { Tags: tagList(tags) };
}

function referenceOf(place: Place): string {
  if (place.reference !== undefined) return place.reference;
  throw new CertctlError('plugin_failed', `${place.address} has not been imported yet and has no ARN.`);
}
