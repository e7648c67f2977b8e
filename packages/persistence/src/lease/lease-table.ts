import { statement } from '../store/statement.js';

interface Taking {
  readonly address: string;
  readonly holder: string;
  readonly now: number;
  readonly expiresAt: number;
}

/** One statement decides, so that two takers cannot both have seen the lease free. No row when it is held. */
export const takeLease = statement<Taking>()((db, value) =>
  db
    .insertInto('lease')
    .values({
      address: value('address'),
      holder: value('holder'),
      expires_at: value('expiresAt'),
      fence: 1,
    })
    .onConflict((conflict) =>
      conflict
        .column('address')
        .doUpdateSet((present) => ({
          holder: value('holder'),
          expires_at: value('expiresAt'),
          // A holder that takes its own lease again is not a second one.
          fence: present
            .case()
            .when('lease.holder', '=', value('holder'))
            .then(present.ref('lease.fence'))
            .else(present('lease.fence', '+', 1))
            .end(),
        }))
        .where((present) =>
          present.or([
            present('lease.holder', 'is', null),
            present('lease.holder', '=', value('holder')),
            present('lease.expires_at', '<=', value('now')),
          ]),
        ),
    )
    .returning(['expires_at', 'fence']),
);

export const leaseAt = statement<{ address: string }>()((db, value) =>
  db.selectFrom('lease').select(['holder', 'expires_at', 'fence']).where('address', '=', value('address')),
);

interface Held {
  readonly address: string;
  readonly holder: string;
}

/** With the fence of a lease that was handed back, and without. */
export const renewLease = statement<Held & { expiresAt: number }>()((db, value) =>
  db
    .updateTable('lease')
    .set({ expires_at: value('expiresAt') })
    .where('address', '=', value('address'))
    .where('holder', '=', value('holder'))
    .returning(['expires_at', 'fence']),
);

export const renewFenced = statement<Held & { expiresAt: number; fence: number }>()((db, value) =>
  db
    .updateTable('lease')
    .set({ expires_at: value('expiresAt') })
    .where('address', '=', value('address'))
    .where('holder', '=', value('holder'))
    .where('fence', '=', value('fence'))
    .returning(['expires_at', 'fence']),
);

export const releaseLease = statement<Held>()((db, value) =>
  db
    .updateTable('lease')
    .set({ holder: null, expires_at: 0 })
    .where('address', '=', value('address'))
    .where('holder', '=', value('holder')),
);

export const releaseFenced = statement<Held & { fence: number }>()((db, value) =>
  db
    .updateTable('lease')
    .set({ holder: null, expires_at: 0 })
    .where('address', '=', value('address'))
    .where('holder', '=', value('holder'))
    .where('fence', '=', value('fence')),
);
