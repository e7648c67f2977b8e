import {
  type Authority,
  type IssuedLeaf,
  issueAuthority,
  issueLeaf,
  type LeafOptions,
} from '@certctl/certificate/issue';
import type { EpochMs } from '@certctl/plugin-api';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Spans every clock that a case may have. */
const SPAN = { notBefore: Date.UTC(2024, 0, 1), notAfter: Date.UTC(2060, 0, 1) };

/** A root, an authority below it, and one below that. */
export interface Authorities {
  readonly root: Authority;
  readonly issuing: Authority;
  readonly second: Authority;
}

let made: Promise<Authorities> | undefined;

async function make(): Promise<Authorities> {
  const root = await issueAuthority({ name: 'conformance root', ...SPAN });
  const issuing = await issueAuthority({ name: 'conformance issuing', parent: root, ...SPAN });
  const second = await issueAuthority({ name: 'conformance second', parent: issuing, ...SPAN });
  return { root, issuing, second };
}

/** Made once for a process: every case has the same. */
export function authorities(): Promise<Authorities> {
  made ??= make();
  return made;
}

export interface IssueOptions extends Partial<LeafOptions> {
  /** What signs it. @default the authority right below the root */
  readonly by?: keyof Authorities;
}

/** Issues the leaves of one case, each a renewal of the one before. */
export class Issuer {
  readonly #now: () => EpochMs;
  readonly #from: EpochMs;
  /** Private keys, PEM, of everything that was issued: none may be said by anybody. */
  readonly keys: string[] = [];
  #count = 0;

  /** @param mark stands as the organisation in the subject of each leaf, to tell whose it is */
  constructor(
    now: () => EpochMs,
    private readonly mark?: string,
  ) {
    this.#now = now;
    this.#from = now() - DAY;
  }

  async issue({ by = 'issuing', ...options }: IssueOptions = {}): Promise<IssuedLeaf> {
    this.#count += 1;
    const notBefore = Math.min(this.#from + this.#count * MINUTE, this.#now());
    const { names = ['www.example.com'] } = options;
    const leaf = await issueLeaf((await authorities())[by], {
      names,
      ...(this.mark === undefined ? {} : { subject: `CN=${names[0]},O=${this.mark}` }),
      notBefore,
      notAfter: notBefore + 90 * DAY,
      ...options,
    });
    this.keys.push(leaf.privateKeyPem);
    return leaf;
  }
}
